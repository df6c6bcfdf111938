"""Whom and what the words of a reader find, and why."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.caching.read_models import Numbers
from home.headless.answers.schemas import Text
from home.search.read_models import found_by, known_words
from home.search.terms import Term, near_words
from prisoner_pages.models import Prisoner, PrisonerPage
from prisoner_pages.people.read_models.telling import Telling
from prisoner_pages.public.read_models.lexicon import Lexicon
from prisoner_pages.public.search_terms import holds, is_name_of, near_terms, terms_of

PERSON, PAGE = "person", "page"
# What a search finds people by, beside the name, with its caption; each is a field of a Person.
TOLD: dict[str, Promise] = {
    "work": _("Work"),
    "home": _("Comes from"),
    "place": _("Place of detention"),
    "cases": _("Case"),
    "interests": _("Interests"),
}
IN_STORY, NEARLY = _("In the story"), _("Spelt nearly so")
AROUND = 60  # letters of a story before and behind what was found


@dataclass(frozen=True)
class Reason:
    caption: Promise
    text: Text | None  # None where the caption says it all


@dataclass(frozen=True)
class Answer:
    """Keys of people and of pages, the likeliest first; `nearly`: the people have words spelt nearly so."""

    terms: Sequence[Term]
    people: list[int]
    pages: list[int]
    nearly: bool = False


def answer_to(words: str, language: str, *, generations: Numbers) -> Answer:
    """Return what the index holds. One query, two where it finds nobody, one more after a change."""
    terms = terms_of(words, language)
    found = found_by(terms, language)
    if not terms or found.of(PERSON):
        return Answer(terms, found.of(PERSON), found.of(PAGE))
    known = known_words(language, generations=generations)
    near = found_by(near_terms(words, language, partial(near_words, known=known)), language)
    return Answer(terms, near.of(PERSON), found.of(PAGE) or near.of(PAGE), nearly=True)


# --- Why -----------------------------------------------------------------------------------------------
def reasons_for(people: Sequence[Prisoner], answer: Answer, lexicon: Lexicon) -> dict[int, list[Reason]]:
    """Return {primary key: why each was found}, beside the name; people come from `for_cards()`.

    One query where a story was the reason.
    """
    if answer.nearly:
        return {person.pk: [Reason(NEARLY, None)] for person in people}
    telling, untold = Telling([lexicon]), []
    reasons: dict[int, list[Reason]] = {}
    for person in people:
        told = telling.person(person, ("name", "names", "other_names", "prison_name", "name_only", *TOLD))
        terms = [term for term in answer.terms if not is_name_of(term, _texts(told, _NAMES))]
        reasons[person.pk] = _facts_with(terms, told, lexicon.language)
        if terms and not reasons[person.pk] and not told.name_only:
            untold.append((person, terms))
    return reasons | _from_stories(untold, lexicon.language)


_NAMES = ("name", "names", "other_names", "prison_name")


def _texts(told: Any, fields: Iterable[str]) -> list[str]:
    return [getattr(each, "text", each) for name in fields for each in _list_of(getattr(told, name))]


def _list_of(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value is not None else []


def _facts_with(terms: Sequence[Term], told: Any, language: str) -> list[Reason]:
    facts = (
        (caption, getattr(each, "name", each))  # a place has a name
        for field, caption in TOLD.items()
        for each in _list_of(getattr(told, field))
    )
    return [Reason(caption, text) for caption, text in facts if holds(text.text, terms, language)]


def _from_stories(
    untold: Sequence[tuple[Prisoner, Sequence[Term]]], language: str
) -> dict[int, list[Reason]]:
    if not untold:
        return {}
    people = [person.pk for person, _terms in untold]
    told = PrisonerPage.objects.live().in_open_sections().in_languages([language])
    pages = told.filter(prisoner__in=people)
    stories = {page.prisoner_id: page for page in pages}
    found = {}
    for person, terms in untold:
        story = stories.get(person.pk)
        text = _passage([story.intro, *texts_in(story.body)], terms, language) if story else ""
        found[person.pk] = [Reason(IN_STORY, Text.of(text=text, lang=language))] if text else []
    return found


def texts_in(body: Any) -> list[str]:
    """Return the words of a text. Those of a picture, which may be hidden, are none."""
    return [
        words
        for child in body
        if child.block_type != "picture"
        for words in child.block.get_searchable_content(child.value)
    ]


def _passage(texts: Iterable[str], terms: Sequence[Term], language: str) -> str:
    """Return the first place that has one of the words, with what stands around it."""
    for text in texts:
        for word in re.finditer(r"\w+", text):
            if holds(word[0], terms, language):
                return _cut(" ".join(text.split()), word[0])
    return ""


def _cut(text: str, word: str) -> str:
    at = text.index(word)
    begin, end = max(0, at - AROUND), at + len(word) + AROUND
    part = text[begin:end]
    part = part if begin == 0 else f"…{part.partition(' ')[2]}"
    return part if end >= len(text) else f"{part.rpartition(' ')[0]}…"
