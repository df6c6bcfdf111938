"""The language of an answer: the one asked for, or one of the given fallbacks, always stated."""

from collections.abc import Container
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from home.headless.answers.api.parameters import Sentence
from home.headless.answers.api.problems import Problem, fault
from home.languages.info import CONTENT_LANGUAGES
from home.site.read_models import public_languages
from home.site.views.errors import language_of

NOT_PUBLIC = _("The site is not there in “%(language)s”. It is in: %(public)s.")
MOST_FALLBACKS = 9


@dataclass(frozen=True)
class Asked:
    """`wanted` was asked for, `served` is the answer's language, `order` lists where to look for text."""

    wanted: str
    served: str
    order: tuple[str, ...]  # `served` first, then the fallbacks, all of them public
    public: tuple[str, ...]

    def nearest(self, available: Container[str]) -> str:
        """Return the first language of `order` that is among the available ones, or ""."""
        return next((language for language in self.order if language in available), "")


def asked_for(request: HttpRequest, locale: str = "", fallback: str = "") -> Asked:
    """Return what `?locale=` and `?fallback=` ask for; without a locale, the reader's preference counts.

    Raises a Problem (400) for an unknown language, and for one that is not public if there is no fallback.
    """
    public = public_languages(request)
    fallbacks = [_known("fallback", code.strip(), public) for code in fallback.split(",") if code.strip()]
    wanted = _known("locale", locale, public) if locale else _wish(request, public)
    order = tuple(code for code in dict.fromkeys([wanted, *fallbacks[:MOST_FALLBACKS]]) if code in public)
    if not order:
        raise _refusal("locale", wanted, public)
    return Asked(wanted, order[0], order, public)


def _wish(request: HttpRequest, public: tuple[str, ...]) -> str:
    wish = language_of(request)
    return wish if wish in public else public[0] if public else wish


def _known(parameter: str, code: str, public: tuple[str, ...]) -> str:
    if code not in dict(CONTENT_LANGUAGES):
        raise _refusal(parameter, code, public)
    return code


def _refusal(parameter: str, code: str, public: tuple[str, ...]) -> Problem:
    sentence = Sentence(NOT_PUBLIC, language=code[:20], public=", ".join(public))
    return Problem(400, sentence, errors=[fault(parameter, sentence, known=list(public))])
