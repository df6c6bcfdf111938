"""The queue as one member of staff finds it: the steps they work at, what waits there, what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db.models import Aggregate, Count, Min, Q
from django.utils import timezone
from django.utils.functional import Promise

from letters.choices.desk import Act, DeskRole, QueueStep
from letters.choices.letters import LetterState
from letters.choices.words import ChipKind
from letters.lifecycle import ACT_RULES, AT_WORK, READ_FIRST, STATES, STEP_ROLES
from letters.models import DeskMember, Letter, ReasonText
from letters.permissions.letters import is_barred, seats_of
from letters.querysets.letters import AT_STEP, LetterQuerySet, listed_for
from prisoner_pages.public.read_models.fallbacks import nearest

# The act that moves a letter on from a step, where a second pair of eyes may be asked for.
MOVES_ON = {state: act for act in READ_FIRST for state in ACT_RULES[act].before}
SECOND_LOOKS = {QueueStep.INBOX, QueueStep.CHECK}
# Acts that may be done to many letters at once, by step; each person finds those of their roles.
BULK_ACTS = {
    QueueStep.INBOX: [Act.ACCEPT, Act.RETURN, Act.REJECT],
    QueueStep.CHECK: [Act.APPROVE, Act.APPROVE_AS_IS],
    QueueStep.POST: [Act.POST],
    QueueStep.FOLLOW_UP: [Act.READDRESS, Act.RECORD_ANSWER],
    QueueStep.HELD: [Act.ACCEPT, Act.RETURN, Act.REJECT],
}
NOTHING = Q(pk__in=[])
# At most so many of the oldest are tried for one that this reader may approve.
LOOKED_AT = 200


@dataclass(frozen=True)
class QueueTab:
    """A tab: how many letters wait at a step for this person, and since how many days the oldest does."""

    step: QueueStep
    count: int
    oldest_days: int | None

    @property
    def label(self) -> str | Promise:
        return self.step.label


def seats_at(user: User, step: QueueStep) -> list[DeskMember]:
    """Return the seats by which the user finds letters at the step: those that work there, coordinators'."""
    roles = STEP_ROLES[step] | {DeskRole.COORDINATOR}
    return [seat for seat in seats_of(user) if seat.role in roles]


def works_at(user: User, step: QueueStep) -> bool:
    """Does the user do the work of the step, and not only count it?"""
    return any(seat.role in STEP_ROLES[step] for seat in seats_of(user))


def steps_of(user: User) -> list[QueueStep]:
    """Return the steps that this user finds, in the order of the work."""
    return [step for step in QueueStep if seats_at(user, step)]


def is_at(user: User, step: QueueStep) -> Q:
    """Return the condition: waits at the step, and this user finds it there."""
    return AT_STEP[step] & listed_for(seats_at(user, step))


def counters(user: User) -> list[QueueTab]:
    """Return a QueueTab for each of the user's steps; one query."""
    return counters_and_count(user, NOTHING)[0]


def counters_and_count(user: User, condition: Q) -> tuple[list[QueueTab], int]:
    """Return (the user's counters, how many letters meet the condition), all in one query."""
    steps = {step: is_at(user, step) for step in steps_of(user)}
    asked: dict[str, Aggregate] = {"shown": Count("pk", filter=condition)}
    wanted = condition
    for step, here in steps.items():
        asked[f"{step}_count"] = Count("pk", filter=here)
        asked[f"{step}_oldest"] = Min("received_on", filter=here)
        wanted |= AT_STEP[step]
    found = Letter.objects.filter(wanted).aggregate(**asked)
    return [
        QueueTab(step, found[f"{step}_count"], _days_since(found[f"{step}_oldest"])) for step in steps
    ], found["shown"]


def _days_since(day: date | None) -> int | None:
    return (timezone.localdate() - day).days if day else None


def step_of(letter: Letter) -> QueueStep | None:
    """Return the step whose work the letter waits for, or None when it waits for nobody here."""
    for each in STATES[LetterState(letter.state)].waits:
        if all(getattr(letter, name) == value for name, value in each.columns.items()):
            return each.step
    return QueueStep.HELD if letter.held_because and letter.state in AT_WORK else None


def free_letters(user: User, step: QueueStep) -> Iterator[Letter]:
    """Yield the letters of the step that this user may take next, oldest first."""
    seats = [seat for seat in seats_of(user) if seat.role in STEP_ROLES[step]]
    waiting = Letter.objects.at_step(step).listed_for(seats).unclaimed()
    for letter in listed_at(step, waiting.filter(waiting.first_of_groups()))[:LOOKED_AT]:
        if step not in SECOND_LOOKS or not is_barred(user, MOVES_ON[LetterState(letter.state)], letter):
            yield letter


def listed_at(step: QueueStep | None, letters: LetterQuerySet) -> LetterQuerySet:
    """Return the letters in the order in which the step takes them; `step` is None for all steps."""
    return letters.listed().returned_first() if step is QueueStep.FOLLOW_UP else letters.listed()


def bulk_acts(user: User, step: QueueStep) -> list[Act]:
    """Return the acts that the user may do to many letters of the step at once."""
    roles = {DeskRole(seat.role) for seat in seats_of(user)}
    return [act for act in BULK_ACTS.get(step, []) if ACT_RULES[act].by & roles]


def labels_of(kind: ChipKind, language: str) -> list[tuple[str, str]]:
    """Return [(slug, label)] of the offered reasons of a kind, in the best language there is; one query."""
    found: dict[str, dict[str, str]] = {}
    texts = ReasonText.objects.filter(chip__kind=kind, chip__is_offered=True)
    for text in texts.select_related("chip").order_by("chip__position", "chip__slug"):
        found.setdefault(text.chip.slug, {})[text.language] = text.label
    return [(slug, labels[nearest(labels, language)]) for slug, labels in found.items()]


def is_older_than(days: int) -> Q:
    """Return the condition: received at least so many days ago."""
    return Q(received_on__lte=timezone.localdate() - timedelta(days=days))
