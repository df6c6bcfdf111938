"""No trace of letters to invented people."""

from django.db import models, transaction

from home.caching.kept_whole import LETTERS_COUNTED
from home.caching.read_models import bump
from home.models import Outbox
from letters.demo.reading import demo
from letters.models import (
    DayPack,
    FamilyRequest,
    Letter,
    LetterDesk,
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
from prisoner_pages.models import Prisoner


@transaction.atomic
def remove_letters_to_invented() -> None:
    """Delete letters to invented people, their logs, their paper and what waits to be done about them.

    The invented return address goes too: the desks are real, and so is what they post.
    """
    letters = Letter.objects.filter(prisoner__invented=True)
    references = list(letters.values_list("uuid", flat=True))
    Outbox.objects.filter(reference__in=references).delete()
    WriterRequest.objects.filter(letter_uuid__in=references).delete()
    WriterAddress.objects.filter(asked_for__in=references).delete()
    _remove_replies()
    _remove_family_requests()
    packs = set(DayPack.objects.filter(runs__printed__letter__in=letters).values_list("pk", flat=True))
    # A log is never deleted while its letter exists; these letters never had a reader.
    models.QuerySet(LetterLogEntry).filter(letter__in=letters).delete()
    letters.delete()
    bump(LETTERS_COUNTED)
    DayPack.objects.filter(pk__in=packs, runs__printed__isnull=True).delete()
    ScanBatch.objects.filter(by__in=demo_accounts()).delete()
    PlaceStop.objects.filter(returns__isnull=True, facility__in=invented_facilities()).delete()
    _remove_return_address()


def _remove_replies() -> None:
    replies = Reply.objects.filter(prisoner__invented=True)
    models.QuerySet(ReplyLogEntry).filter(reply__in=replies).delete()
    replies.delete()


def _remove_family_requests() -> None:
    invented = Prisoner.objects.filter(invented=True).values_list("slug", flat=True)
    written_at = {told["at"] for told in demo()["relative"]}
    FamilyRequest.objects.filter(slug__in=written_at.union(invented)).delete()


def _remove_return_address() -> None:
    """Blank it where it is the demo's, whatever a form that was saved since did to the ends of lines."""
    invented = demo()["return_address_ru"].split()
    for desk in LetterDesk.objects.select_for_update().exclude(return_address_ru=""):
        if desk.return_address_ru.split() == invented:
            desk.return_address_ru = ""
            desk.save(update_fields=["return_address_ru"])
