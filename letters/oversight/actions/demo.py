"""What the demo needs of letters: somebody at each desk, and no trace of letters to invented people."""

from django.contrib.auth import get_user_model
from django.db import models, transaction

from home.models import Outbox
from home.staff.roles import RoleKind
from letters.models import Letter, LetterLogEntry, WriterAddress, WriterRequest
from letters.oversight.actions.desks import create_desk, seat
from prisoner_pages.demo.actions.accounts import accounts_of
from prisoner_pages.models import Partner


@transaction.atomic
def seat_letter_staff() -> None:
    """Give every partner with a workspace a desk, and each letter role of the demo a seat at it."""
    seated = accounts_of(RoleKind.DESK)
    users = get_user_model().objects.in_bulk(
        [account.username for _role, account in seated], field_name="username"
    )
    for partner in Partner.objects.with_workspace().filter(desk_staff__isnull=True):
        desk = create_desk(partner=partner)
        for role, account in seated:
            languages = ",".join(account.languages)
            seat(desk=desk, user=users[account.username], role=role.key, languages=languages)


@transaction.atomic
def remove_letters_to_invented() -> None:
    """Delete letters to invented people, their logs and what waits to be done about them."""
    letters = Letter.objects.filter(prisoner__invented=True)
    references = list(letters.values_list("uuid", flat=True))
    Outbox.objects.filter(reference__in=references).delete()
    WriterRequest.objects.filter(letter_uuid__in=references).delete()
    WriterAddress.objects.filter(asked_for__in=references).delete()
    # A log is never deleted while its letter exists; these letters never had a reader.
    models.QuerySet(LetterLogEntry).filter(letter__in=letters).delete()
    letters.delete()
