"""What a partner’s screens ask of its letter desk: who sits there, and what lies there half done."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from letters.choices.letters import LetterState
from letters.models import Letter, LetterDesk, ScannedPage
from letters.page_groups import ASIDE
from prisoner_pages.models import Partner
from prisoner_pages.partners.letter_desks import DeskAt


def desks() -> list[DeskAt]:
    """Return every desk. Three queries."""
    return [
        DeskAt(desk.partner_id, reverse("letter_desk:desk", args=[desk.pk]), _seated(desk))
        for desk in LetterDesk.objects.with_seats()
    ]


def _seated(desk: LetterDesk) -> frozenset[int]:
    members = desk.members.all()
    return frozenset(each.user_id for each in members if each.user.is_active and not each.has_ended)


def half_done(partner: Partner) -> Iterator[str]:
    """Say what belongs to this very desk and would lie there: paper, which no other desk has in hand."""
    printed = Letter.objects.at_desks([partner.pk]).filter(state=LetterState.PRINTED).count()
    if printed:
        yield (
            ngettext(
                "%d letter is printed and not posted yet: post it, or take it out of its pack.",
                "%d letters are printed and not posted yet: post them, or take them out of their packs.",
                printed,
            )
            % printed
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
