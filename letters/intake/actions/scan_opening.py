"""Opening a scanned page that is no letter yet; one of a letter: `handling.actions.opening.open_scan`."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from letters.choices.desk import DeskWork
from letters.handling.actions.opening import require_below_cap
from letters.models import SCANNED_PAGE, ScanBatch, ScannedPage, ScanOpening
from letters.permissions.letters import require_desk_work
from letters.sealing.sealed_box import unseal_bytes


@transaction.atomic
def open_page(*, page: ScannedPage, by: User) -> tuple[bytes, str]:
    """Return (bytes, format) of the page, logged once a person and day; it counts as a letter opened.

    Raises PermissionDenied (TooManyOpened among them), and UnsealError when its key is not here.
    """
    # One look after the other, so that a page counts once and the cap holds.
    batch = ScanBatch.objects.select_for_update(of=("self",)).select_related("desk").get(pk=page.batch_id)
    require_desk_work(by, DeskWork.READ_SCANS, batch.desk.partner_id)
    today = timezone.localdate()
    if not ScanOpening.objects.filter(page=page, by=by, day=today).exists():
        require_below_cap(batch.desk, by, scan=(page.batch_id, page.group))
        ScanOpening.objects.create(page=page, batch=batch, by=by, by_name=by.get_username(), day=today)
    return unseal_bytes(page.sealed, letter=batch.uuid, field=SCANNED_PAGE), page.format
