"""A person's page: everything it says, in the order in which it says it. The charge comes last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.languages.info import CONTENT_LANGUAGES
from home.site.read_models import Link
from home.templatetags.interface import language_of
from prisoner_pages.campaigns.read_models.pages import partner_name
from prisoner_pages.can_be_written_to import CallToAction
from prisoner_pages.choices import DatePrecision, FactGroup, Scope, SourceKind, Status
from prisoner_pages.fact_sheet import SourceLine
from prisoner_pages.facts.can_be_written_to_words import CALL_WORDS, REASON_WORDS
from prisoner_pages.facts.publishers import host_of, publisher_of
from prisoner_pages.models import CampaignPage, Prisoner, PrisonerPage
from prisoner_pages.people.read_models.cards import home_of, published_forms, shown_name
from prisoner_pages.people.read_models.checked_facts import VerifiedGroup, checks_and_updates_of, with_history
from prisoner_pages.people.read_models.disputes import Dispute, disputes_of
from prisoner_pages.people.read_models.sentences import ChargeWords, SentenceWords, charges_of, sentences_of
from prisoner_pages.people.read_models.timeline import TimelineEntry, timeline_of
from prisoner_pages.people.read_models.told_facts import ToldFact, captioned_facts, heeded_facts
from prisoner_pages.pictures.read_models.photos import photos_of
from prisoner_pages.policies import HEALTH_STATUSES, groups_told, shown_status
from prisoner_pages.public.read_models.addresses import person_address
from prisoner_pages.public.read_models.fallbacks import Marked, as_stated, of_two
from prisoner_pages.public.read_models.lexicon import FacilityName, Lexicon

PROFILE_PHOTO = "fill-640x800|format-webp"
WEBSITE = _("website")


@dataclass(frozen=True)
class Birth:
    date: date
    precision: str
    age: int | None


@dataclass(frozen=True)
class ShortProfile:
    """All that is shown of a person of whom only the name may be shown."""

    slug: str
    name: str
    invented: bool
    call: CallToAction
    name_only: bool = True


@dataclass(frozen=True)
class Profile:
    slug: str
    name: str
    invented: bool
    call: CallToAction
    call_words: Promise
    reason_words: Promise | str
    other_names: list[Marked]
    prison_name: str  # in Russian, as it stands on an envelope
    photo: Any  # a rendition or None
    photo_credit: Marked
    work: list[str]
    home: str | Promise
    birth: Birth | None
    captioned: list[ToldFact]
    heeded: list[ToldFact]
    status: Status
    status_since: date | None
    status_precision: str
    place: Any  # lexicon.FacilityName or None
    cases: list[str]
    sentences: list[SentenceWords]
    charges: list[ChargeWords]
    timeline: list[TimelineEntry]
    disputes: list[Dispute]
    sources: list["SourceWords"]
    checks: list[VerifiedGroup]
    updates: list[VerifiedGroup]
    partner_name: Marked
    name_only: bool = False


@dataclass(frozen=True)
class SourceWords:
    title: Marked
    url: str
    date: str


def profile_of(prisoner: Prisoner, *, language: str, lexicon: Lexicon) -> Profile | ShortProfile:
    """Return what the page of this person shows; seven queries at most, none for facts of the sheet."""
    with_history([prisoner])
    photo = photos_of([prisoner], PROFILE_PHOTO).get(prisoner.pk)
    return profile_with(photo, prisoner, language=language, lexicon=lexicon)


def profile_with(
    photo: Any, prisoner: Prisoner, *, language: str, lexicon: Lexicon
) -> Profile | ShortProfile:
    """Return the same with a photo at hand, or None; no query for people with facts, bases and history."""
    call = prisoner.call_to_action
    name = shown_name(prisoner, language)
    if not call.shows_facts:
        return ShortProfile(prisoner.slug, name, prisoner.invented, call)
    facts, bases = prisoner.facts, prisoner.bases
    # Nobody writes to the free or the dead: how and about what to write is shown only of those who are held.
    is_held = call.shows_place
    status = shown_status(prisoner.status, bases=bases, is_sentenced=bool(facts.sentences))
    place = lexicon.facility(prisoner.facility_id, bases) if is_held else None
    checks, updates = checks_and_updates_of(prisoner, bases)
    told = _groups_told(prisoner, place, status)
    return Profile(
        slug=prisoner.slug,
        name=name,
        invented=prisoner.invented,
        call=call,
        call_words=CALL_WORDS[call.call],
        reason_words=REASON_WORDS[call.reason],
        other_names=_other_names(prisoner, name, language),
        prison_name=prisoner.name_ru if is_held else "",
        photo=photo,
        photo_credit=as_stated(prisoner.photo_credit, language),
        work=lexicon.named("occupations", facts.occupations),
        home=home_of(prisoner, lexicon),
        birth=_birth(prisoner),
        captioned=captioned_facts(prisoner, language),
        heeded=heeded_facts(facts, lexicon, is_held=is_held),
        status=status,
        status_since=prisoner.status_since if status == prisoner.status else None,
        status_precision=prisoner.status_since_precision,
        place=place,
        cases=lexicon.named("cases", facts.cases),
        sentences=sentences_of(facts, language),
        charges=charges_of(facts, lexicon),
        timeline=timeline_of(facts, bases, lexicon),
        disputes=disputes_of(prisoner, language, lexicon),
        sources=[_source(line, language) for line in facts.sources if line.url or line.title],
        checks=[check for check in checks if check.code in told],
        updates=updates,
        partner_name=partner_name(prisoner.partner, language),
    )


def _groups_told(prisoner: Prisoner, place: FacilityName | None, status: Status) -> set[FactGroup]:
    """Return the groups of facts about which the page says anything."""
    return groups_told(
        place=place,
        charges=prisoner.facts.charges,
        sentences=prisoner.facts.sentences,
        mail_status=prisoner.mail_status,
        tells_health=status in HEALTH_STATUSES or bool(place and place.tells_health),
    )


def campaigns_of(prisoner: Prisoner, language: str) -> QuerySet[CampaignPage]:
    """Return the live campaigns in this language that ask for letters to this person."""
    return CampaignPage.objects.live().in_languages([language]).asking_for(prisoner)


def links_to_stories(prisoner: Prisoner, languages: Sequence[str]) -> list[Link]:
    """Return a link to each of these languages in which the story of this person is told. One query."""
    told = set(PrisonerPage.objects.live().filter(prisoner=prisoner).languages())
    names = dict(CONTENT_LANGUAGES)
    return [
        Link(names[code], person_address(code, prisoner.slug), code) for code in languages if code in told
    ]


def _other_names(prisoner: Prisoner, name: str, language: str) -> list[Marked]:
    """Return the other forms of the name that a source has, each once, with the language of each."""
    forms = [*published_forms(prisoner).items()]
    forms += [(form.language, form.name) for form in prisoner.facts.names if form.confirmed]
    if prisoner.patronymic_uk:
        *given, surname = prisoner.name_uk.split()
        forms.append(("uk", " ".join([*given, prisoner.patronymic_uk, surname])))
    return [
        Marked(form, "" if code == language else code)
        for form, code in {form: code for code, form in forms if code != "ru"}.items()
        if form != name
    ]


def _birth(prisoner: Prisoner) -> Birth | None:
    """Return the birth date as its basis allows: with it as known, without it the year alone."""
    if prisoner.birth_date is None:
        return None
    if Scope.BIRTHDAY in prisoner.bases:
        age = None if prisoner.status == Status.DIED else prisoner.age_on(timezone.localdate())
        return Birth(prisoner.birth_date, prisoner.birth_precision, age)
    if prisoner.birth_precision in (DatePrecision.BEFORE, DatePrecision.AFTER):
        return None
    return Birth(prisoner.birth_date.replace(month=1, day=1), DatePrecision.YEAR, None)


def _source(line: SourceLine, language: str) -> SourceWords:
    title = as_stated(line.title, language) if line.title else _published_by(line, language)
    return SourceWords(title, line.url, line.date)


def _published_by(line: SourceLine, language: str) -> Marked:
    """Return who publishes a source without a title; for an unknown one, its kind and its host."""
    if publisher := publisher_of(line.url):
        return of_two(publisher.name_uk, publisher.name_en, language)
    kind = WEBSITE if line.kind == SourceKind.OTHER else SourceKind(line.kind).label
    return Marked(f"{kind}, {host_of(line.url) or line.url}", language_of(kind))
