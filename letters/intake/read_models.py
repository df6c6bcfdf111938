"""Scans as their screens show them: letters in the order of their pages, and what was put aside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from letters.choices.desk import DeskWork
from letters.models import Letter, ScanBatch, ScannedPage
from letters.page_groups import ASIDE
from letters.permissions.letters import desks_for
from letters.querysets.scans import ScanBatchQuerySet
from letters.sealing.bindings import Binding, binding_in
from prisoner_pages.models import CampaignPage, EventPage, Partner, Prisoner


@dataclass(frozen=True)
class Group:
    """The pages of one letter; `prisoner` is None while nobody knows to whom it is."""

    number: int
    pages: list

    @property
    def prisoner(self) -> Prisoner | None:
        return self.pages[0].prisoner

    @property
    def other_desk(self) -> Partner | None:
        """The partner to whose desk the letter goes, where it is not the desk of the batch; else None."""
        if self.prisoner is None:
            return None
        partner = self.prisoner.partner.letter_desk or self.prisoner.partner
        return None if partner.pk == self.pages[0].batch.desk.partner_id else partner

    @property
    def event(self) -> EventPage | None:
        """The event whose sheet it is, else that of the batch."""
        sheet = self.pages[0].sheet
        return sheet.event if sheet else self.pages[0].batch.event

    @property
    def campaign(self) -> CampaignPage | None:
        """The campaign of the event, else that of the batch."""
        named = self.event.campaign if self.event else None
        return named or self.pages[0].batch.campaign

    @property
    def letter(self) -> Letter | None:
        return self.pages[0].letter

    @property
    def is_aside(self) -> bool:
        return self.number == ASIDE

    @property
    def is_unmatched(self) -> bool:
        return not self.is_aside and self.letter is None and self.prisoner is None

    @property
    def ids(self) -> list[int]:
        return [page.pk for page in self.pages]


def batches_for(user: User) -> ScanBatchQuerySet:
    """Return the batches of the desks at which the user brings in scans or reads them."""
    desks = {desk.pk for work in SEEN_BY for desk in desks_for(user, work)}
    return ScanBatch.objects.at_desks(desks)


SEEN_BY = [DeskWork.BRING_SCANS, DeskWork.READ_SCANS]


def reads(user: User, batch: ScanBatch) -> bool:
    """May the user look at the pages of the batch, and put them together?"""
    return batch.desk_id in {desk.pk for desk in desks_for(user, DeskWork.READ_SCANS)}


def groups_of(batch: ScanBatch) -> list[Group]:
    """Return the groups of the batch by their first pages; what was put aside stands last."""
    found: dict[int, list[ScannedPage]] = {}
    for page in _pages().filter(batch=batch):
        found.setdefault(page.group, []).append(page)
    aside = found.pop(ASIDE, None)
    groups = [Group(number, pages) for number, pages in found.items()]
    return groups + ([Group(ASIDE, aside)] if aside else [])


def group_of_pages(batch: ScanBatch, ids: Sequence[int]) -> Group | None:
    """Return the Group of these pages as they were seen, or None when a page of them is no longer there."""
    pages = list(_pages().filter(batch=batch, pk__in=ids))
    return Group(pages[0].group, pages) if pages and len(pages) == len(set(ids)) else None


def has_slip(pages: Iterable[ScannedPage]) -> bool:
    """Is a sheet with a slip among the pages?"""
    return any(page.slip for page in pages)


def free_slip(pages: Iterable[ScannedPage]) -> Binding | None:
    """Return the slip that opens the letter on these pages; None without one, or where others have it.

    Of several sheets it is the first one's.
    """
    slips = filter(None, (binding_in(page.slip) for page in pages if page.slip))
    return next((slip for slip in slips if not is_taken(slip)), None)


def is_taken(slip: Binding) -> bool:
    """Does the slip open a letter already? One that was erased stays as a row, and keeps its slip."""
    return Letter.objects.filter(Q(uuid=slip.letter) | Q(code_digest=slip.digest)).exists()


def _pages() -> QuerySet[ScannedPage]:
    pages = ScannedPage.objects.select_related(
        "prisoner__partner__letter_desk",
        "letter",
        "batch__desk",
        "batch__event",
        "batch__campaign",
        "sheet__event__campaign",
    )
    # Without the pictures, and without what a letter has sealed.
    return pages.only(
        "group",
        "position",
        "number",
        "slip",
        "batch__uuid",
        "batch__event__title",
        "batch__event__slug",
        "batch__event__campaign",
        "batch__campaign__title",
        "batch__campaign__slug",
        "sheet__event__title",
        "sheet__event__slug",
        "sheet__event__campaign__title",
        "sheet__event__campaign__slug",
        "prisoner__name_uk",
        "prisoner__slug",
        "prisoner__partner__name_uk",
        "prisoner__partner__letter_desk__name_uk",
        "batch__desk__partner",
        "letter__uuid",
    )
