"""What becomes of each fact when one record takes the place of another: nothing that either says is lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from prisoner_pages.choices import MailStatus, Origin
from prisoner_pages.facts.read_models.declarations import FACTS
from prisoner_pages.facts.read_models.fact import Fact
from prisoner_pages.models import Claim, NameForm, Prisoner
from prisoner_pages.names import NAME_FIELDS

LANGUAGE_OF = {field: language for language, field in NAME_FIELDS.items()}
JOINED = ("other_names", "sources")
LONGEST_CLAIM = cast(int, Claim._meta.get_field("value").max_length)
CHILDREN = ("charges", "sentences", "case_events", "detentions")
# As a list writes what a record holds otherwise: a claim can then be taken.
IN_LISTS: dict[str, dict[str, str]] = {
    "letters": {MailStatus.CAN: "yes", MailStatus.CANNOT: "no", MailStatus.UNKNOWN: ""},
    "origin": {Origin.CRIMEAN_TATAR: "yes", Origin.OTHER: "no"},
}


class Outcome(Enum):
    SAME = _("both say the same")
    KEPT = _("stays")
    TAKEN = _("is taken from the other record")
    JOINED = _("both are kept together")
    CLAIMED = _("stays; what the other record says waits under “To decide”")
    CUT = _(
        "stays; the beginning of what the other record says waits under “To decide”,"
        " the whole is kept with the old record"
    )
    LEFT = _("stays; the other is kept with the old record")


@dataclass(frozen=True)
class FactRow:
    fact: Fact
    kept: Promise | str
    merged: Promise | str
    outcome: Outcome


def said_of(fact: Fact, record: Prisoner) -> str:
    """Return what the record says, as a claim keeps it; "" for nothing."""
    if fact.held:
        held = fact.held_by(record)
        return IN_LISTS.get(fact.name, {}).get(held, held)
    value = getattr(record, fact.fields[0])
    return str(value.pk) if value else ""


def outcome_of(fact: Fact, kept: Prisoner, merged: Prisoner) -> Outcome:
    ours, theirs = said_of(fact, kept), said_of(fact, merged)
    if ours == theirs:
        return Outcome.SAME
    if not theirs:
        return Outcome.KEPT
    if not ours:
        return Outcome.TAKEN
    if fact.is_vocabulary or fact.name in LANGUAGE_OF or fact.fields[:1] == ("other_names",):
        return Outcome.JOINED
    if fact.name == "photo":
        return Outcome.LEFT
    return Outcome.CUT if len(theirs) > LONGEST_CLAIM else Outcome.CLAIMED


def rows_of(kept: Prisoner, merged: Prisoner, lexicon: Any) -> list[FactRow]:
    """Return what both say of each fact of which one says anything, those that differ first."""
    rows = [
        FactRow(
            fact,
            _in_words(fact, kept, lexicon),
            _in_words(fact, merged, lexicon),
            outcome_of(fact, kept, merged),
        )
        for fact in FACTS
        if said_of(fact, kept) or said_of(fact, merged)
    ]
    return sorted(rows, key=lambda row: row.outcome in (Outcome.SAME, Outcome.KEPT))


def facts_of(record: Prisoner, lexicon: Any) -> list[tuple[Promise | str, Promise | str]]:
    """Return what the record says, the whole of it: (fact, value)."""
    return [(fact.label, _in_words(fact, record, lexicon)) for fact in FACTS if said_of(fact, record)]


def _in_words(fact: Fact, record: Prisoner, lexicon: Any) -> Promise | str:
    if fact.name == "photo":
        return record.photo.title if record.photo else ""
    return fact.held_in_words(record, lexicon)


# --- Taken over -----------------------------------------------------------------------------------
def take_facts(facts: Prisoner, merged: Prisoner) -> None:
    """Let a record, or its draft, say also what `merged` says: what it is silent on, other names, sources."""
    outcomes = {fact: outcome_of(fact, facts, merged) for fact in FACTS}
    for fact, outcome in outcomes.items():
        if outcome is Outcome.TAKEN:
            _take(fact, facts, merged)
        elif fact.is_vocabulary and outcome is Outcome.JOINED:
            relation = fact.fields[0]
            words = (*getattr(facts, relation).all(), *getattr(merged, relation).all())
            getattr(facts, relation).set(list(dict.fromkeys(words)))
    for relation in JOINED:
        _join(facts, relation, getattr(merged, relation).all())
    _join(facts, "other_names", _names_of(merged))


def _take(fact: Fact, facts: Prisoner, merged: Prisoner) -> None:
    for name in fact.fields:
        if fact.is_vocabulary:
            getattr(facts, name).set(list(getattr(merged, name).all()))
        elif name in CHILDREN:
            _join(facts, name, getattr(merged, name).all())
        elif name not in JOINED:
            setattr(facts, name, getattr(merged, name))


def _names_of(merged: Prisoner) -> Iterator[NameForm]:
    for field, language in LANGUAGE_OF.items():
        if name := getattr(merged, field):
            yield NameForm(language=language, name=name)


def _join(facts: Prisoner, relation: str, others: Any) -> None:
    """Add copies of those that say something else than what stands there."""
    own = list(getattr(facts, relation).all())
    known = {_content(child) for child in own}
    if relation == "other_names":
        known |= {(language, getattr(facts, field)) for field, language in LANGUAGE_OF.items()}
    for child in others:
        if (said := _content(child)) not in known:
            known.add(said)
            own.append(_copy(child))
    for place, child in enumerate(own):
        child.sort_order = place
    getattr(facts, relation).set(own)


def _content(child: Any) -> tuple:
    if isinstance(child, NameForm):
        return child.language, child.name
    return tuple(str(getattr(child, name)) for name in _columns(child))


def _columns(child: Any) -> list[str]:
    fields = (field for field in child._meta.concrete_fields if not field.primary_key)
    return [field.attname for field in fields if field.name not in ("prisoner", "sort_order")]


def _copy(child: Any) -> Any:
    copied = type(child)(**{name: getattr(child, name) for name in _columns(child)})
    if isinstance(copied, NameForm):
        copied.is_main = False
    return copied
