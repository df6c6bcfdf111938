"""Words of the interface by languages: what the catalogues have, what they lack, what translators propose.

The catalogues are files of the release; nothing here changes what a visitor reads now.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

import polib
from wagtail.models import Locale

from home.catalogues.files import CODES, catalogue, catalogue_path, message_of
from home.catalogues.message import Message
from home.languages.info import CONTENT_LANGUAGES, SOURCE_LANGUAGE
from home.settings import places
from home.translation.models import InterfaceProposal

# The language of the code: its words are their own translation.
CODE_LANGUAGE = "en"
TRANSLATED = tuple(language for language in CODES if language != CODE_LANGUAGE)
# Templates for visitors speak by our own tags, in the language of the page; staff’s speak by Django’s.
SPEAKS_TO_VISITORS = re.compile(r"{% load [^%]*\binterface\b")


@dataclass(frozen=True)
class Word:
    """One string of the interface in one language. `forms` are those of the catalogue, () for none."""

    message: Message
    forms: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return its name in a form."""
        words = "\x04".join((self.message.context, self.message.words, self.message.plural))
        return sha256(words.encode()).hexdigest()[:16]

    @property
    def is_public(self) -> bool:
        """Say whether a template for visitors uses it."""
        return any(_is_public(places.SOURCES / place) for place in self.places)


@cache
def _is_public(path: Path) -> bool:
    is_template = path.suffix == ".html" and path.is_file()
    return is_template and bool(SPEAKS_TO_VISITORS.search(path.read_text()))


def words_in(language: str) -> tuple[Word, ...]:
    """Return the Words of a language by their order in the catalogue; read anew when its file changed."""
    path = catalogue_path(places.CATALOGUES.parent, language)
    return _read(path, path.stat().st_mtime_ns) if path.exists() else ()


@lru_cache(maxsize=2 * len(CODES))
def _read(path: Path, _changed_at: int) -> tuple[Word, ...]:
    return tuple(_word(entry) for entry in polib.pofile(str(path)))


def _word(entry: polib.POEntry) -> Word:
    forms = tuple(entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural)) or (entry.msgstr,)
    places = tuple(place for place, _line in entry.occurrences)
    return Word(message_of(entry), forms if any(forms) else (), places)


@dataclass(frozen=True)
class Completeness:
    language: str
    done: int
    all: int

    @property
    def name(self) -> str:
        return dict(CONTENT_LANGUAGES)[self.language]

    @property
    def percent(self) -> int:
        return 100 * self.done // self.all if self.all else 0


def completeness(language: str) -> Completeness:
    words = words_in(language)
    return Completeness(language, sum(bool(word.forms) for word in words), len(words))


def words_in_source() -> dict[Message, tuple[str, ...]]:
    """Return {Message: forms} in Ukrainian, for translators who read it better than English."""
    return {word.message: word.forms for word in words_in(SOURCE_LANGUAGE)}


def proposals_for(locale: Locale) -> dict[Message, InterfaceProposal]:
    """Return {Message: InterfaceProposal} of a language that the catalogue has not taken over yet."""
    words = {(word.message.context, word.message.words): word for word in words_in(locale.language_code)}
    found = {}
    for proposal in InterfaceProposal.objects.filter(locale=locale).select_related("by").order_by("at", "pk"):
        word = words.get((proposal.msgctxt, proposal.msgid))
        if word and list(word.forms) != proposal.texts:
            found[word.message] = proposal
    return found


def proposals_file(locale: Locale) -> bytes:
    """Return a PO file of what is proposed, as the catalogues are written, each with its source."""
    proposals = proposals_for(locale)
    words = {message: proposal.texts for message, proposal in proposals.items()}
    sources = {message: " ".join(proposal.source.split()) for message, proposal in proposals.items()}
    return f"{catalogue(locale.language_code, words, {}, sources)}\n".encode()
