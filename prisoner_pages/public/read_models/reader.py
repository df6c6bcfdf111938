"""Who reads: the language of the page, the languages that are public, and the words of that language."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language

from home.caching.read_models import Numbers, generations_of
from home.site.read_models import public_languages
from prisoner_pages.public.read_models.lexicon import Lexicon, lexicon_in

ATTRIBUTE = "_reader"


@dataclass(frozen=True)
class Reader:
    language: str
    languages: tuple[str, ...]
    lexicon: Lexicon
    generations: Numbers


def reader_of(request: HttpRequest) -> Reader:
    """Return the reader of this request; with a warm cache it costs only the query for the generations."""
    if not hasattr(request, ATTRIBUTE):
        language = get_language()
        generations = generations_of(request)
        lexicon = lexicon_in(language, generations=generations)
        setattr(request, ATTRIBUTE, Reader(language, public_languages(request), lexicon, generations))
    return getattr(request, ATTRIBUTE)
