"""Where sources say otherwise than the record: what each states."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.languages.dates import date_in_words
from home.templatetags.interface import t
from prisoner_pages.choices import DatePrecision, MailStatus, Regime, Scope, Status
from prisoner_pages.importing.prose import reasons_to_hold
from prisoner_pages.people.read_models.sentences import charges_as_stated, months_in_words, term_in_words
from prisoner_pages.public.read_models.fallbacks import Marked, as_stated

# Facts of which differing statements may stand on the page, and what they are called there. Named as
# the import and the record name them.
CLAIM_LABELS = {
    "status": _("status"),
    "place": _("place of detention"),
    "facility": _("place of detention"),
    "mail_status": _("letters"),
    "birth_date": _("date of birth"),
    "home_place": _("home"),
    "sentence": _("sentence"),
    "regime": _("regime"),
    "prison_months": _("of these in prison"),
    "charges": _("charge"),
    "detained_on": _("day of detention"),
    "occupations": _("work"),
    "cases": _("case"),
    "name_uk": _("name"),
    "name_en": _("name"),
    "name_ru": _("name"),
    "name_crh": _("name"),
}
# The basis a fact needs besides; without it no statement about it is shown either.
CLAIM_SCOPES = {"birth_date": Scope.BIRTHDAY, "home_place": Scope.HOME}
# Facts of today: nothing is said of them once the page names no place (`CallToAction.shows_place`).
PRESENT_CLAIMS = frozenset({"place", "facility", "mail_status"})
# What a source says of these may tell that the person is in hospital.
HEALTH_CLAIMS = frozenset({"status", "place", "facility"})


@dataclass(frozen=True)
class Statement:
    """A value that one source states; what a page shows beside what the record holds."""

    value: Marked | Promise
    stated_on: str
    url: str


@dataclass(frozen=True)
class Dispute:
    code: str  # of CLAIM_LABELS
    what: Promise
    statements: tuple[Statement, ...]


def disputes_of(prisoner, language, lexicon):
    """Group what sources state otherwise by fact; facts that the page may not or does not tell stay out."""
    disputes = {}
    for claim in _claims_of(prisoner):
        if _claim_shown(claim, prisoner, lexicon):
            statement = Statement(_value(claim, language), claim.stated_on, claim.source_url)
            disputes.setdefault(claim.field, []).append(statement)
    return [Dispute(field, CLAIM_LABELS[field], tuple(statements)) for field, statements in disputes.items()]


def _claims_of(prisoner):
    """Uses the prefetched `shown_claims` where a list has them (`PrisonerQuerySet.for_profiles`)."""
    held = getattr(prisoner, "shown_claims", None)
    return prisoner.claims.shown() if held is None else held


def _claim_shown(claim, prisoner, lexicon):
    if claim.field not in CLAIM_LABELS:
        return False
    if claim.field in PRESENT_CLAIMS and not prisoner.call_to_action.shows_place:
        return False
    needed = Scope.HEALTH if _tells_health(claim, lexicon) else CLAIM_SCOPES.get(claim.field)
    return needed is None or needed in prisoner.bases


def _tells_health(claim, lexicon):
    if claim.field not in HEALTH_CLAIMS:
        return False
    return claim.value in lexicon.hospital_names or "health" in reasons_to_hold(claim.value)


def _value(claim, language):
    in_words = CLAIM_WORDS.get(claim.field)
    try:
        return Marked(in_words(claim.value)) if in_words else as_stated(claim.value, language)
    except ValueError:  # a source's own words, not a value of ours
        return as_stated(claim.value, language)


def date_as_stated(text):
    """Write a source's own date (YYYY, YYYY-MM or YYYY-MM-DD) in words; anything else as it stands."""
    parts = text.split("-")
    precision = {1: DatePrecision.YEAR, 2: DatePrecision.MONTH, 3: DatePrecision.DAY}.get(len(parts))
    try:
        return date_in_words(date(*map(int, (*parts, 1, 1)[:3])), precision)
    except (AttributeError, TypeError, ValueError):
        return text


def word_of(choices):
    return lambda value: t(choices(value).label)


# How a value that we wrote ourselves reads; what a source states in its own words stays as it is.
CLAIM_WORDS = {
    "status": word_of(Status),
    "mail_status": word_of(MailStatus),
    "regime": word_of(Regime),
    "birth_date": date_as_stated,
    "detained_on": date_as_stated,
    "sentence": term_in_words,
    "prison_months": months_in_words,
    "charges": charges_as_stated,
}
