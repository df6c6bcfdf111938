"""What a writer is told of risky words while writing: in the words of the page, without a request.

The words are those at which a first reader stops, and the browser looks for them by the same rule
(letters.text.watched_words, letters/static/letters/writing/advice.js). What means nothing else is looked for
whatever the letter's language. All other words follow the language, for what is risky in one may be harmless
in the next: the one chosen for the letter alone; while none is, the page's and the one that the text is in;
before there is a text, those that the browser is set to.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import json_script
from django.utils.safestring import SafeString

from home.caching.read_models import Numbers, memoized_for
from home.headless.answers.schemas import Text
from home.languages.info import TEXT_LANGUAGES
from home.languages.table import ENGLISH, declared
from letters.models import AdviceText, WatchedWord
from letters.text.watched_words import FIRST_LINES, LAST_LINES, PATTERNS, Pattern, Place, place_of
from letters.typesetting.glyphs import short_table
from prisoner_pages.models import Prisoner
from prisoner_pages.policies import TREASON_ARTICLES
from prisoner_pages.public.read_models.fallbacks import nearest

# Generation of everything kept here; bumped when a word or a piece of advice is saved (letters.apps).
ADVICE = "advice"
RULES = "advice-rules"  # of the element that the browser reads them from
MOST_WISHES = 2  # languages of a browser whose words are looked for: each is a kilobyte or two of the page


class Readable(json.JSONEncoder):
    """Letters as they are: six bytes for each Cyrillic one would make half a page."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False, "separators": (",", ":")})


@dataclass(frozen=True)
class Note:
    """One piece of advice, in the page's language or in the next one that has it."""

    pk: int
    text: Text
    grave: Text | None
    softer: Text | None

    def why(self, *, is_grave: bool) -> Text:
        return self.grave if is_grave and self.grave else self.text


BETWEEN = "|"  # words of one list, as advice.js knows: a page of writing has few bytes to spare
ByNote = dict[int, str]  # words in one string by the primary key of their Note
Words = dict[Place, ByNote]


@dataclass(frozen=True)
class WritingAdvice:
    """What a page of writing holds of the lists."""

    notes: list[tuple[str, Text, Text | None]]  # (key, why, softer wording)
    clear: ByNote
    words: dict[str, Words]  # those that are not clear, by language

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        return PATTERNS

    @property
    def rules(self) -> SafeString:
        rules = {
            "first": FIRST_LINES,
            "last": LAST_LINES,
            "printable": short_table(),
            "clear": self.clear,
            "languages": [
                {"code": code, "capitals": dict(declared(code).capitals), "words": words}
                for code, words in self.words.items()
            ],
        }
        return json_script(rules, RULES, encoder=Readable)


def likely_languages(wished: Sequence[str]) -> list[str]:
    """Return in which languages somebody may write whose browser is set to these, the dearest first.

    English stands in nearly every browser's list. Below the first it tells nothing of its owner, and most who
    write in German would be told that "war" is no word for a letter.
    """
    known = dict(TEXT_LANGUAGES)
    told = [code for code in wished if code != ENGLISH or code == wished[0]]
    return [code for code in told if code in known][:MOST_WISHES]


def advice_for(
    prisoner: Prisoner,
    *,
    page_language: str,
    letter_languages: Sequence[str],
    of_class: bool,
    generations: Numbers,
) -> WritingAdvice:
    """Return the advice on a letter to this person, in one of `letter_languages` or in the page's."""
    known = dict(TEXT_LANGUAGES)  # what a form brings may be anything
    languages = dict.fromkeys(code for code in (page_language, *letter_languages) if code in known)
    words = {code: words_to_watch(code, of_class, generations=generations) for code in languages}
    clear = clear_words(generations=generations)
    used = set(clear).union(*(notes for by_place in words.values() for notes in by_place.values()))
    is_grave = charged_with_treason(prisoner)
    notes = [
        (str(note.pk), note.why(is_grave=is_grave), note.softer)
        for note in notes_in(page_language, generations=generations)
        if note.pk in used
    ]
    return WritingAdvice(notes, clear, words)


def charged_with_treason(prisoner: Prisoner) -> bool:
    """Is treason or espionage among the charges as the public page shows them?"""
    codes = {code for line in prisoner.facts.charges for code in (line.code, line.joined_code)}
    return not codes.isdisjoint(TREASON_ARTICLES)


@memoized_for(ADVICE)
def words_to_watch(language: str, of_class: bool) -> Words:
    """Return the words of a language of which writers, or pupils, are told; takes `generations` besides."""
    found: dict[Place, dict[int, list[str]]] = {}
    watched = WatchedWord.objects.for_letters(of_class=of_class).of_language(language)
    rows = watched.filter(advice__isnull=False, is_clear=False)
    for kind, word, advice in rows.order_by("pk").values_list("kind", "word", "advice"):
        place = place_of(kind, is_clear=False)
        found.setdefault(place, {}).setdefault(advice, []).append(word)
    return {place: _in_one(by_note) for place, by_note in found.items()}


@memoized_for(ADVICE)
def clear_words() -> ByNote:
    """Return those that mean nothing else, of all languages, each once; takes `generations`."""
    found: dict[int, list[str]] = {}
    rows = WatchedWord.objects.filter(is_clear=True, advice__isnull=False)
    for word, advice in rows.order_by("pk").values_list("word", "advice"):
        found.setdefault(advice, []).append(word)
    return _in_one({advice: shortest(words) for advice, words in found.items()})


def shortest(words: Iterable[str]) -> list[str]:
    """Return the words, each once, without those that a shorter one with a star finds as well."""
    once = list(dict.fromkeys(word.lower() for word in words))
    stems = [word[:-1] for word in once if word.endswith("*") and " " not in word]
    return [word for word in once if not any(word.startswith(stem) and word != f"{stem}*" for stem in stems)]


def _in_one(by_note: Mapping[int, Iterable[str]]) -> ByNote:
    return {advice: BETWEEN.join(words) for advice, words in by_note.items()}


@memoized_for(ADVICE)
def notes_in(language: str) -> list[Note]:
    """Return all there is to say, in the words of a language or of the next; takes `generations` besides."""
    told: dict[int, dict[str, AdviceText]] = {}
    for row in AdviceText.objects.order_by("advice_id", "pk"):
        told.setdefault(row.advice_id, {})[row.language] = row
    notes = (_note(pk, texts, language) for pk, texts in told.items())
    return [note for note in notes if note]


def _note(pk: int, texts: dict[str, AdviceText], language: str) -> Note | None:
    text = _in_next_language(texts, "text", language)
    grave, softer = (_in_next_language(texts, name, language) for name in ("grave", "softer"))
    return Note(pk, text, grave, softer) if text else None


def _in_next_language(texts: dict[str, AdviceText], name: str, language: str) -> Text | None:
    words = {code: said for code, text in texts.items() if (said := getattr(text, name))}
    code = nearest(words, language)
    return Text.of(text=words[code], lang=code) if code else None
