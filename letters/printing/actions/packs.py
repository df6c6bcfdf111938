"""Day packs: choosing the letters that one person prints and posts in one go, and giving a pack up again.

A chosen letter stays approved and is reserved for its pack; its state becomes printed when the files of the
pack are ready (letters.printing.actions.build_pack). So a writer may withdraw it until then.
"""

import secrets
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from home.jobs.queue import enqueue
from home.languages.info import SOURCE_LANGUAGE
from letters.choices.desk import Act, LogAction
from letters.choices.paper import LeftOut, RunState
from letters.handling.actions.transitions import do_by_staff, do_by_worker, lock_letter
from letters.lifecycle import IN_HAND, TO_PRINT
from letters.models import (
    DayPack,
    Letter,
    LetterDesk,
    LetterLogEntry,
    Omission,
    PrintedLetter,
    PrintFile,
    PrintRun,
)
from letters.permissions.letters import may_ever, may_print_at
from letters.printing.actions.pack_contents import BUILD_PACK, UNPOSTED, build_anew, lock_pack, take_out
from letters.querysets.letters import LetterQuerySet

# Of a number on paper: no letter or digit that is taken for another. 7 of 31 are 27 thousand million numbers.
NUMBER_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
NUMBER_CHARS = 7
# Set together and stored together: what a killed worker loses at most. Two children set it in about a second.
CHUNK_LETTERS = 200


@dataclass(frozen=True)
class Left:
    """A letter that is not taken into a pack; `hold` is a HoldReason where it is held."""

    letter: Letter = field(repr=False)
    reason: LeftOut
    hold: str = ""


class NothingToPrint(Exception):
    """None of the chosen letters can be printed now; `left` says of each why."""

    def __init__(self, left: Sequence[Left]) -> None:
        super().__init__("nothing to print")
        self.left = left


class PackMovedOn(Exception):
    """This cannot be done to a pack in the state it is in."""


@transaction.atomic
def make_pack(
    *,
    uuid: UUID,
    desk: LetterDesk,
    letters: LetterQuerySet,
    by: User,
    envelope_format: str,
    has_blank_sheets: bool,
) -> DayPack:
    """Reserve those of `letters` (a QuerySet) that may be printed, have their files made; return the DayPack.

    The oldest go first. `uuid` is the form's: sent again, it finds the pack it made. Letters that cannot go
    are noted with the pack, each with its reason. Raises PermissionDenied, NothingToPrint.
    """
    # Two people who make a pack of the same letters come one after the other.
    desk = LetterDesk.objects.select_for_update(of=("self",)).select_related("partner").get(pk=desk.pk)
    if not may_print_at(by, desk):
        raise PermissionDenied
    if made := DayPack.objects.filter(uuid=uuid).first():
        return _own(made, by)
    taken, left = _sort_out(letters, desk, by)
    if not taken:
        raise NothingToPrint(left)
    pack = DayPack.objects.create(
        uuid=uuid,
        desk=desk,
        envelope_format=envelope_format,
        has_blank_sheets=has_blank_sheets,
        made_by=by,
        language=get_language() or SOURCE_LANGUAGE,
    )
    Omission.objects.bulk_create(
        Omission(pack=pack, letter=each.letter, reason=each.reason, hold=each.hold) for each in left
    )
    _freeze(pack, taken)
    enqueue(BUILD_PACK, pack_id=pack.pk)
    return pack


def _own(pack: DayPack, by: User) -> DayPack:
    if pack.made_by_id != by.pk:
        raise PermissionDenied
    return pack


def _sort_out(letters: LetterQuerySet, desk: LetterDesk, by: User) -> tuple[list[Letter], list[Left]]:
    """Return (letters to print, [Left]); a hold is computed anew for those that would go."""
    locked = letters.at_desks([desk.partner_id]).select_for_update(of=("self",), no_key=True)
    chosen = locked.with_holds().with_wishes().order_by("pk")
    reserved = set(
        PrintedLetter.objects.filter(is_open=True, letter__in=chosen).values_list("letter", flat=True)
    )
    taken: list[Letter] = []
    left: list[Left] = []
    room = desk.prints_a_day - printed_today(by)
    for letter in sorted(chosen, key=lambda letter: (letter.received_on, letter.pk)):
        if why := _why_not(letter, by, reserved, has_room=len(taken) < room):
            left.append(why)
        else:
            taken.append(letter)
    return taken, left


def _why_not(letter: Letter, by: User, reserved: Container[int], *, has_room: bool) -> Left | None:
    """Return a Left, or None when the letter may go. The cheap questions come first."""
    claimant = letter.claimant()
    reasons = {
        LeftOut.NOT_APPROVED: letter.state not in TO_PRINT,
        LeftOut.WANTED_BACK: letter.is_wanted_back,
        LeftOut.IN_OTHER_PACK: letter.pk in reserved,
        LeftOut.CLAIMED: claimant is not None and claimant != by,
    }
    if reason := next((reason for reason, holds in reasons.items() if holds), None):
        return Left(letter, reason)
    # Known to be held, or found to be: the stored hold may lag behind the record.
    if hold := letter.held_because or (has_room and letter.hold):
        return Left(letter, LeftOut.HELD, hold)
    return None if has_room else Left(letter, LeftOut.TOO_MANY)


def printed_today(user: User) -> int:
    """Return how many letters the account has printed today, or has waiting in a pack."""
    today = LetterLogEntry.objects.filter(by=user, day=timezone.localdate())
    printed = today.filter(action__in=[LogAction.PRINTED, LogAction.REPRINTED])
    waiting = PrintedLetter.objects.waiting().filter(run__pack__made_by=user)
    return printed.values("letter").distinct().count() + waiting.count()


def _freeze(pack: DayPack, letters: Sequence[Letter]) -> None:
    """Give each letter its place in the pile, its number and its version: by place, then by person."""
    numbers = new_numbers(len(letters))
    order = lambda letter: (letter.prisoner.facility.name_ru, letter.prisoner.name_ru, letter.pk)  # noqa: E731
    pile = [
        (facility, list(group))
        for facility, group in groupby(
            sorted(letters, key=order), key=lambda letter: letter.prisoner.facility
        )
    ]
    chunks = chunk_numbers([len(group) for _facility, group in pile])
    for position, (facility, group) in enumerate(pile, 1):
        run = PrintRun.objects.create(pack=pack, facility=facility, position=position)
        PrintedLetter.objects.bulk_create(
            PrintedLetter(
                run=run,
                letter=letter,
                position=place,
                letter_version=letter.version,
                number=numbers.pop(),
                chunk=next(chunks),
            )
            for place, letter in enumerate(group, 1)
        )


def new_numbers(count: int) -> list[str]:
    """Return so many numbers for paper, random and never given before."""
    found: set[str] = set()
    while len(found) < count:
        drawn = {
            "".join(secrets.choice(NUMBER_ALPHABET) for _place in range(NUMBER_CHARS))
            for _turn in range(count - len(found))
        }
        found |= drawn - set(PrintedLetter.objects.filter(number__in=drawn).values_list("number", flat=True))
    return list(found)


def chunk_numbers(sizes: Iterable[int]) -> Iterator[int]:
    """Yield the chunk of each letter of runs of these sizes: a run is divided only when it fills a chunk."""
    chunk, filled = 1, 0
    for size in sizes:
        if filled and filled + size > CHUNK_LETTERS:
            chunk, filled = chunk + 1, 0
        for _letter in range(size):
            if filled == CHUNK_LETTERS:
                chunk, filled = chunk + 1, 0
            filled += 1
            yield chunk


def go_on(*, pack: DayPack, by: User) -> DayPack:
    """Have a pack built whose worker has died or that failed. Raises PermissionDenied, PackMovedOn."""
    with transaction.atomic():
        pack = lock_pack(pack)
        _require(pack, by, (RunState.BUILDING, RunState.FAILED))
        if not pack.is_worked_on:
            build_anew(pack)
    return pack


@transaction.atomic
def cancel_pack(*, pack: DayPack, by: User) -> DayPack:
    """Give up a pack that is not posted: what was printed is pulled out, its files are gone.

    Raises PermissionDenied, PackMovedOn, and ClaimedByOther when somebody works on one of its letters.
    """
    rows = list(
        PrintedLetter.objects.of(pack).filter(is_open=True).select_related("letter").order_by("letter")
    )
    letters = {row.letter_id: lock_letter(row.letter) for row in rows}
    pack = lock_pack(pack)
    _require(pack, by, UNPOSTED)
    for letter in letters.values():
        if letter.state in IN_HAND:
            _pull_out(letter, by)
    still_open = PrintedLetter.objects.of(pack).filter(is_open=True)
    still_open.update(is_open=False, fault=LeftOut.CANCELLED)
    PrintFile.objects.filter(pack=pack).delete()
    pack.state, pack.worked_until = RunState.CANCELLED, None
    pack.save(update_fields=["state", "worked_until"])
    PrintRun.objects.filter(pack=pack).exclude(state=RunState.POSTED).update(state=RunState.CANCELLED)
    return pack


def _pull_out(letter: Letter, by: User) -> None:
    """Also a letter whose person was handed to another desk meanwhile: the paper is this pack's."""
    if may_ever(by, Act.PULL, letter):
        do_by_staff(Act.PULL, letter=letter, by=by, version=letter.version, detail=LeftOut.CANCELLED)
    else:
        do_by_worker(Act.PULL, letter=letter, detail=LeftOut.CANCELLED)


def _require(pack: DayPack, by: User, states: Container[str]) -> None:
    if not may_print_at(by, pack.desk):
        raise PermissionDenied
    if pack.state not in states:
        raise PackMovedOn


@transaction.atomic
def pull_letter(*, letter: Letter, by: User, version: int, detail: str = "") -> Letter:
    """Pull a printed letter out before it is posted, and out of the files of its pack; return the letter.

    Raises as `do_by_staff`.
    """
    letter = do_by_staff(Act.PULL, letter=letter, by=by, version=version, detail=detail)
    for row in PrintedLetter.objects.filter(letter=letter, is_open=True).select_related("run__pack"):
        take_out(row, LeftOut.PULLED)
    return letter
