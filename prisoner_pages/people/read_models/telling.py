"""How people are told of: each field of a Person, from the record, in one language and its fallbacks."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.headless.answers.schemas import Text
from home.templatetags.interface import language_of
from prisoner_pages.campaigns.read_models.appeals import Asking
from prisoner_pages.campaigns.read_models.pages import partner_name
from prisoner_pages.can_be_written_to import CallToAction
from prisoner_pages.choices import DatePrecision, FactGroup, Scope, SourceKind, Status
from prisoner_pages.fact_sheet import FactSheet, SourceLine
from prisoner_pages.facts.can_be_written_to_words import CALL_WORDS, REASON_WORDS
from prisoner_pages.facts.publishers import host_of, publisher_of
from prisoner_pages.facts.read_models.declarations import CAPTIONED, HEEDED
from prisoner_pages.facts.read_models.fact import Fact
from prisoner_pages.models import Prisoner
from prisoner_pages.names import marked_name_in
from prisoner_pages.people.read_models.checked_facts import Check, checks_of, updates_of
from prisoner_pages.people.read_models.disputes import conflicts_of
from prisoner_pages.people.read_models.names import published_forms, region_of, shown_name, told_apart
from prisoner_pages.people.read_models.person import (
    FIELDS,
    Birth,
    CampaignLink,
    PartnerLink,
    Person,
    Place,
    Source,
    Writing,
)
from prisoner_pages.people.read_models.sentences import charges_of, sentences_of
from prisoner_pages.people.read_models.timeline import timeline_of
from prisoner_pages.policies import GROUP_SCOPES, HEALTH_STATUSES, PRIVATE_SOURCES, groups_told, shown_status
from prisoner_pages.public.read_models.addresses import person_address
from prisoner_pages.public.read_models.fallbacks import as_stated, of_two
from prisoner_pages.public.read_models.lexicon import FacilityName, Lexicon
from prisoner_pages.public.read_models.words import Word, Words, day_of, month_of

WEBSITE = _("website")


class Subject:
    """One person who is told of."""

    def __init__(self, prisoner: Prisoner, telling: "Telling") -> None:
        self.prisoner, self.telling = prisoner, telling
        self.words: Words = telling.words
        self.lexicon: Lexicon = telling.lexicons[0]
        self.call: CallToAction = prisoner.call_to_action
        # Nobody writes to the free or the dead: how and what to write is told only of those who are held.
        self.is_held: bool = self.call.shows_place

    @cached_property
    def facts(self) -> FactSheet:
        return self.prisoner.facts

    @cached_property
    def status(self) -> Status:
        is_sentenced = bool(self.facts.sentences)
        return shown_status(self.prisoner.status, bases=self.prisoner.bases, is_sentenced=is_sentenced)

    @cached_property
    def place(self) -> FacilityName | None:
        return self.place_of(self.prisoner.facility_id) if self.is_held else None

    def place_of(self, facility_id: int | None) -> FacilityName | None:
        return self.lexicon.facility(facility_id, self.prisoner.bases)

    @property
    def groups_told(self) -> set[FactGroup]:
        """The groups of facts about which anything is said."""
        return groups_told(
            place=self.place,
            charges=self.facts.charges,
            sentences=self.facts.sentences,
            mail_status=self.prisoner.mail_status,
            tells_health=self.status in HEALTH_STATUSES or bool(self.place and self.place.tells_health),
        )

    def address(self, language: str) -> str:
        return self.telling.root + person_address(language, self.prisoner.slug)


# --- Of everybody ----------------------------------------------------------------------------------
def _names(person: Subject) -> list[Text]:
    """The name as `name` has it, then as each of the fallbacks has it; every form once."""
    forms = published_forms(person.prisoner)
    found = dict.fromkeys(marked_name_in(each.language, forms) for each in person.telling.lexicons)
    return [Text.of(text=name, lang=language) for name, language in found]


def _writing(person: Subject) -> Writing:
    call, begins = person.call, f"{person.telling.root}/{person.telling.language}/letters/write/"
    return Writing.of(
        call=person.words.coded(call.call, CALL_WORDS[call.call]),
        reason=person.words.coded(call.told_reason, REASON_WORDS[call.reason]) if call.reason else None,
        takes_letters=call.takes_letters,
        url=f"{begins}{person.prisoner.slug}/" if call.takes_letters else None,
        letters_arrived=month_of(person.prisoner.letters_arrived_in),
    )


# --- Facts -----------------------------------------------------------------------------------------
def _home(person: Subject) -> Text | None:
    """Return the home place where its basis allows, else the region alone."""
    place = person.prisoner.home_place
    if place is None:
        return None
    named = person.lexicon.places.get(place.translation_key) if Scope.HOME in person.prisoner.bases else ""
    return person.words.either(named or region_of(place))


def _other_names(person: Subject) -> list[Text]:
    """Return the other forms of the name that a source has, each once."""
    prisoner, own = person.prisoner, shown_name(person.prisoner, person.telling.language)
    forms = [*published_forms(prisoner).items()]
    forms += [(form.language, form.name) for form in person.facts.names if form.confirmed]
    if prisoner.patronymic_uk:
        *given, surname = prisoner.name_uk.split()
        forms.append(("uk", " ".join([*given, prisoner.patronymic_uk, surname])))
    found = {form: code for code, form in forms if code != "ru"}
    return [Text.of(text=form, lang=code) for form, code in found.items() if form != own]


def _birth(person: Subject) -> Birth | None:
    """Return the birth date as its basis allows: with it as known, without it the year alone."""
    born, precision = person.prisoner.birth_date, person.prisoner.birth_precision
    if Scope.BIRTHDAY in person.prisoner.bases:
        is_dead = person.prisoner.status == Status.DIED
        age = None if is_dead or born is None else person.prisoner.age_on(timezone.localdate())
        return day_of(born, precision, Birth, age=age)
    if precision in (DatePrecision.BEFORE, DatePrecision.AFTER):
        return None
    return day_of(born, DatePrecision.YEAR, Birth, age=None)


def _status_since(person: Subject) -> Any:
    prisoner = person.prisoner
    is_told = person.status == prisoner.status
    return day_of(prisoner.status_since, prisoner.status_since_precision) if is_told else None


def _place(person: Subject) -> Place | None:
    place = person.place
    return Place.of(id=person.prisoner.facility_id, name=person.words.text(place)) if place else None


def _sources(person: Subject) -> list[Source]:
    return [
        _source(line, person)
        for line in person.facts.sources
        if (line.url or line.title) and _may_be_cited(line, person)
    ]


def _source(line: SourceLine, person: Subject) -> Source:
    return Source.of(
        title=_title(line, person),
        publisher=_publisher(line, person),
        kind=_kind(line, person),
        url=(line.archive_url if line.dead_on else line.url) or None,
        date=line.date or None,
        dead_url=line.url if line.dead_on and line.url else None,
        dead_on=line.dead_on,
    )


def _publisher(line: SourceLine, person: Subject) -> Text | None:
    """Return the publisher as stated, else whoever is known to publish at the address."""
    if line.publisher:
        return as_stated(line.publisher, person.telling.language)
    known = publisher_of(line.url)
    return of_two(known.name_uk, known.name_en, person.telling.language) if known else None


def _kind(line: SourceLine, person: Subject) -> Word | None:
    """Return the kind, but for what a family or a lawyer said: it may be shown, and not that they said it."""
    return person.words.word(SourceKind(line.kind)) if _tells_kind(line) else None


def _tells_kind(line: SourceLine) -> bool:
    return line.kind not in PRIVATE_SOURCES and line.kind != SourceKind.OTHER


def _may_be_cited(line: SourceLine, person: Subject) -> bool:
    """What supports only facts of which nothing may be said is left out: its title may say it."""
    kept_back = {group for group, scope in GROUP_SCOPES.items() if scope not in person.prisoner.bases}
    return not line.groups or not kept_back.issuperset(line.groups)


def _title(line: SourceLine, person: Subject) -> Text | None:
    """Return a source's title, else who publishes it; for an unknown one, its kind if told, and its host."""
    language = person.telling.language
    if line.title:
        return as_stated(line.title, language)
    if publisher := _publisher(line, person):
        return publisher
    kind = SourceKind(line.kind).label if _tells_kind(line) else WEBSITE
    return Text.of(text=f"{kind}, {host_of(line.url) or line.url}", lang=language_of(kind) or language)


def _verified(person: Subject) -> list[Check]:
    told = person.groups_told
    return [check for check in checks_of(person.prisoner, person.words) if check.facts.code in told]


def _partner(person: Subject) -> PartnerLink:
    partner = person.prisoner.partner
    return PartnerLink.of(slug=partner.slug, name=partner_name(partner, person.telling.language))


def _campaigns(person: Subject) -> list[CampaignLink]:
    return [
        CampaignLink.of(
            slug=asking.slug,
            title=asking.title,
            lang=asking.language,
            url=f"{person.telling.root}/{asking.language}/campaigns/{asking.slug}/",
        )
        for asking in person.telling.campaigns
        if asking.asks_for(person.prisoner)
    ]


def _heeded(fact: Fact) -> "Maker":
    def make(person: Subject) -> list[Text]:
        return person.telling.heeded(fact, person.facts) if fact.is_told_of(is_held=person.is_held) else []

    return make


def _captioned(fact: Fact) -> "Maker":
    def make(person: Subject) -> Text | None:
        told = fact.told(person.prisoner)
        is_choice = isinstance(told, Promise)
        return person.words.label(told) if is_choice else as_stated(str(told), person.telling.language)

    return make


Maker = Callable[[Subject], Any]  # of the value of a field
ALWAYS: Mapping[str, Maker] = {
    "slug": lambda person: person.prisoner.slug,
    "url": lambda person: person.address(person.telling.language),
    "name": lambda person: shown_name(person.prisoner, person.telling.language),
    "names": _names,
    "told_apart": lambda person: told_apart(person.prisoner, person.words),
    "invented": lambda person: person.prisoner.invented,
    "name_only": lambda person: not person.call.shows_facts,
    "writing": _writing,
}
FACTS: Mapping[str, Maker] = {
    "work": lambda person: person.telling.named("occupations", person.facts.occupations),
    "home": _home,
    "other_names": _other_names,
    "prison_name": lambda person: person.words.in_language(
        person.prisoner.name_ru if person.is_held else "", "ru"
    ),
    "birth": _birth,
    "status": lambda person: person.words.word(person.status),
    "status_since": _status_since,
    "place": _place,
    "cases": lambda person: person.telling.named("cases", person.facts.cases),
    "sentences": lambda person: sentences_of(person.facts, person.words),
    "charges": lambda person: charges_of(person.facts, person.telling.article),
    "timeline": lambda person: timeline_of(person.facts, person.place_of, person.words),
    "conflicts": lambda person: conflicts_of(person.prisoner, person.lexicon, person.words),
    "sources": _sources,
    "verified": _verified,
    "updates": lambda person: updates_of(person.prisoner, person.words),
    "partner": _partner,
    "campaigns": _campaigns,
    **{fact.name: _heeded(fact) for fact in HEEDED},
    **{fact.name: _captioned(fact) for fact in CAPTIONED},
}


class Telling:
    """What the people of one page or answer have in common; use it while its language is active.

    `lexicons` are those of the language and its fallbacks, `campaigns` the Asking told in one of them; `root`
    stands before addresses.
    """

    always: ClassVar[Mapping[str, Maker]] = ALWAYS
    facts: ClassVar[Mapping[str, Maker]] = FACTS

    def __init__(
        self, lexicons: Sequence[Lexicon], *, campaigns: Iterable[Asking] = (), root: str = ""
    ) -> None:
        self.lexicons, self.campaigns, self.root = lexicons, campaigns, root
        self.language: str = lexicons[0].language
        self.words = Words(self.language)
        self._named: dict[tuple[str, UUID], Text | None] = {}

    def person(self, prisoner: Prisoner, fields: Container[str], kind: type[Any] = Person) -> Any:
        """Return these fields of a Person, or of another kind; of nobody more than may be shown."""
        subject = Subject(prisoner, self)
        return kind.of(**{field: self.made(field, subject) for field in FIELDS if field in fields})

    def made(self, field: str, subject: Subject) -> Any:
        """Return one field; of somebody of whom only the name may be shown the facts are None."""
        if make := self.always.get(field):
            return make(subject)
        return self.facts[field](subject) if subject.call.shows_facts else None

    def named(self, kind: str, keys: Iterable[UUID]) -> list[Text]:
        """Return these words, each in the first of the languages that has it; the others are left out.

        But what a writer is to heed stands in the next language where none of them has it.
        """
        return [text for key in keys if (text := self._word(kind, key))]

    def _word(self, kind: str, key: UUID) -> Text | None:
        if (kind, key) not in self._named:
            words = ((getattr(each, kind).get(key), each.language) for each in self.lexicons)
            found = (Text.of(text=word, lang=language) for word, language in words if word)
            self._named[kind, key] = next(found, self.lexicons[0].heeded.get(key))
        return self._named[kind, key]

    def heeded(self, fact: Fact, sheet: FactSheet) -> list[Text]:
        return self.named(fact.name, getattr(sheet, fact.name))

    def article(self, code: str, part: str) -> Text | None:
        """Return the title of an article in the first of the languages that has it, or None."""
        found = ((lexicon.article(code, part), lexicon.language) for lexicon in self.lexicons)
        return next((Text.of(text=title, lang=language) for title, language in found if title), None)
