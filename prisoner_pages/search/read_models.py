"""What the index holds of people and of pages: what their public pages say, and nothing else."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import get_language
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet

from home.caching.read_models import current
from home.languages.info import SOURCE_LANGUAGE
from home.models import StandardPage
from home.search.entries import Entry, Source
from home.search.read_models import found_by
from home.site.read_models import surroundings
from home.templatetags.interface import language_of
from home.written_once import Asked, written_once
from prisoner_pages.choices import Scope
from prisoner_pages.models import CampaignPage, Consent, EventPage, PartnerPage, Prisoner, PrisonerPage
from prisoner_pages.people.read_models.search_results import (
    PAGE,
    PERSON,
    TOLD,
    Reason,
    answer_to,
    reasons_for,
    texts_in,
)
from prisoner_pages.people.read_models.telling import Telling
from prisoner_pages.public.read_models.lexicon import lexicon_in
from prisoner_pages.public.read_models.pages import grouped, pages_in
from prisoner_pages.public.read_models.reader import Reader
from prisoner_pages.public.search_terms import names_indexed, terms_of, words_indexed
from prisoner_pages.querysets.records import PrisonerQuerySet

INDEXED_PAGES: tuple[Any, ...] = (CampaignPage, EventPage, PartnerPage, StandardPage)
# Fields of a Person. What a writer is asked not to mention leads to nobody.
NAMES = ("name", "names", "other_names", "prison_name")
PEOPLE_SUGGESTED, PAGES_SUGGESTED = 5, 2  # of each kind of page
MOST_LOOKED_AT = 50
# Bases that may end while the person is shown still, and end what is told.
ENDING = (Scope.HOME, Scope.HEALTH)


def entries_of_people(keys: Collection[int]) -> list[Entry]:
    """Return what may be found of these people, in every public language; nothing of whoever is hidden.

    Five queries, however many people and languages.
    """
    people = _shown_on(timezone.localdate(), keys)
    if not people:
        return []
    generations = current()
    languages = surroundings(generations=generations).languages
    stories = _stories_of(people, languages)
    found = []
    for language in languages:
        with translation.override(language):
            telling = Telling([lexicon_in(language, generations=generations)])
            found += [_of_person(each, telling, stories.get((each.pk, language))) for each in people]
    return found


def _shown_on(today: date, keys: Collection[int]) -> list[Any]:
    """Return those of them who are shown, with their places and the bases that hold."""
    people: dict[int, Any] = {each.pk: each for each in _people_on(today).ask(keys=list(keys))}
    for each in people.values():
        each.valid_consents = []
    for basis in _bases_on(today).ask(people=list(people)) if people else ():
        people[basis.prisoner_id].valid_consents.append(basis)
    return list(people.values())


@written_once
def _people_on(today: date) -> QuerySet[Prisoner]:
    return Prisoner.objects.public(today).filter(pk__in=Asked("keys")).with_places()


@written_once
def _bases_on(today: date) -> QuerySet[Consent]:
    valid = Consent.objects.valid(today).filter(prisoner__in=Asked("people"))
    return valid.only("prisoner", "scope", "expires_on")


def _stories_of(
    people: Collection[Prisoner], languages: Iterable[str]
) -> dict[tuple[int, str], PrisonerPage]:
    hidden = tuple(_hidden_sections().ask())
    told = _live_stories().ask(people=[each.pk for each in people], languages=list(languages))
    shown = [page for page in told if not page.path.startswith(hidden)]
    return {(page.prisoner_id, page.locale.language_code): page for page in shown}


@written_once
def _live_stories() -> QuerySet[PrisonerPage]:
    stories = PrisonerPage.objects.live().filter(prisoner__in=Asked("people"))
    return stories.filter(locale__language_code__in=Asked("languages")).select_related("locale")


@written_once
def _hidden_sections() -> "QuerySet[PageViewRestriction, str]":
    """Return the paths below which nobody finds anything without a password or a login."""
    return PageViewRestriction.objects.values_list("page__path", flat=True)


def _of_person(prisoner: Prisoner, telling: Telling, story: PrisonerPage | None) -> Entry:
    """A spelling that staff noted to be found by (NameForm) leads to the person, and is shown nowhere."""
    told = telling.person(prisoner, ("name_only", *NAMES, *TOLD))
    shown = None if told.name_only else story
    return Entry(
        key=prisoner.pk,
        language=telling.language,
        names=names_indexed([*_texts_of(told, NAMES), *(form.name for form in prisoner.facts.names)]),
        facts=words_indexed(_texts_of(told, TOLD), telling.language),
        story=words_indexed([shown.intro, *texts_in(shown.body)] if shown else [], telling.language),
        until=_day_when_less_is_told(prisoner),
    )


def _texts_of(told: Any, fields: Iterable[str]) -> Iterator[str]:
    for name in fields:
        value = getattr(told, name)
        for each in value if isinstance(value, list) else [value]:
            if each is not None:
                yield each if isinstance(each, str) else getattr(each, "text", None) or each.name.text


def _day_when_less_is_told(prisoner: Any) -> date | None:
    """Return the day after the first of the bases has ended."""
    ends = (each.expires_on for each in prisoner.valid_consents if each.scope in ENDING and each.expires_on)
    last = min(ends, default=None)
    return last + timedelta(days=1) if last else None


def entries_of_pages(keys: Collection[int]) -> list[Entry]:
    """Return what may be found of these campaigns, events, partners and reference pages. Four queries."""
    return [
        _of_page(page)
        for pages in _pages_to_index()
        for page in pages.filter(pk__in=keys).select_related("locale")
    ]


def _pages_to_index() -> Iterator[PageQuerySet]:
    languages = surroundings(generations=current()).languages
    for model in INDEXED_PAGES:
        yield model._default_manager.live().public().filter(locale__language_code__in=languages)


def _of_page(page: Any) -> Entry:
    language = page.locale.language_code
    return Entry(
        key=page.pk,
        language=language,
        names=names_indexed([page.title]),
        facts=words_indexed([page.title], language),
        story=words_indexed([page.search_description, page.intro, *texts_in(page.body)], language),
    )


SOURCES = {
    PERSON: Source(
        entries=entries_of_people, keys=lambda: Prisoner.objects.public().values_list("pk", flat=True)
    ),
    PAGE: Source(
        entries=entries_of_pages,
        keys=lambda: [pk for pages in _pages_to_index() for pk in pages.values_list("pk", flat=True)],
    ),
}


# --- For staff -----------------------------------------------------------------------------------------
def called_or_told_of(people: PrisonerQuerySet, words: str) -> PrisonerQuerySet:
    """Return whoever of these is called so; where nobody is, of whose public page it is told.

    It is looked for in the language of whoever asks, and in the source language.
    """
    called = people.found_by(words)
    if called.exists():
        return called
    languages = {get_language() or SOURCE_LANGUAGE, SOURCE_LANGUAGE}
    told = (found_by(terms_of(words, language), language).of(PERSON) for language in languages)
    return people.filter(pk__in={key for keys in told for key in keys})


def found_by_staff(people: PrisonerQuerySet, words: str) -> PrisonerQuerySet:
    """Return the same; where nobody is found, whoever is called nearly so."""
    found = called_or_told_of(people, words)
    return found if found.exists() else people.found_or_near(words)


# --- While somebody types ------------------------------------------------------------------------------
def suggestions_for(words: str, reader: Reader) -> list[dict[str, str]]:
    """Return the first people and pages that the words find, as the list would show them. Five queries."""
    answer = answer_to(words, reader.language, generations=reader.generations)
    people = Prisoner.objects.public().named(reader.language).for_cards()
    first = {each.pk: each for each in people.filter(pk__in=answer.people[:MOST_LOOKED_AT])}
    shown = [first[pk] for pk in answer.people if pk in first][:PEOPLE_SUGGESTED]
    reasons = reasons_for(shown, answer, reader.lexicon)
    telling = Telling([reader.lexicon])
    found = [_suggested(telling.person(each, ("name", "url")), reasons[each.pk]) for each in shown]
    lines = pages_in(reader.language, generations=reader.generations) if answer.pages else []
    groups = grouped(answer.pages, lines)
    pages = [(group, page) for group in groups for page in group.pages[:PAGES_SUGGESTED]]
    return found + [
        {"text": page.title, "url": page.url, "why": str(group.title), "lang": language_of(group.title)}
        for group, page in pages
    ]


def _suggested(person: Any, reasons: Sequence[Reason]) -> dict[str, str]:
    why = reasons[0] if reasons else None
    said = f"{why.caption}: {why.text.text}" if why and why.text else str(why.caption) if why else ""
    language = language_of(why.caption) if why else ""
    return {"text": person.name, "url": person.url, "why": said, "lang": language}
