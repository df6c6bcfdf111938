"""In which language an answer about people is made, and from which words."""

from typing import Any, Protocol

from django.http import HttpRequest

from home.caching.read_models import generations_of
from home.headless.answers.api.locales import Asked, asked_for
from home.headless.answers.schemas import Meta
from prisoner_pages.public.read_models.lexicon import lexicon_in
from prisoner_pages.public.read_models.reader import Reader


class Wish(Protocol):
    """The parameters of an operation that answers in a language."""

    locale: str
    fallback: str


def reading(request: HttpRequest, query: Wish) -> tuple[Asked, Reader]:
    """Return (Asked, Reader) of an operation with `locale` and `fallback`. Raises a Problem (400)."""
    asked = asked_for(request, query.locale, query.fallback)
    generations = generations_of(request)
    lexicon = lexicon_in(asked.served, generations=generations)
    return asked, Reader(asked.served, asked.public, lexicon, generations)


def meta_of(asked: Asked, kind: type[Meta] = Meta, served: str = "", **more: Any) -> Meta:
    """`served` is the language of the one page that is served, where there is one."""
    return kind(
        requested_locale=asked.wanted,
        served_locale=served or asked.served,
        fallback=list(asked.order[1:]),
        **more,
    )
