"""Facts as lines of a page: sentence, timeline, charges, contradictions of sources, what was checked."""

from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from django.db.models import Value
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from home.languages.dates import date_in_words
from home.templatetags.interface import t, tn
from prisoner_pages.choices import (
    DatePrecision,
    EventKind,
    FactGroup,
    Instance,
    MailStatus,
    Regime,
    Scope,
    Status,
)
from prisoner_pages.importing.cells import charges
from prisoner_pages.importing.prose import reasons_to_hold
from prisoner_pages.importing.refusal import CellRefused
from prisoner_pages.models import Consent, FactUpdate, Verification
from prisoner_pages.policies import GROUP_SCOPES
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
UPDATES_SHOWN = 12
FACT_GROUPS = {group.value: group.label for group in FactGroup}
PLACES_OF_GROUPS = {group: place for place, group in enumerate(FACT_GROUPS)}


@dataclass(frozen=True)
class ChargeWords:
    """An article with its title; `joined_*` is the article through which it is applied."""

    title: str
    code: str
    part: str
    joined_title: str
    joined_code: str
    joined_part: str


@dataclass(frozen=True)
class SentenceWords:
    is_verdict: bool  # else a regime is known and nothing of a court's decision
    is_earlier: bool
    years: int | None
    months: int | None
    prison_years: int
    prison_months: int
    regime: Promise | str
    regime_code: str
    instance: Promise | str
    instance_code: str
    court: Marked
    date: date | None
    precision: str


@dataclass(frozen=True)
class TimelineEntry:
    """One line of the timeline."""

    date: date
    precision: str
    code: str  # an EventKind, or HELD
    what: Promise
    place: Any  # lexicon.FacilityName or None


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


@dataclass(frozen=True)
class VerifiedGroup:
    code: str  # a FactGroup
    what: Promise
    date: date
    precision: str


def charges_of(facts, lexicon):
    return [
        ChargeWords(
            title=lexicon.article(line.code, line.part),
            code=line.code,
            part=line.part,
            joined_title=lexicon.article(line.joined_code, line.joined_part) if line.joined_code else "",
            joined_code=line.joined_code,
            joined_part=line.joined_part,
        )
        for line in facts.charges
    ]


def sentences_of(facts, language):
    """Return the sentences, the one in force first, and among them a regime of which no sentence is known."""
    newest = next((line for line in reversed(facts.sentences) if _is_verdict(line)), None)
    return [_sentence(line, language, line is not newest) for line in reversed(facts.sentences)]


def _is_verdict(line):
    return any((line.years, line.months, line.prison_months, line.court, line.instance, line.date))


def _sentence(line, language, is_earlier):
    prison_years, prison_months = divmod(line.prison_months or 0, 12)
    return SentenceWords(
        is_verdict=_is_verdict(line),
        is_earlier=is_earlier,
        years=line.years,
        months=line.months,
        prison_years=prison_years,
        prison_months=prison_months,
        regime=Regime(line.regime).label if line.regime else "",
        regime_code=line.regime,
        instance=Instance(line.instance).label if line.instance else "",
        instance_code=line.instance,
        court=as_stated(line.court, language),
        date=line.date,
        precision=line.date_precision,
    )


def timeline_of(facts, bases, lexicon):
    """Return the dated steps, the oldest first: events, verdicts and stays that no event tells of."""
    steps = [
        TimelineEntry(
            line.date,
            line.date_precision,
            line.kind,
            EventKind(line.kind).label,
            lexicon.facility(line.facility_id, bases),
        )
        for line in facts.events
    ]
    told = {(line.kind, line.date) for line in facts.events}
    moves = {(line.date, line.facility_id) for line in facts.events}
    steps += [
        TimelineEntry(line.date, line.date_precision, EventKind.VERDICT.value, EventKind.VERDICT.label, None)
        for line in facts.sentences
        if line.date and ("verdict", line.date) not in told and ("appeal", line.date) not in told
    ]
    steps += [
        TimelineEntry(line.from_date, line.from_precision, HELD, STAY, place)
        for line in facts.detentions
        if line.from_date
        and (place := lexicon.facility(line.facility_id, bases))
        and (line.from_date, line.facility_id) not in moves
    ]
    return sorted(steps, key=lambda step: step.date)


HELD, STAY = "held", _("held here from this day")


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


def term_in_words(text):
    """Write a term stated as "years/months" ("12/6") in words."""
    years, months = map(int, text.split("/"))
    parts = [tn("%(count)s year", "%(count)s years", years)] if years else []
    parts += [tn("%(count)s month", "%(count)s months", months)] if months else []
    return format_html_join(" ", "{}", ((part,) for part in parts))


def months_in_words(text):
    years, months = divmod(int(text), 12)
    return term_in_words(f"{years}/{months}")


def article_in_words(code, part):
    """Return "article 205.5, part 2", or "" for no article."""
    if not code:
        return ""
    if not part:
        return t(_("article %(code)s"), code=code)
    return t(_("article %(code)s, part %(part)s"), code=code, part=part)


def charges_in_words(charges):
    """Write charges in words; each is [(code, part)], or two: the article through which, and the main one."""
    return format_html_join("; ", "{}", ((_charge_in_words(articles),) for articles in charges))


def _charge_in_words(articles):
    *joined, main = (article_in_words(code, part) for code, part in articles)
    return format_html("{} {} {}", main, t("through"), joined[0]) if joined else main


def charges_as_stated(text):
    """Write charges as an import states them ("30 ч.1 + 278; 205.5 ч.2") in words."""
    try:
        stated = charges(text)
    except CellRefused as refused:
        raise ValueError from refused
    return charges_in_words([(article.code, article.part) for article in articles] for articles in stated)


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


def checks_and_updates_of(prisoner, bases):
    """Return what was verified when and what changed when, the newest change first. One query for both.

    None where `with_history` has brought it along.
    """
    rows = getattr(prisoner, "history", None)
    found = {"check": [], "update": []}
    for kind, group, on, precision in history_of([prisoner])[prisoner.pk] if rows is None else rows:
        if _group_shown(group, bases):
            found[kind].append(VerifiedGroup(group, FACT_GROUPS[group], on, precision))
    checks = sorted(found["check"], key=lambda check: PLACES_OF_GROUPS[check.code])
    return checks, found["update"][::-1][:UPDATES_SHOWN]


def with_bases(prisoners):
    """Bring along the scopes that hold today, nothing of who gave them, in one query; return the people."""
    prisoners = list(prisoners)
    found = {prisoner.pk: set() for prisoner in prisoners}
    valid = Consent.objects.valid().filter(prisoner__in=list(found))
    for pk, scope in valid.values_list("prisoner_id", "scope"):
        found[pk].add(scope)
    for prisoner in prisoners:
        prisoner.bases = found[prisoner.pk]
    return prisoners


def with_history(prisoners):
    """Bring along what `checks_and_updates_of` and the call to action read, in one query; return them."""
    prisoners = list(prisoners)
    history = history_of(prisoners)
    for prisoner in prisoners:
        prisoner.history = history[prisoner.pk]
        prisoner.place_verified_on = _place_verified_on(prisoner.history)
    return prisoners


def _place_verified_on(history):
    checked = (on for kind, group, on, _precision in history if (kind, group) == ("check", FactGroup.PLACE))
    return next(checked, None)


def history_of(prisoners):
    """Return {prisoner id: [(kind, group, day, precision)]}, the oldest first. One query."""
    day = Value(DatePrecision.DAY.value)
    found = {prisoner.pk: [] for prisoner in prisoners}
    checks, updates = Verification.objects, FactUpdate.objects.order_by()
    verified = checks.filter(prisoner__in=list(found)).values_list(
        "prisoner_id", Value("check"), "group", "verified_on", "precision"
    )
    changed = updates.filter(prisoner__in=list(found)).values_list(
        "prisoner_id", Value("update"), "group", "changed_on", day
    )
    for pk, *row in sorted(verified.union(changed, all=True), key=itemgetter(3)):
        found[pk].append(row)
    return found


def _group_shown(group, bases):
    needed = GROUP_SCOPES.get(group)
    return needed is None or needed in bases
