"""What the demo needs of letters: somebody at each desk, and no trace of letters to invented people."""

from django.contrib.auth import get_user_model
from django.db import models, transaction

from home.models import Outbox
from letters.actions.desks import create_desk
from letters.models import Letter, LetterLogEntry, WriterAddress
from prisoner_pages.demo.accounts import ACCOUNTS, Role
from prisoner_pages.models import Partner


@transaction.atomic
def seat_screeners():
    """Give every partner with a workspace a desk, and the demo's screener a seat at each."""
    names = [account.username for account in ACCOUNTS if account.role is Role.SCREENER]
    screeners = get_user_model().objects.filter(username__in=names)
    for partner in Partner.objects.with_workspace().filter(desk_staff__isnull=True):
        create_desk(partner=partner).screeners.user_set.add(*screeners)


@transaction.atomic
def remove_letters_to_invented():
    """Delete letters to invented people, their logs and what waits in the outbox for them."""
    letters = Letter.objects.filter(prisoner__invented=True)
    references = list(letters.values_list("uuid", flat=True))
    Outbox.objects.filter(reference__in=references).delete()
    WriterAddress.objects.filter(asked_for__in=references).delete()
    # A log is never deleted while its letter exists; these letters never had a reader.
    models.QuerySet(LetterLogEntry).filter(letter__in=letters).delete()
    letters.delete()
