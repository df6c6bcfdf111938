"""Doing an act to a letter: the one way, whoever does it.

An act is checked against the table (letters.lifecycle), the seats of the doer, the version the doer has seen,
other people's claims and, where paper is at stake, the hold. State, version and log entry change in one
transaction.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.choices.desk import Act, LogAction, Refusal
from letters.lifecycle import ACT_RULES, CLOSES, COUNTED_A_DAY, InvalidTransition, Other, check_act
from letters.log.actions.entries import log_all_by_staff, log_by_staff, log_by_worker, log_by_writer
from letters.models import Letter, LetterLogEntry
from letters.permissions.letters import desk_of, require_four_eyes, require_role
from letters.querysets.letters import COUNTED
from prisoner_pages.models import Partner, Prisoner


class Stale(Exception):
    """Somebody else changed the letter meanwhile; `letter` is how it stands now."""

    refusal = Refusal.STALE

    def __init__(self, letter: Letter) -> None:
        super().__init__(f"letter {letter.pk} is at version {letter.version}")
        self.letter = letter


class TextChanged(Stale):
    """Somebody else saved the Russian text, or a correction of it, meanwhile."""


class ClaimedByOther(Exception):
    """Another person works on the letter now; `by` says who."""

    refusal = Refusal.CLAIMED

    def __init__(self, by: User) -> None:
        super().__init__("claimed")
        self.by = by


class TooManyClosed(PermissionDenied):
    """This account has closed, or asked about, as many letters today as its desk allows."""

    refusal = Refusal.CLOSED_ENOUGH

    def __init__(self) -> None:
        super().__init__(
            _(
                "You have returned, rejected, marked as the same or asked about as many letters today as your"
                " desk allows. You can still accept; tomorrow you can do the rest again. The coordinator can"
                " raise the number."
            )
        )


class LetterHeld(Exception):
    """Record or place stop printing and posting; `reason` is a HoldReason."""

    refusal = Refusal.HELD

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class WantedBack(Exception):
    """Its writer wants it withdrawn or erased, and that waits: for keys, or for a moment."""

    refusal = Refusal.WANTED_BACK


# What forbids an act of staff to one letter, whoever does it.
FORBIDS = (PermissionDenied, Stale, ClaimedByOther, InvalidTransition, LetterHeld, WantedBack)


# A log entry or a drawing that arrives refers to the letter: one that never ends must keep nobody waiting.
LOCKED = Letter.objects.select_for_update(of=("self",), no_key=True)
WITH_DESK = LOCKED.annotate(
    place_pk=F("prisoner__facility"),
    partner_pk=F("prisoner__partner"),
    desk_pk=F("prisoner__partner__letter_desk"),
)
# Acts that ask more of the recipient: the hold, and the names in the text.
ASK_RECIPIENT = {Act.SAVE_TRANSLATION, Act.TRANSLATE, Act.APPROVE} | {
    act for act in Act if ACT_RULES[act].stops_when_held
}


def lock_letter(letter: Letter) -> Letter:
    """Return the stored letter, locked until the transaction ends, with the desk that handles it.

    Its recipient and their partner are deferred but for that: selecting all of both takes twice the time.
    Every other fact of them costs a query of its own; who needs some uses `lock_with_recipient`.
    """
    locked = WITH_DESK.get(pk=letter.pk)
    db, ids = locked._state.db, [locked.prisoner_id, locked.partner_pk, locked.place_pk]
    locked.prisoner = Prisoner.from_db(db, ["id", "partner_id", "facility_id"], ids)
    desk = [locked.partner_pk, locked.desk_pk]
    locked.prisoner.partner = Partner.from_db(db, ["id", "letter_desk_id"], desk)
    return locked


def lock_with_recipient(letter: Letter) -> Letter:
    """Return the stored letter with recipient and place, locked until the transaction ends."""
    return LOCKED.with_wishes().select_related("prisoner__partner", "prisoner__facility").get(pk=letter.pk)


def lock_row(letter: Letter) -> None:
    """Lock the letter until the transaction ends, and read nothing of it."""
    LOCKED.values_list("pk").get(pk=letter.pk)


def lock_letters(pks: Iterable[int] | QuerySet[Any], *, sealed: Container[str] = ()) -> dict[int, Letter]:
    """Return {pk: stored letter}, locked in the order of pks. Five queries.

    Of what is sealed only the fields in `sealed`.
    """
    locked = LOCKED.filter(pk__in=pks).order_by("pk")
    return {letter.pk: letter for letter in locked.with_holds(sealed=sealed).with_wishes()}


@transaction.atomic
def do_by_staff(
    act: Act,
    *,
    letter: Letter,
    by: User,
    version: int,
    detail: str = "",
    changes: Mapping[str, Any] | None = None,
) -> Letter:
    """Do `act` to the letter and return it as it stands then.

    `version` is what the doer has seen; `changes` are further fields {name: value} that the act sets;
    `detail` is a code for the log. Raises PermissionDenied (FourEyes and TooManyClosed among them), Stale,
    ClaimedByOther, InvalidTransition, LetterHeld, WantedBack.
    """
    letter = lock_for(act, letter=letter, by=by, version=version)
    before = _change(letter, act, changes or {})
    log_by_staff(letter, ACT_RULES[act].event, by=by, before=before, detail=detail)
    return letter


def lock_for(act: Act, *, letter: Letter, by: User, version: int) -> Letter:
    """Return the letter, locked and checked for `act` as by `do_by_staff`. Raises as it does."""
    letter = (lock_with_recipient if act in ASK_RECIPIENT else lock_letter)(letter)
    _require_all(act, letter, by, version)
    return letter


def _require_all(act: Act, letter: Letter, by: User, version: int) -> None:
    require_role(by, act, letter)
    _require_version(letter, version)
    _require_unclaimed(letter, by)
    check_act(act, letter.state)
    require_four_eyes(by, act, letter)
    _require_unheld(letter, act)
    _require_few_closed(letter, act, by)


@transaction.atomic
def do_all_by_staff(
    act: Act, *, chosen: Sequence[tuple[Letter, int, str]], by: User
) -> dict[Letter, Exception]:
    """Do `act` to many letters at once, each checked as by `do_by_staff`; return {letter: error}.

    `chosen` are triples of (letter out of `lock_letters`, version as seen, detail). Letters not in the answer
    are done. Raises ValueError for acts with a daily limit: there each must count before the next is checked.
    """
    if act in COUNTED_A_DAY:
        raise ValueError(f"{act} is done one by one")
    refused = {letter: fault for letter, version, _ in chosen if (fault := _fault(act, letter, by, version))}
    done = [(letter, letter.state, detail) for letter, _, detail in chosen if letter not in refused]
    _change_all(act, [letter for letter, *_ in done])
    log_all_by_staff(done, ACT_RULES[act].event, by=by)
    return refused


def _fault(act: Act, letter: Letter, by: User, version: int) -> Exception | None:
    try:
        _require_all(act, letter, by, version)
    except FORBIDS as fault:
        return fault
    return None


@transaction.atomic
def do_by_writer(
    act: Act, *, letter: Letter, detail: str = "", changes: Mapping[str, Any] | None = None
) -> Letter:
    """Do what the holder of the code may do. Raises InvalidTransition; ValueError for an act of staff."""
    return _do_by_other(act, Other.WRITER, log_by_writer, letter, detail, changes)


@transaction.atomic
def do_by_worker(
    act: Act, *, letter: Letter, detail: str = "", changes: Mapping[str, Any] | None = None
) -> Letter:
    """Do what happens by itself. Raises InvalidTransition; ValueError for an act of people."""
    return _do_by_other(act, Other.WORKER, log_by_worker, letter, detail, changes)


def _do_by_other(
    act: Act,
    actor: Other,
    log: Callable[..., None],
    letter: Letter,
    detail: str,
    changes: Mapping[str, Any] | None,
) -> Letter:
    if actor not in ACT_RULES[act].by:
        raise ValueError(f"{act} is not for the {actor}")
    letter = lock_letter(letter)
    check_act(act, letter.state)
    before = _change(letter, act, changes or {})
    log(letter, ACT_RULES[act].event, before=before, detail=detail)
    return letter


def _require_version(letter: Letter, version: int) -> None:
    if letter.version != version:
        raise Stale(letter)


def _require_unclaimed(letter: Letter, by: User) -> None:
    claimant = letter.claimant()
    if claimant and claimant != by:
        raise ClaimedByOther(claimant)


def _require_unheld(letter: Letter, act: Act) -> None:
    if not ACT_RULES[act].stops_when_held:
        return
    if letter.is_wanted_back:
        raise WantedBack
    if reason := letter.hold:
        raise LetterHeld(reason)


def _require_few_closed(letter: Letter, act: Act, by: User) -> None:
    """What was undone does not count."""
    if act not in COUNTED_A_DAY or (desk := desk_of(letter)) is None:
        return
    today = LetterLogEntry.objects.filter(by=by, day=timezone.localdate())
    undone = today.filter(action=LogAction.UNDONE, detail__in=COUNTED)
    if today.filter(action__in=COUNTED).count() - undone.count() >= desk.closings_a_day:
        raise TooManyClosed


def _change(letter: Letter, act: Act, changes: Mapping[str, Any]) -> str:
    """Set state, version and the act's own fields; return the state before."""
    before, changes = letter.state, {**changes, **_changes_of(act)}
    _set(letter, changes)
    letter.save(update_fields=[*changes, "version"])
    return before


def _change_all(act: Act, letters: Sequence[Letter]) -> None:
    changes = _changes_of(act)
    for letter in letters:
        _set(letter, changes)
    stored = Letter.objects.filter(pk__in=[letter.pk for letter in letters])
    stored.update(**changes, version=F("version") + 1)


def _set(letter: Letter, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        setattr(letter, name, value)
    letter.version += 1


def _changes_of(act: Act) -> dict[str, Any]:
    """Return {field: value} that moving on sets in any letter; a letter moved on is free."""
    if not (after := ACT_RULES[act].after):
        return {}
    return {
        "state": after,
        "state_since": timezone.localdate(),
        "claimed_by": None,
        "claimed_until": None,
        "closed_because": CLOSES.get(act, ""),
        # Compared only until somebody has decided on the letter.
        "duplicate_hash": "",
        "flood_group": "",
        "is_unproven": False,
    }
