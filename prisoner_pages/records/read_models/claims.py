"""Claims for editors: what a source states, and what the record holds of the same fact, in the same words.

What `CLAIM_WORDS` reads stands on public pages too; the rest here is read by staff alone.
"""

from collections.abc import Callable

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import Truncator

from home.caching.read_models import current
from home.languages.dates import date_in_words
from home.templatetags.interface import t
from prisoner_pages.choices import EventKind, MailStatus, Origin, Regime, Sex, Status
from prisoner_pages.importing.cells import case_group
from prisoner_pages.models import Claim, Prisoner
from prisoner_pages.people.read_models.disputes import CLAIM_WORDS
from prisoner_pages.people.read_models.sentences import charges_in_words, months_in_words, term_in_words
from prisoner_pages.public.read_models.fallbacks import Marked, as_stated, of_two
from prisoner_pages.public.read_models.lexicon import Lexicon, lexicon_in

LONGEST_TEXT_CHARS = 500  # as much of a story as a claim holds of the source's


def claims_in_words(claims: list[Claim], language: str) -> list[Claim]:
    """Give each claim `stated` and `held`, in words of the language; "" where nothing is said."""
    lexicon = lexicon_in(language, generations=current())
    for claim in claims:
        claim.stated = _stated(claim, language)
        claim.held = _held(claim, lexicon)
    return claims


# --- What the source states --------------------------------------------------------------------------
def _stated(claim: Claim, language: str) -> Marked:
    if claim.field in ("occupations", "cases"):
        return Marked(_vocabulary(claim.value, language))
    try:
        return Marked(STATED[claim.field](claim.value))
    except (KeyError, ValueError):  # a source's own words, not a value of ours
        return as_stated(claim.value, language)


def _vocabulary(text: str, language: str) -> str:
    """Choose the language of "слово / word; слово / word", as an import writes the words of a list."""
    words = filter(None, map(case_group, text.split("; ")))
    return "; ".join(str(of_two(word.uk, word.en.removeprefix(" / "), language)) for word in words)


def _yes_no(*, yes: str, no: str) -> Callable:
    return lambda text: t({"yes": yes, "no": no}[text])


STATED = {
    **CLAIM_WORDS,
    "letters": _yes_no(yes=MailStatus.CAN.label, no=MailStatus.CANNOT.label),
    "origin": _yes_no(yes=Origin.CRIMEAN_TATAR.label, no=Origin.OTHER.label),
    "sex": lambda text: t(Sex(text).label),
}


# --- What the record holds ---------------------------------------------------------------------------
def _held(claim: Claim, lexicon: Lexicon) -> str:
    own = HELD.get(claim.field)
    return own(claim.prisoner, lexicon) if own else _of_field(claim.prisoner, claim.field)


def _of_field(record: Prisoner, name: str) -> str:
    """Return the words for a field of the record, or "" where the fact is none."""
    try:
        field = Prisoner._meta.get_field(name)
    except FieldDoesNotExist:
        return ""
    if not field.concrete or field.is_relation:
        return ""
    display = getattr(record, f"get_{name}_display", None)
    return str((display() if display else getattr(record, name)) or "")


def _place(record: Prisoner, lexicon: Lexicon) -> str:
    """Name the place as the reader knows it and as a list would."""
    if record.facility is None:
        return record.place_as_stated
    name = str(lexicon.facilities[record.facility_id])
    return name if name == record.facility.name_ru else f"{name} ({record.facility.name_ru})"


def _home(record: Prisoner, lexicon: Lexicon) -> str:
    place = record.home_place
    return lexicon.places.get(place.translation_key, place.name) if place else ""


def _birth(record: Prisoner, lexicon: Lexicon) -> str:
    return date_in_words(record.birth_date, record.birth_precision)


def _detained(record: Prisoner, lexicon: Lexicon) -> str:
    found = (event for event in record.facts.events if event.kind == EventKind.DETAINED)
    event = next(found, None)
    return date_in_words(event.date, event.date_precision) if event else ""


def _charges(record: Prisoner, lexicon: Lexicon) -> str:
    return charges_in_words(
        [(line.joined_code, line.joined_part), (line.code, line.part)]
        if line.joined_code
        else [(line.code, line.part)]
        for line in record.facts.charges
    )


def _of_sentence(in_words: Callable) -> Callable:
    def read(record, lexicon):
        return in_words(record.facts.sentence) if record.facts.sentence else ""

    return read


def _term(sentence) -> str:
    return term_in_words(f"{sentence.years or 0}/{sentence.months or 0}")


def _regime(sentence) -> str:
    return t(Regime(sentence.regime).label) if sentence.regime else ""


def _prison(sentence) -> str:
    return months_in_words(sentence.prison_months) if sentence.prison_months else ""


def _words(kind: str) -> Callable:
    def read(record, lexicon):
        known = getattr(lexicon, kind)
        return "; ".join(known.get(word.translation_key, word.name) for word in getattr(record, kind).all())

    return read


def _unconfirmed(record: Prisoner, lexicon: Lexicon) -> str:
    return "; ".join(form.name for form in record.other_names.all() if not form.confirmed)


def _story(language: str) -> Callable:
    def read(record, lexicon):
        pages = (page.intro for page in record.pages.all() if page.locale.language_code == language)
        return Truncator(next(pages, "")).chars(LONGEST_TEXT_CHARS)

    return read


HELD = {
    "status": lambda record, lexicon: t(Status(record.status).label),
    "place": _place,
    "facility": _place,
    "home_place": _home,
    "letters": lambda record, lexicon: t(MailStatus(record.mail_status).label),
    "birth_date": _birth,
    "detained_on": _detained,
    "charges": _charges,
    "sentence": _of_sentence(_term),
    "regime": _of_sentence(_regime),
    "prison_months": _of_sentence(_prison),
    "occupations": _words("occupations"),
    "cases": _words("cases"),
    "unconfirmed_names": _unconfirmed,
    "story_uk": _story("uk"),
    "story_en": _story("en"),
}
