"""No trace of letters to invented people."""

from django.db import models, transaction

from home.models import Outbox
from letters.models import (
    DayPack,
    Letter,
    LetterLogEntry,
    PlaceStop,
    Reply,
    ReplyLogEntry,
    ScanBatch,
    WriterAddress,
    WriterRequest,
)
from prisoner_pages.demo.actions.accounts import demo_accounts
from prisoner_pages.demo.actions.places import invented_facilities


@transaction.atomic
def remove_letters_to_invented() -> None:
    """Delete letters to invented people, their logs, their paper and what waits to be done about them."""
    letters = Letter.objects.filter(prisoner__invented=True)
    references = list(letters.values_list("uuid", flat=True))
    Outbox.objects.filter(reference__in=references).delete()
    WriterRequest.objects.filter(letter_uuid__in=references).delete()
    WriterAddress.objects.filter(asked_for__in=references).delete()
    _remove_replies()
    packs = set(DayPack.objects.filter(runs__printed__letter__in=letters).values_list("pk", flat=True))
    # A log is never deleted while its letter exists; these letters never had a reader.
    models.QuerySet(LetterLogEntry).filter(letter__in=letters).delete()
    letters.delete()
    DayPack.objects.filter(pk__in=packs, runs__printed__isnull=True).delete()
    ScanBatch.objects.filter(by__in=demo_accounts()).delete()
    PlaceStop.objects.filter(returns__isnull=True, facility__in=invented_facilities()).delete()


def _remove_replies() -> None:
    replies = Reply.objects.filter(prisoner__invented=True)
    models.QuerySet(ReplyLogEntry).filter(reply__in=replies).delete()
    replies.delete()
