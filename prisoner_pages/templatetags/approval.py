"""What the screen of an approval asks for."""

from typing import Any

from django import template

from home.translation.core.read_models.changed_originals import words_lost
from prisoner_pages.models.workflow import is_private_since_publication

register = template.Library()


@register.simple_tag
def loss_of(draft: Any) -> dict[str, Any]:
    """Return the runs of words that are lost by approving the draft, and whether they count as private."""
    words = words_lost(draft)
    return {"words": words, "is_private": bool(words) and is_private_since_publication(draft)}
