"""What the screens of words ask of a word."""

from typing import Any

from django import template
from django.urls import reverse

from prisoner_pages.vocabularies.read_models import kind_of

register = template.Library()
register.filter("kind_of_word", kind_of)


@register.filter
def list_of_word(word: Any) -> Any:
    """Return the name of the list in which it stands."""
    return word._meta.verbose_name_plural


@register.filter
def edit_word(word: Any) -> str:
    return reverse(f"wagtailsnippets_prisoner_pages_{kind_of(word)}:edit", args=[word.pk])
