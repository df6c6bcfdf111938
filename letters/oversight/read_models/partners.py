"""What a partner’s screens ask of its letter desk: who sits there, and what lies there half done."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import ngettext

from letters.choices.letters import LetterState
from letters.models import DayPack, Letter, LetterDesk, ScanFile, ScannedPage
from letters.page_groups import ASIDE
from letters.querysets.letters import at_desks
from prisoner_pages.models import Partner, Prisoner
from prisoner_pages.partners.letter_desks import DeskAt


def desks() -> list[DeskAt]:
    """Return every desk. Three queries."""
    return [
        DeskAt(desk.partner_id, reverse("letter_desk:desk", args=[desk.pk]), _seated(desk), _given(desk))
        for desk in LetterDesk.objects.with_seats()
    ]


def _seated(desk: LetterDesk) -> frozenset[int]:
    members = desk.members.all()
    return frozenset(each.user_id for each in members if each.user.is_active and not each.has_ended)


def _given(desk: LetterDesk) -> frozenset[int]:
    return frozenset(each.user_id for each in desk.members.all())


def half_done(partner: Partner) -> Iterator[str]:
    """Say what belongs to this very desk and would lie there: paper, which no other desk has in hand."""
    if building := DayPack.objects.unfinished().filter(desk__partner=partner).count():
        yield (
            ngettext(
                "%d pack is being made: wait until it is ready, then post it.",
                "%d packs are being made: wait until they are ready, then post them.",
                building,
            )
            % building
        )
    if printed := _printed(partner):
        yield (
            ngettext(
                "%d letter is printed and not posted yet: post it, or take it out of its pack.",
                "%d letters are printed and not posted yet: post them, or take them out of their packs.",
                printed,
            )
            % printed
        )
    if unread := ScanFile.objects.unread().filter(batch__desk__partner=partner).count():
        yield (
            ngettext(
                "%d file of scans is still being read: wait until it is done.",
                "%d files of scans are still being read: wait until they are done.",
                unread,
            )
            % unread
        )
    scanned = ScannedPage.objects.filter(batch__desk__partner=partner, letter=None, group__gt=ASIDE)
    if waiting := scanned.order_by().values("batch", "group").distinct().count():
        yield (
            ngettext(
                "%d letter on paper waits to be keyed in.",
                "%d letters on paper wait to be keyed in.",
                waiting,
            )
            % waiting
        )


def on_paper(record: Prisoner) -> Iterator[str]:
    """Say what of the person’s letters is in a pack of the desk that has them now, and would leave it."""
    to_person = Letter.objects.filter(prisoner=record)
    in_hand = Q(state=LetterState.PRINTED) | Q(printings__is_open=True)
    if count := to_person.filter(in_hand).order_by().values("pk").distinct().count():
        yield (
            ngettext(
                "%d letter to the person is printed and not posted yet: post it, or take it out of its pack.",
                "%d letters to the person are printed and not posted yet: post them, or take them out of"
                " their packs.",
                count,
            )
            % count
        )


def _printed(partner: Partner) -> int:
    """Count letters on paper at the desk: of those it handles now, and in its packs, whoever has them now."""
    in_packs = Q(printings__is_open=True, printings__run__pack__desk__partner=partner)
    printed = Letter.objects.filter(state=LetterState.PRINTED).filter(in_packs | at_desks([partner.pk]))
    return printed.order_by().values("pk").distinct().count()
