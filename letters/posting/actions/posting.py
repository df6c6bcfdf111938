"""Handing a letter over: its printing is closed with it, and a pack with nothing left in hand is posted."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from letters.choices.desk import Act
from letters.choices.paper import RunState
from letters.handling.actions.transitions import do_by_staff, lock_row
from letters.models import DayPack, Letter, PrintedLetter, PrintRun

# A pack is made anew while its letters are on paper already, when one of them is erased.
UNSETTLED = [RunState.READY, RunState.BUILDING]


@transaction.atomic
def post_letter(*, letter: Letter, by: User, version: int) -> Letter:
    """Mark the letter as handed over and return it; how and where is stored nowhere.

    The log says which paper it was, by its number. Raises as `do_by_staff`, LetterHeld among it.
    """
    lock_row(letter)
    printed = letter.printings.filter(is_open=True).select_related("run").first()
    number = printed.number if printed else ""
    letter = do_by_staff(Act.POST, letter=letter, by=by, version=version, detail=number)
    if printed:
        PrintedLetter.objects.filter(pk=printed.pk).update(is_open=False)
        settle_pack(printed.run.pack_id)
    return letter


@transaction.atomic
def settle_pack(pack_id: int) -> None:
    """Mark as posted each run of the pack, and the pack, whose letters were all posted or taken out.

    The time of its files counts from then. One with every letter taken out stays as it is: nothing went.
    """
    pack = DayPack.objects.select_for_update().get(pk=pack_id)
    for run in pack.runs.filter(state__in=UNSETTLED):
        if _is_handed_over(run.printed):
            PrintRun.objects.filter(pk=run.pk).update(state=RunState.POSTED)
    if pack.state in UNSETTLED and _is_handed_over(PrintedLetter.objects.filter(run__pack=pack)):
        DayPack.objects.filter(pk=pack.pk).update(state=RunState.POSTED, posted_at=timezone.now())


def _is_handed_over(printed: Any) -> bool:
    return not printed.filter(is_open=True).exists() and printed.filter(fault="").exists()


def take_back_posting(letter: Letter, number: str) -> None:
    """Open the printing `number` again, with its run and pack: the posting was undone."""
    printed = letter.printings.select_related("run").filter(number=number).first()
    if printed is None:
        return
    PrintedLetter.objects.filter(pk=printed.pk).update(is_open=True)
    posted = {"state": RunState.POSTED}
    PrintRun.objects.filter(pk=printed.run_id, **posted).update(state=RunState.READY)
    DayPack.objects.filter(pk=printed.run.pack_id, **posted).update(state=RunState.READY, posted_at=None)
