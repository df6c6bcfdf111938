"""What a writer is told of risky words while writing: in the words of the page, without a request.

The words are those at which a first reader stops, and the browser looks for them by the same rule
(letters.text.watched_words, letters/static/letters/writing/advice.js).
"""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.html import json_script
from django.utils.safestring import SafeString

from home.caching.read_models import Numbers, memoized_for
from home.headless.answers.schemas import Text
from home.languages.info import TEXT_LANGUAGES
from home.languages.table import declared
from letters.models import AdviceText, WatchedWord
from letters.text.watched_words import FIRST_LINES, LAST_LINES, PATTERNS, Pattern, at_ends_only
from letters.typesetting.glyphs import TABLE
from prisoner_pages.models import Prisoner
from prisoner_pages.policies import TREASON_ARTICLES
from prisoner_pages.public.read_models.fallbacks import nearest

# Generation of everything kept here; bumped when a word or a piece of advice is saved (letters.apps).
ADVICE = "advice"
RULES = "advice-rules"  # of the element that the browser reads them from
WHOLE_TEXT, ENDS = "text", "ends"  # where a word is looked for


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


Words = dict[str, dict[int, list[str]]]  # by where they are looked for, by the primary key of their Note


@dataclass(frozen=True)
class WritingAdvice:
    """What a page of writing holds of the lists."""

    notes: list[tuple[str, Text, Text | None]]  # (key, why, softer wording)
    words: dict[str, Words]  # by language

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        return PATTERNS

    @property
    def rules(self) -> SafeString:
        rules = {
            "first": FIRST_LINES,
            "last": LAST_LINES,
            "printable": " ".join(TABLE.split()),
            "languages": [
                {"code": code, "capitals": dict(declared(code).capitals), "words": words}
                for code, words in self.words.items()
            ],
        }
        return json_script(rules, RULES, encoder=Readable)


def advice_for(
    prisoner: Prisoner, *, page_language: str, letter_language: str, generations: Numbers
) -> WritingAdvice:
    """Return the advice on a letter to this person, for words of the page's language and of the letter's."""
    known = dict(TEXT_LANGUAGES)  # what a form brings may be anything
    languages = dict.fromkeys(code for code in (page_language, letter_language) if code in known)
    words = {code: words_to_watch(code, generations=generations) for code in languages}
    used = {pk for by_place in words.values() for notes in by_place.values() for pk in notes}
    is_grave = charged_with_treason(prisoner)
    notes = [
        (str(note.pk), note.why(is_grave=is_grave), note.softer)
        for note in notes_in(page_language, generations=generations)
        if note.pk in used
    ]
    return WritingAdvice(notes, words)


def charged_with_treason(prisoner: Prisoner) -> bool:
    """Is treason or espionage among the charges as the public page shows them?"""
    codes = {code for line in prisoner.facts.charges for code in (line.code, line.joined_code)}
    return not codes.isdisjoint(TREASON_ARTICLES)


@memoized_for(ADVICE)
def words_to_watch(language: str) -> Words:
    """Return the words of a language of which writers are told; takes `generations` besides."""
    found: Words = {}
    rows = WatchedWord.objects.filter(language=language, advice__isnull=False)
    for kind, is_clear, word, advice in rows.order_by("pk").values_list("kind", "is_clear", "word", "advice"):
        place = ENDS if at_ends_only(kind, is_clear=is_clear) else WHOLE_TEXT
        found.setdefault(place, {}).setdefault(advice, []).append(word)
    return found


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
