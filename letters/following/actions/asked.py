"""What a writer asked for after sending, carried out where the keys are."""

from datetime import timedelta

from django.utils import timezone

from home.jobs.actions.outbox import queue_mail
from home.models import Outbox
from letters.following.actions.address_proof import confirm_address
from letters.following.actions.answers import agree_to_leave_out, withdraw_letter
from letters.following.actions.mail import LETTER_RECEIVED
from letters.models import Letter, WriterRequest
from letters.requests.actions.carrying_out import (
    Refused,
    language_of,
    letter_asked_about,
    letter_named,
    proof_in,
)

# The row of a mail that has gone is kept longer (letters.retention.rules); an older letter has its index.
TOLD_WITHIN = timedelta(days=1)


def withdraw_as_asked(request: WriterRequest) -> None:
    withdraw_letter(letter=letter_asked_about(request))


def answer_as_asked(request: WriterRequest) -> None:
    agree_to_leave_out(letter=letter_asked_about(request))


def confirm_as_asked(request: WriterRequest) -> None:
    if confirm_address(token=proof_in(request), at=request.asked_at) is None:
        raise Refused("no such link")


def notify_as_asked(request: WriterRequest) -> None:
    """Queue the first mail about a letter: once, however often a host in foreign hands asks for it."""
    letter = letter_named(request)
    if letter is None or not letter.sealed_email or _is_told(letter):
        raise Refused("nobody to tell")
    queue_mail(template=LETTER_RECEIVED, reference=letter.uuid, language=language_of(request))


def _is_told(letter: Letter) -> bool:
    mails = Outbox.objects.filter(template=LETTER_RECEIVED, reference=letter.uuid)
    is_old = letter.received_on < timezone.localdate() - TOLD_WITHIN
    return mails.exists() or (is_old and letter.email_index != "")
