"""Many letters by the codes of a manifest: each is done or refused by itself, as with ticked ones."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from letters.choices.desk import Act, DeskWork, Refusal
from letters.choices.letters import ReturnReason
from letters.choices.scans import ScanState
from letters.handling.actions.bulk import do_to_all
from letters.lifecycle import ACT_RULES, HAS_APPROVED_TEXT, IN_HAND, SENT
from letters.models import BulkAct, BulkOutcome, DayPack, PrintedLetter, PrintRun
from letters.paper.manifest_codes import Scanned, read_code
from letters.permissions.letters import desks_for
from letters.querysets.printing import PrintedLetterQuerySet


@dataclass(frozen=True)
class ScanResult:
    """What became of one code. `printed` and `outcome` are None where there is nothing of the kind."""

    text: str  # as scanned or typed
    state: ScanState
    printed: PrintedLetter | None = None
    outcome: BulkOutcome | None = None


def post_group(*, group: PrintRun | DayPack, by: User, uuid: UUID) -> BulkAct:
    """Mark all letters in hand of the run or pack as posted; return the BulkAct `uuid`.

    Raises PermissionDenied at another desk than the user's own.
    """
    pack = group.pack if isinstance(group, PrintRun) else group
    if pack.desk not in desks_for(by, DeskWork.HAND_OVER):
        raise PermissionDenied
    letters = [printed.letter for printed in in_hand(group).select_related("letter")]
    return do_to_all(Act.POST, uuid=uuid, chosen=[(letter, letter.version) for letter in letters], by=by)


def in_hand(group: PrintRun | DayPack) -> PrintedLetterQuerySet:
    """Return the PrintedLetters of a PrintRun or DayPack that are on paper and not posted yet."""
    whose = {"run": group} if isinstance(group, PrintRun) else {"run__pack": group}
    printed = PrintedLetter.objects.filter(is_open=True, letter__state__in=IN_HAND, **whose)
    return printed.order_by("run__position", "position")


def post_scanned(*, codes: Collection[str], by: User, uuid: UUID) -> list[ScanResult]:
    """Mark the letters with these codes (texts) as posted; return a ScanResult for each code, once.

    A number whose paper was taken out, or printed again under another number, posts nothing. Scanned twice is
    done once. Codes of runs and packs are nobody's letter here. Raises PermissionDenied for another's `uuid`.
    """
    return _do_to_scanned(Act.POST, codes, by, uuid)


def return_scanned(*, codes: Collection[str], reason: ReturnReason, by: User, uuid: UUID) -> list[ScanResult]:
    """Note that the letters with these codes came back, for a ReturnReason; return as `post_scanned`."""
    return _do_to_scanned(Act.COME_BACK, codes, by, uuid, detail=reason)


def groups_of(by: User) -> dict[Scanned, QuerySet[Any]]:
    """Return the runs and the packs of the user's desks, by what a code says that it stands for."""
    desks = desks_for(by, DeskWork.HAND_OVER)
    runs = PrintRun.objects.filter(pack__desk__in=desks).select_related("facility", "pack__desk")
    return {Scanned.RUN: runs, Scanned.PACK: DayPack.objects.filter(desk__in=desks).select_related("desk")}


def groups_in(*, codes: Iterable[str], by: User) -> dict[str, PrintRun | DayPack]:
    """Return {text: PrintRun or DayPack} of the codes that stand for many letters of the user's desks."""
    groups, read = groups_of(by), {text: read_code(text) for text in codes}
    many = {text: code for text, code in read.items() if code and code.kind in groups}
    found = {text: groups[code.kind].filter(uuid=code.value).first() for text, code in many.items()}
    return {text: group for text, group in found.items() if group}


def _do_to_scanned(
    act: Act, codes: Collection[str], by: User, uuid: UUID, detail: str = ""
) -> list[ScanResult]:
    numbers = {
        text: str(code.value) for text in codes if (code := read_code(text)) and code.kind is Scanned.LETTER
    }
    printed = _printed(numbers.values(), by)
    going = {each.letter_id: each.letter for each in printed.values() if not is_taken_out(each)}
    chosen = [(letter, letter.version) for letter in going.values()]
    bulk = do_to_all(act, uuid=uuid, chosen=chosen, by=by, detail=detail)
    outcomes = {outcome.letter_id: outcome for outcome in bulk.outcomes.all()}
    return [_result(text, printed.get(numbers.get(text, "")), outcomes, act) for text in dict.fromkeys(codes)]


def _printed(numbers: Iterable[str], by: User) -> dict[str, PrintedLetter]:
    """Return {number: PrintedLetter} of the packs of the user's desks."""
    found = PrintedLetter.objects.filter(
        number__in=list(numbers), run__pack__desk__in=desks_for(by, DeskWork.HAND_OVER)
    )
    return {each.number: each for each in found.select_related("run__facility", "letter__prisoner__partner")}


def is_taken_out(printed: PrintedLetter) -> bool:
    """Must this paper not go: faulty, pulled, of an erased letter, or replaced by another printing?"""
    is_unsent = printed.letter.state in HAS_APPROVED_TEXT - SENT
    return bool(printed.fault) or (not printed.is_open and is_unsent)


def _result(
    text: str, printed: PrintedLetter | None, outcomes: Mapping[int, BulkOutcome], act: Act
) -> ScanResult:
    if printed is None:
        return ScanResult(text, ScanState.UNKNOWN)
    if is_taken_out(printed):
        return ScanResult(text, ScanState.TAKEN_OUT, printed)
    outcome = outcomes.get(printed.letter_id)
    return ScanResult(text, _state(printed, outcome, act), printed, outcome)


def _state(printed: PrintedLetter, outcome: BulkOutcome | None, act: Act) -> ScanState:
    if outcome is None:
        return ScanState.REFUSED  # more codes than one sending takes
    if not outcome.refusal:
        return ScanState.DONE
    was_done = outcome.refusal == Refusal.NOT_NOW and printed.letter.state == ACT_RULES[act].after
    return ScanState.ALREADY if was_done else ScanState.REFUSED
