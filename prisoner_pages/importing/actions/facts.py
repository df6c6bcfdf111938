"""What a row can say of a person, fact by fact: a table.

`stated` is the row's word as compact text, "" where the source doesn't say. `held` is what the record holds,
in a form of its own; both are kept in ImportedFact, so that a later run sees which side changed. `put` writes
the fact.
"""

from collections.abc import Callable
from dataclasses import dataclass

from home.languages.written_dates import PartialDate
from prisoner_pages.choices import DatePrecision, EventKind, FactGroup, MailReason, MailStatus, Origin, Status
from prisoner_pages.importing.cells import Article, Term
from prisoner_pages.models import CaseEvent, Charge, NameForm, Sentence
from prisoner_pages.policies import ANNOUNCED_STATUSES

MAIL_STATUS = {True: MailStatus.CAN, False: MailStatus.CANNOT, None: MailStatus.UNKNOWN}
ORIGIN = {True: Origin.CRIMEAN_TATAR, False: Origin.OTHER, None: Origin.UNKNOWN}
YES_NO = {True: "yes", False: "no", None: ""}


@dataclass(frozen=True)
class Fact:
    """One line of the table. `column` is the one a report names; `group` is verified together."""

    name: str
    column: str
    group: FactGroup
    stated: Callable
    held: Callable
    put: Callable


def attribute(name):
    return lambda subject: getattr(subject, name)


def yes_no(name):
    return lambda row: YES_NO[getattr(row, name)]


def date_text(day, precision):
    """The date as a list writes it; editors know two precisions more than lists do."""
    if precision in (DatePrecision.BEFORE, DatePrecision.AFTER):
        return f"{precision} {day}"
    return str(PartialDate(day, precision))


def in_order(children):
    for place, child in enumerate(children):
        child.sort_order = place
    return children


# --- Names and birth -------------------------------------------------------------------------------
def name_fact(field, language, column):
    return Fact(
        field,
        column,
        FactGroup.IDENTITY,
        stated=lambda row: row.names[language].display if language in row.names else "",
        held=attribute(field),
        put=lambda record, row, known: setattr(record, field, row.names[language].display),
    )


def patronymic(row):
    return row.names["uk"].patronymic if "uk" in row.names else ""


def put_patronymic(record, row, known):
    record.patronymic_uk = patronymic(row)


def put_name_ru(record, row, known):
    record.name_ru = row.name_ru


def put_sex(record, row, known):
    record.sex = row.gender


def birth(record):
    return date_text(record.birth_date, record.birth_precision) if record.birth_date else ""


def put_birth(record, row, known):
    record.birth_date, record.birth_precision = row.birth.day, row.birth.precision


def put_origin(record, row, known):
    record.origin = ORIGIN[row.crimean_tatar]


def forms_stated(row):
    return "; ".join(row.unconfirmed)


def forms_held(record):
    return "; ".join(form.name for form in record.other_names.all() if not form.confirmed)


def put_forms(record, row, known):
    """Staff see which of the record's names no source was seen to use."""
    languages = {name.display: language for language, name in row.names.items()}
    kept = [form for form in record.other_names.all() if form.confirmed]
    unconfirmed = [
        NameForm(language=languages.get(form, "ru"), name=form, confirmed=False) for form in row.unconfirmed
    ]
    record.other_names = in_order([*kept, *unconfirmed])


def vocabulary_text(words):
    return "; ".join(f"{word.uk} / {word.en}" for word in words)


def keys_of(relation):
    return lambda record: ",".join(
        sorted(str(word.translation_key) for word in getattr(record, relation).all())
    )


def occupations(row):
    return vocabulary_text(row.occupations)


def put_occupations(record, row, known):
    record.occupations.set(known.words.occupations(row.occupations))


# --- The case --------------------------------------------------------------------------------------
def case_stated(row):
    return vocabulary_text([row.case_group] if row.case_group else [])


def put_case(record, row, known):
    record.cases.set(known.words.case_groups(row.case_group))


def written(charges):
    return "; ".join(" + ".join(str(article) for article in articles) for articles in charges)


def charges_held(record):
    return written(
        (Article(charge.joined_code, charge.joined_part), Article(charge.code, charge.part))
        if charge.joined_code
        else (Article(charge.code, charge.part),)
        for charge in record.charges.all()
    )


def put_charges(record, row, known):
    record.charges = in_order([charge_of(articles) for articles in row.charges])


def charge_of(articles):
    """`30 ч.1 + 278` is article 278, joined with 30 part 1."""
    *joined, main = articles
    charge = Charge(code=main.code, part=main.part)
    if joined:
        charge.joined_code, charge.joined_part = joined[0].code, joined[0].part
    return charge


def detention_event(record):
    return next((event for event in record.case_events.all() if event.kind == EventKind.DETAINED), None)


def detained_on(record):
    event = detention_event(record)
    return date_text(event.date, event.date_precision) if event else ""


def put_detained_on(record, row, known):
    event = detention_event(record) or CaseEvent(kind=EventKind.DETAINED)
    event.date, event.date_precision = row.detained.day, row.detained.precision
    others = [other for other in record.case_events.all() if other != event]
    record.case_events = in_order([event, *others])


def last_sentence(record):
    return next(reversed(list(record.sentences.all())), None)


def term_held(record):
    sentence = last_sentence(record)
    if sentence is None or sentence.years is None and sentence.months is None:
        return ""
    return term_text(Term(sentence.years or 0, sentence.months or 0))


def term_text(term):
    return f"{term.years}/{term.months}" if term else ""


def change_sentence(record, **values):
    """Write into the last sentence, or make the first; the others stay as they are."""
    sentences = list(record.sentences.all()) or [Sentence()]
    for field, value in values.items():
        setattr(sentences[-1], field, value)
    record.sentences = in_order(sentences)


def put_term(record, row, known):
    change_sentence(record, years=row.term.years, months=row.term.months or None)


def regime_held(record):
    sentence = last_sentence(record)
    return sentence.regime if sentence else ""


def put_regime(record, row, known):
    change_sentence(record, regime=row.regime.kind)


def prison_months_stated(row):
    first = row.regime.first_in_prison if row.regime else None
    return str(first.in_months) if first else ""


def prison_months_held(record):
    sentence = last_sentence(record)
    return str(sentence.prison_months or "") if sentence else ""


def put_prison_months(record, row, known):
    change_sentence(record, prison_months=row.regime.first_in_prison.in_months)


def known_status(subject):
    return "" if subject.status == Status.UNKNOWN else str(subject.status)


def put_status(record, row, known):
    record.status = row.status


# --- Place and letters -----------------------------------------------------------------------------
def place_held(record):
    return record.facility.name_ru if record.facility else record.place_as_stated


def put_place(record, row, known):
    """A place that isn't known exactly, or where a freed or dead person was, stays words for staff."""
    facility = None if row.status in ANNOUNCED_STATUSES else known.places.facility_for(row)
    record.facility = facility
    record.place_as_stated = "" if facility else row.place.name


def put_letters(record, row, known):
    record.mail_status = MAIL_STATUS[row.receives_letters]
    record.mail_reason = mail_reason(row)
    exact = row.stated_on and row.stated_on.precision == DatePrecision.DAY
    record.mail_checked_on = row.stated_on.day if exact else None


def mail_reason(row):
    """The only reason a list gives: somebody held without contact gets no letters."""
    without_contact = row.receives_letters is False and row.status == Status.INCOMMUNICADO
    return MailReason.INCOMMUNICADO if without_contact else MailReason.NOT_STATED


# The facts by which a source verifies a group: it names them, and the record holds what it names. A status
# alone tells no place, a day of detention no verdict. Of health a list says nothing.
VERIFIED_BY = {
    FactGroup.IDENTITY: frozenset({"name_uk", "birth_date"}),
    FactGroup.PLACE: frozenset({"place"}),
    FactGroup.VERDICT: frozenset({"charges", "sentence"}),
    FactGroup.HEALTH: frozenset(),
    FactGroup.MAIL: frozenset({"letters"}),
}

IDENTITY, VERDICT, PLACE, MAIL = FactGroup.IDENTITY, FactGroup.VERDICT, FactGroup.PLACE, FactGroup.MAIL
FACTS = (
    name_fact("name_uk", "uk", "full_name_uk"),
    Fact("patronymic_uk", "patronymic_uk", IDENTITY, patronymic, attribute("patronymic_uk"), put_patronymic),
    name_fact("name_en", "en", "full_name_en"),
    name_fact("name_crh", "crh", "name_crh"),
    Fact("name_ru", "full_name_ru", IDENTITY, attribute("name_ru"), attribute("name_ru"), put_name_ru),
    Fact("unconfirmed_names", "name_forms_unconfirmed", IDENTITY, forms_stated, forms_held, put_forms),
    Fact("sex", "gender", IDENTITY, attribute("gender"), attribute("sex"), put_sex),
    Fact("birth_date", "birth_date", IDENTITY, lambda row: str(row.birth or ""), birth, put_birth),
    Fact("origin", "crimean_tatar", IDENTITY, yes_no("crimean_tatar"), attribute("origin"), put_origin),
    Fact("occupations", "occupation_uk", IDENTITY, occupations, keys_of("occupations"), put_occupations),
    Fact("cases", "case_group", VERDICT, case_stated, keys_of("cases"), put_case),
    Fact("charges", "charge_articles", VERDICT, lambda row: written(row.charges), charges_held, put_charges),
    Fact(
        "detained_on",
        "detention_date",
        VERDICT,
        lambda row: str(row.detained or ""),
        detained_on,
        put_detained_on,
    ),
    Fact("sentence", "sentence_years", VERDICT, lambda row: term_text(row.term), term_held, put_term),
    Fact(
        "regime",
        "regime",
        VERDICT,
        lambda row: row.regime.kind if row.regime else "",
        regime_held,
        put_regime,
    ),
    Fact("prison_months", "regime", VERDICT, prison_months_stated, prison_months_held, put_prison_months),
    Fact("status", "status", PLACE, known_status, known_status, put_status),
    Fact(
        "place",
        "facility_name",
        PLACE,
        lambda row: row.place.name if row.place else "",
        place_held,
        put_place,
    ),
    Fact(
        "letters",
        "can_receive_letters",
        MAIL,
        yes_no("receives_letters"),
        attribute("mail_status"),
        put_letters,
    ),
)
