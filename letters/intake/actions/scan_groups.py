"""Putting scanned pages together as letters: split, joined, turned, addressed, put aside, thrown away."""

import logging
from collections.abc import Collection
from functools import partial
from io import BytesIO
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max, Min
from PIL import Image

from home.pictures.reencoding import PictureRefused, dots_of, encode
from letters.choices.desk import DeskWork
from letters.choices.scans import ScanAct
from letters.intake.actions.key_in import key_in_for_any_desk
from letters.intake.read_models import free_slip, is_taken
from letters.models import SCANNED_PAGE, Letter, ScanBatch, ScannedPage
from letters.page_groups import ASIDE
from letters.permissions.letters import require_desk_work, takes_in_for
from letters.sealing.sealed_box import seal_bytes, unseal_bytes
from prisoner_pages.models import Prisoner

logger = logging.getLogger(__name__)


class BatchChanged(Exception):
    """Somebody else has put the pages together differently meanwhile, or they are not read to the end."""


class AlreadyKeyedIn(Exception):
    """These pages are a letter already, or are no longer one group."""


class StillRead(Exception):
    """Pages of the batch are still being read, and one more may belong to the letter."""


class CannotBeDone(Exception):
    """The act does not fit these pages: nothing above to join with, nothing to part, not put aside."""


@transaction.atomic
def do_to_pages(act: ScanAct, *, batch: ScanBatch, page: ScannedPage, by: User, version: int) -> ScanBatch:
    """Do a ScanAct to the page (ScannedPage), or to its group; return the batch as it stands then.

    `version` is that of the batch as seen. Raises PermissionDenied, BatchChanged, CannotBeDone; UnsealError.
    """
    batch = _locked(batch, by)
    if batch.version != version or batch.files.unread().exists():
        raise BatchChanged
    found = batch.pages.filter(pk=page.pk, letter=None).first()
    if found is None:
        raise BatchChanged
    DOERS[act](batch, found)
    return _counted(batch)


@transaction.atomic
def choose_recipient(
    *, batch: ScanBatch, page: ScannedPage, prisoner: Prisoner | None, by: User, version: int
) -> ScanBatch:
    """Say to whom the pages of this page's group are; None when nobody knows. Raises as `do_to_pages`."""
    batch = _locked(batch, by)
    if batch.version != version:
        raise BatchChanged
    if prisoner is not None and not takes_in_for(batch.desk, prisoner):
        raise PermissionDenied
    group = batch.pages.filter(group=page.group, letter=None)
    if page.group == ASIDE or not group.update(prisoner=prisoner):
        raise CannotBeDone
    return _counted(batch)


def key_in_scan(*, batch: ScanBatch, pages: Collection[int], by: User, **letter: Any) -> tuple[Letter, str]:
    """Make the pages, as the typist saw them, a letter; return (letter, code) as `key_in_letter`.

    It goes to its recipient's desk. `pages` are the ids of all pages of one group. Its code is that of the
    slip of a sheet among them, and "" is returned, unless another letter has that slip. Raises
    PermissionDenied, AlreadyKeyedIn, StillRead, and as `key_in_for_any_desk`.
    """
    require_desk_work(by, DeskWork.READ_SCANS, batch.desk.partner_id)
    store = partial(key_in_for_any_desk, by=by, also=partial(_attach, batch=batch, pages=pages), **letter)
    slip = free_slip(batch.pages.filter(pk__in=pages))
    try:
        return store(slip=slip)
    except IntegrityError:
        # A copy of the sheet was keyed in at the same moment.
        if slip is None or not is_taken(slip):
            raise
        return store(slip=None)


def _attach(letter: Letter, *, batch: ScanBatch, pages: Collection[int]) -> None:
    locked = ScanBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.files.unread().exists():
        raise StillRead
    chosen = locked.pages.filter(pk__in=pages, letter=None)
    groups = set(chosen.values_list("group", flat=True))
    whole = set(locked.pages.filter(group__in=groups, letter=None).values_list("pk", flat=True))
    if len(groups) != 1 or ASIDE in groups or whole != set(pages):
        raise AlreadyKeyedIn
    chosen.update(letter=letter)
    _counted(locked)


def _locked(batch: ScanBatch, by: User) -> ScanBatch:
    locked = ScanBatch.objects.select_for_update(of=("self",)).select_related("desk").get(pk=batch.pk)
    require_desk_work(by, DeskWork.READ_SCANS, locked.desk.partner_id)
    return locked


def _counted(batch: ScanBatch) -> ScanBatch:
    batch.version += 1
    batch.save(update_fields=["version"])
    return batch


def _new_group(batch: ScanBatch) -> int:
    return (batch.pages.aggregate(newest=Max("group"))["newest"] or ASIDE) + 1


def _split(batch: ScanBatch, page: ScannedPage) -> None:
    """Begin a new letter with this page: it and those after it in its group."""
    group = batch.pages.filter(group=page.group, letter=None)
    if page.group == ASIDE or not group.filter(position__lt=page.position).exists():
        raise CannotBeDone
    group.filter(position__gte=page.position).update(group=_new_group(batch))


def _join(batch: ScanBatch, page: ScannedPage) -> None:
    """Add the group of the page to the one above it, whose recipient holds for both if it has one."""
    if page.group == ASIDE:
        raise CannotBeDone
    group = batch.pages.filter(group=page.group, letter=None)
    others = batch.pages.exclude(group__in=[ASIDE, page.group]).filter(letter=None)
    first = group.aggregate(position=Min("position"))["position"]
    above = others.filter(position__lt=first).order_by("position").last()
    if above is None:
        raise CannotBeDone
    both = batch.pages.filter(group__in=[above.group, page.group], letter=None)
    both.update(
        group=above.group,
        sheet=above.sheet_id or page.sheet_id,
        prisoner=above.prisoner_id or page.prisoner_id,
    )


def _put_aside(batch: ScanBatch, page: ScannedPage) -> None:
    if page.group == ASIDE:
        raise CannotBeDone
    batch.pages.filter(pk=page.pk).update(group=ASIDE, sheet=None, prisoner=None)


def _put_back(batch: ScanBatch, page: ScannedPage) -> None:
    if page.group != ASIDE:
        raise CannotBeDone
    batch.pages.filter(pk=page.pk).update(group=_new_group(batch))


def _throw_away(batch: ScanBatch, page: ScannedPage) -> None:
    """Only what was put aside first: two decisions stand between a page and its end."""
    if page.group != ASIDE:
        raise CannotBeDone
    logger.info("Scanned page thrown away", extra={"event": "scan_thrown_away", "page": page.pk})
    batch.pages.filter(pk=page.pk).delete()


def _turn(batch: ScanBatch, page: ScannedPage) -> None:
    content = unseal_bytes(page.sealed, letter=batch.uuid, field=SCANNED_PAGE)
    try:
        image, picture_format = dots_of(BytesIO(content))
    except PictureRefused:
        raise CannotBeDone from None
    turned = encode(image.transpose(Image.Transpose.ROTATE_270), picture_format)
    sealed = seal_bytes(turned.bytes, letter=batch.uuid, field=SCANNED_PAGE)
    batch.pages.filter(pk=page.pk).update(sealed=sealed)


DOERS = {
    ScanAct.SPLIT: _split,
    ScanAct.JOIN: _join,
    ScanAct.TURN: _turn,
    ScanAct.PUT_ASIDE: _put_aside,
    ScanAct.PUT_BACK: _put_back,
    ScanAct.THROW_AWAY: _throw_away,
}
