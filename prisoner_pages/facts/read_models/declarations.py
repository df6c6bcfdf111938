"""Every fact of a person, declared once: lists, claims, editors, pages and the API read it here.

A new one needs a field of the record and a line in `FACTS`; docs/developers/adding.md says what follows.
"""

from collections.abc import Callable, Iterable
from functools import partial
from operator import attrgetter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, gettext_noop

from home.languages.dates import date_as_stated
from home.languages.written_dates import PartialDate
from prisoner_pages.choices import EventKind, FactGroup, MailReason, MailStatus, Origin, Regime, Scope, Status
from prisoner_pages.facts import cells, person_names
from prisoner_pages.facts.cells import Article, Term
from prisoner_pages.facts.person_names import LONGEST_NAME, PersonName
from prisoner_pages.facts.place_hints import HEALTH, PlaceHint, place_hint
from prisoner_pages.facts.read_models.fact import (
    Fact,
    PersonRow,
    Rule,
    date_text,
    dated,
    into,
    past_date,
    plain,
    vocabulary,
    vocabulary_text,
    word_of,
)
from prisoner_pages.facts.read_models.words import charges_as_stated, months_in_words, term_in_words
from prisoner_pages.models import CaseEvent, Charge, NameForm, Prisoner, Sentence
from prisoner_pages.policies import ANNOUNCED_STATUSES

IDENTITY, VERDICT, PLACE, MAIL = FactGroup.IDENTITY, FactGroup.VERDICT, FactGroup.PLACE, FactGroup.MAIL
MAIL_STATUS: dict[bool | None, MailStatus] = {True: MailStatus.CAN, False: MailStatus.CANNOT}
ORIGIN = {True: Origin.CRIMEAN_TATAR, False: Origin.OTHER}
YES_NO = {True: "yes", False: "no"}


def line(longest: int) -> Callable[[str], str]:
    return partial(cells.line, longest=longest)


def in_order(children: list) -> list:
    for place, child in enumerate(children):
        child.sort_order = place
    return children


# --- Names and birth -------------------------------------------------------------------------------
def name(field: str, **more: Any) -> Fact:
    usual = {
        "label": _("name"),
        "api_fields": ("name", "names", "other_names"),
        "parse": person_names.given_first,
        "write": attrgetter("display"),
        "read_back": lambda text: PersonName("", text),
        "put": into(field, attrgetter("display")),
        "rules": Rule.DISPUTED,
    }
    return plain(field, IDENTITY, **usual | more)


def forms_held(record: Prisoner) -> str:
    return "; ".join(form.name for form in record.other_names.all() if not form.confirmed)


def put_forms(record: Prisoner, forms: tuple[str, ...], row: PersonRow, run: Any) -> None:
    """Staff see which of the record's names no source was seen to use."""
    languages = {name.display: language for language, name in row.names.items()}
    kept = [form for form in record.other_names.all() if form.confirmed]
    unconfirmed = [NameForm(language=languages.get(form, "ru"), name=form, confirmed=False) for form in forms]
    record.other_names.set(in_order([*kept, *unconfirmed]))


def home_in_words(record: Prisoner, lexicon: Any) -> str:
    place = record.home_place
    return lexicon.places.get(place.translation_key, place.name) if place else ""


# --- The case --------------------------------------------------------------------------------------
def charges_text(charges: Iterable[tuple[Article, ...]]) -> str:
    return "; ".join(" + ".join(str(article) for article in articles) for articles in charges)


def charges_held(record: Prisoner) -> str:
    return charges_text(
        (Article(charge.joined_code, charge.joined_part), Article(charge.code, charge.part))
        if charge.joined_code
        else (Article(charge.code, charge.part),)
        for charge in record.charges.all()
    )


def put_charges(record: Prisoner, charges: tuple, row: PersonRow, run: Any) -> None:
    record.charges.set(in_order([charge_of(articles) for articles in charges]))


def charge_of(articles: tuple[Article, ...]) -> Charge:
    """`30 ч.1 + 278` is article 278, joined with 30 part 1."""
    *joined, main = articles
    charge = Charge(code=main.code, part=main.part)
    if joined:
        charge.joined_code, charge.joined_part = joined[0].code, joined[0].part
    return charge


def detention_event(record: Prisoner) -> CaseEvent | None:
    return next((event for event in record.case_events.all() if event.kind == EventKind.DETAINED), None)


def detained_on(record: Prisoner) -> str:
    event = detention_event(record)
    return date_text(event.date, event.date_precision) if event else ""


def put_detained_on(record: Prisoner, detained: PartialDate, row: PersonRow, run: Any) -> None:
    event = detention_event(record) or CaseEvent(kind=EventKind.DETAINED)
    event.date, event.date_precision = detained.day, detained.precision
    others = [other for other in record.case_events.all() if other != event]
    record.case_events.set(in_order([event, *others]))


def last_sentence(record: Prisoner) -> Sentence:
    return next(reversed(list(record.sentences.all())), Sentence())


def term_held(record: Prisoner) -> str:
    sentence = last_sentence(record)
    if sentence.years is None and sentence.months is None:
        return ""
    return str(Term(sentence.years or 0, sentence.months or 0))


def change_sentence(record: Prisoner, **values: Any) -> None:
    """Write into the last sentence, or make the first; the others stay as they are."""
    sentences = list(record.sentences.all()) or [Sentence()]
    for field, value in values.items():
        setattr(sentences[-1], field, value)
    record.sentences.set(in_order(sentences))


def put_term(record: Prisoner, term: Term, row: PersonRow, run: Any) -> None:
    change_sentence(record, years=term.years, months=term.months or None)


def in_prison(regime: cells.Regime) -> int | None:
    return regime.first_in_prison.in_months if regime.first_in_prison else None


def known_status(status: str) -> str:
    return "" if status == Status.UNKNOWN else str(status)


# --- Place and letters -----------------------------------------------------------------------------
def health_in_place(name: str, *_more: str) -> Promise | str:
    return _("Words about health were left out of the place.") if HEALTH.search(name) else ""


def put_place(record: Prisoner, place: PlaceHint, row: PersonRow, run: Any) -> None:
    """A place that isn't known exactly, or where a freed or dead person was, stays words for staff."""
    facility = None if row.status in ANNOUNCED_STATUSES else run.places.facility_for(row)
    record.facility = facility
    record.place_as_stated = "" if facility else place.name


def place_in_words(record: Prisoner, lexicon: Any) -> str:
    """Name the place as the reader knows it and as a list would."""
    if record.facility is None:
        return record.place_as_stated
    name = str(lexicon.facilities[record.facility_id])
    return name if name == record.facility.name_ru else f"{name} ({record.facility.name_ru})"


def put_letters(record: Prisoner, receives: bool | None, row: PersonRow, run: Any) -> None:
    record.mail_status = MAIL_STATUS.get(receives, MailStatus.UNKNOWN)
    record.mail_reason = mail_reason(receives, row)
    record.mail_checked_on = row.exact_day


def mail_reason(receives: bool | None, row: PersonRow) -> MailReason:
    """The only reason a list gives: somebody held without contact gets no letters."""
    without_contact = receives is False and row.status == Status.INCOMMUNICADO
    return MailReason.INCOMMUNICADO if without_contact else MailReason.NOT_STATED


DISPUTED, OPEN, VERIFIES = Rule.DISPUTED, Rule.DISPUTED | Rule.CLAIMED, Rule.VERIFIES
FACTS = (
    name(
        "name_uk",
        columns={"full_name_uk": str, "patronymic_uk": str},
        parse=lambda text, patronymic: person_names.given_first(text, patronymic=patronymic),
        if_blank=_("The name in Ukrainian is missing."),
        rules=VERIFIES | DISPUTED,
    ),
    plain(
        *("patronymic_uk", IDENTITY),
        api_fields=("other_names", "told_apart"),
        columns={"patronymic_uk": line(LONGEST_NAME)},
    ),
    name("name_en", columns={"full_name_en": str}),
    name("name_crh", columns={"name_crh": str}),
    name(
        "name_ru",
        fields=("name_ru", "has_no_patronymic"),
        api_fields=("prison_name",),
        columns={"full_name_ru": str},
        parse=person_names.surname_first,
        write=attrgetter("in_papers"),
        read_back=lambda text: PersonName("", text, in_papers=text),
        put=into("name_ru", attrgetter("in_papers")),
    ),
    Fact(
        *("unconfirmed_names", IDENTITY, _("forms of the name"), ("other_names",)),
        columns={"name_forms_unconfirmed": str},
        parse=person_names.unconfirmed,
        write="; ".join,
        held=forms_held,
        put=put_forms,
        rules=Rule.PRIVATE,
    ),
    plain("sex", IDENTITY, columns={"gender": str}, parse=cells.gender, rules=Rule.PRIVATE),
    dated(
        *("birth_date", IDENTITY),
        api_fields=("birth", "told_apart"),
        scope=Scope.BIRTHDAY,
        columns={"birth_date": str},
        rules=VERIFIES | DISPUTED,
    ),
    Fact(
        *("home_place", IDENTITY, _("home"), ("home_place",)),
        api_fields=("home", "told_apart"),
        scope=Scope.HOME,
        held_words=home_in_words,
        rules=DISPUTED,
    ),
    plain(
        *("origin", IDENTITY),
        scope=Scope.ORIGIN,
        caption=_("origin:"),
        untold=frozenset({Origin.OTHER}),
        columns={"crimean_tatar": str},
        parse=cells.yes_no,
        write=YES_NO.get,
        put=into("origin", ORIGIN.get),
        words=word_of(Origin, yes=Origin.CRIMEAN_TATAR, no=Origin.OTHER),
    ),
    vocabulary(
        *("occupations", IDENTITY, _("work")),
        api_fields=("work",),
        columns={"occupation_uk": line(200), "occupation_en": line(200)},
        parse=cells.occupations,
        put=lambda record, words, row, run: record.occupations.set(run.words.occupations(words)),
        rules=DISPUTED,
    ),
    vocabulary(
        *("interests", IDENTITY),
        caption=_("Likes to read and talk about"),
        heed=gettext_noop("Interests:"),
        description="What to write of to people who are held.",
        rules=Rule.OF_TODAY,
    ),
    vocabulary(
        *("topics_to_avoid", IDENTITY),
        caption=_("Please do not mention"),
        heed=gettext_noop("Please do not mention:"),
        description="Please do not mention these in a letter.",
    ),
    Fact(
        *("photo", IDENTITY, _("photo"), ("photo", "photo_credit")),
        api_fields=("photo",),
        scope=Scope.PHOTO,
    ),
    vocabulary(
        *("cases", VERDICT, _("case")),
        api_fields=("cases",),
        columns={"case_group": line(250)},
        parse=cells.case_group,
        write=lambda case: vocabulary_text([case]),
        read_back=cells.case_group,
        put=lambda record, case, row, run: record.cases.set(run.words.case_groups(case)),
        rules=DISPUTED,
    ),
    Fact(
        *("charges", VERDICT, _("charge"), ("charges",)),
        api_fields=("charges",),
        columns={"charge_articles": str},
        parse=cells.charges,
        write=charges_text,
        held=charges_held,
        put=put_charges,
        words=charges_as_stated,
        rules=VERIFIES | OPEN,
    ),
    Fact(
        *("detained_on", VERDICT, _("day of detention"), ("case_events",)),
        api_fields=("timeline",),
        columns={"detention_date": str},
        parse=past_date,
        held=detained_on,
        put=put_detained_on,
        words=date_as_stated,
        rules=OPEN,
    ),
    Fact(
        *("sentence", VERDICT, _("sentence"), ("sentences",)),
        api_fields=("sentences", "timeline"),
        columns={"sentence_years": str, "sentence_months": str},
        parse=cells.term,
        read_back=lambda text: Term(*map(int, text.split("/"))),
        held=term_held,
        put=put_term,
        words=term_in_words,
        rules=VERIFIES | OPEN,
    ),
    Fact(
        *("regime", VERDICT, _("regime")),
        api_fields=("sentences",),
        columns={"regime": str},
        parse=cells.regime,
        write=attrgetter("kind"),
        held=lambda record: last_sentence(record).regime,
        put=lambda record, regime, row, run: change_sentence(record, regime=regime.kind),
        words=word_of(Regime),
        rules=OPEN,
    ),
    Fact(
        *("prison_months", VERDICT, _("of these in prison")),
        api_fields=("sentences",),
        told_by="regime",
        columns={"regime": str},
        write=lambda regime: str(in_prison(regime) or ""),
        read_back=lambda text: cells.Regime("", Term(*divmod(int(text), 12))),
        held=lambda record: str(last_sentence(record).prison_months or ""),
        put=lambda record, regime, row, run: change_sentence(record, prison_months=in_prison(regime)),
        words=months_in_words,
        rules=OPEN,
    ),
    plain(
        *("status", PLACE),
        api_fields=("status", "status_since"),
        fields=("status", "status_since", "status_since_precision"),
        columns={"status": str},
        parse=cells.status,
        write=known_status,
        held=lambda record: known_status(record.status),
        held_words=lambda record, lexicon: word_of(Status)(record.status),
        rules=DISPUTED | Rule.HEALTH,
    ),
    Fact(
        *("place", PLACE, _("place of detention"), ("facility", "place_as_stated", "detentions")),
        api_fields=("place", "timeline"),
        columns={"facility_name": line(250), "facility_address": line(300), "postal_index": str},
        parse=lambda name, address, index: place_hint(name, address=address, index=index),
        caution=health_in_place,
        write=attrgetter("name"),
        read_back=place_hint,
        held=lambda record: record.facility.name_ru if record.facility else record.place_as_stated,
        put=put_place,
        held_words=place_in_words,
        rules=VERIFIES | OPEN | Rule.OF_TODAY | Rule.HEALTH,
    ),
    Fact(
        *("letters", MAIL, _("letters"), ("mail_status", "mail_reason", "mail_since", "mail_checked_on")),
        api_fields=("writing",),
        columns={"can_receive_letters": str},
        parse=cells.yes_no,
        write=lambda said: YES_NO[said],
        held=attrgetter("mail_status"),
        put=put_letters,
        words=word_of(MailStatus, yes=MailStatus.CAN, no=MailStatus.CANNOT),
        rules=VERIFIES | DISPUTED | Rule.OF_TODAY,
    ),
)
IMPORTED = tuple(fact for fact in FACTS if fact.is_imported)
# Told by themselves, with a caption; and what a writer is to heed, a warning above all: on every road.
CAPTIONED = tuple(fact for fact in FACTS if fact.caption and not fact.heed)
HEEDED = tuple(fact for fact in FACTS if fact.heed)
# A claim may name the fact, or a field that holds it.
FACT_OF = {field: fact for fact in FACTS for field in fact.fields} | {fact.name: fact for fact in FACTS}
