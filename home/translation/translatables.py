"""What the desk translates."""

from typing import Any, TypeAlias, cast

from django.contrib.contenttypes.models import ContentType

# A page or a snippet: a model with TranslatableMixin and DraftStateMixin; no type can say both.
PageOrWord: TypeAlias = Any


def model_of(kind: ContentType) -> type[PageOrWord]:
    """Return the model of a content type that has rows."""
    return cast(type[PageOrWord], kind.model_class())
