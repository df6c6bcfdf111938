"""Mail to writers: never a word of a letter, never a prisoner's name, never a code.

Renderers run in the worker, which holds the private key; where nothing is left to tell they return None.
"""

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from home.jobs.mail_renderers import Mail, NotYet
from home.models import Outbox
from home.settings.defaults import settings
from letters.choices.letters import ClosedReason, LetterState
from letters.following.actions.address_proof import know_address
from letters.following.read_models.notifications import reason_words
from letters.models import Letter, WriterAddress
from letters.permissions.limits import ANSWER_WITHIN, CONFIRM_WITHIN, RECEIVED_MAILS_AN_HOUR
from letters.sealing.email_index import address_index, link_token
from letters.sealing.sealed_box import unseal_text

LETTER_RECEIVED = "letter_received"
LETTER_ASKED = "letter_asked"
LETTER_RETURNED = "letter_returned"
ANSWER_CAME = "answer_came"
HOUR = timedelta(hours=1)


def letter_received(reference: UUID, language: str) -> Mail | None:
    """Ask an unconfirmed address to confirm; tell a confirmed one that the letter is here.

    None when the letter or its address is gone, or the address was asked within the hour. Raises NotYet while
    enough of these mails have left: a host in foreign hands may name any address in any number of letters.
    """
    letter = Letter.objects.filter(uuid=reference).exclude(sealed_email="").first()
    if letter is None:
        return None
    _wait_for_turn()
    email = unseal_text(letter.sealed_email, letter=letter.uuid, field="email")
    address, may_ask = know_address(letter=letter, email=email)
    if not may_ask:
        return None
    if address.confirmed_at:
        return Mail(email, _("Your letter has reached us"), _body("received", language))
    link = settings.SITE_URL + reverse("letters:confirm", args=[link_token(address.index)])
    body = _body("confirm", language, link=link, days=CONFIRM_WITHIN.days)
    return Mail(email, _("Please confirm your address"), body)


def _wait_for_turn() -> None:
    sent = Outbox.objects.filter(template=LETTER_RECEIVED, state=Outbox.State.SENT)
    last = (
        sent.filter(sent_at__gt=timezone.now() - HOUR).order_by("-sent_at").values_list("sent_at", flat=True)
    )
    for first in last[RECEIVED_MAILS_AN_HOUR - 1 : RECEIVED_MAILS_AN_HOUR]:
        raise NotYet(cast(datetime, first) + HOUR)


def letter_asked(reference: UUID, language: str) -> Mail | None:
    """Say where a question waits for the writer. None once the letter waits no more."""
    letter = Letter.objects.filter(uuid=reference, state=LetterState.ASKED).exclude(sealed_email="").first()
    if letter is None or (email := _confirmed_address(letter)) is None:
        return None
    link = settings.SITE_URL + reverse("letters:status")
    body = _body("asked", language, link=link, days=ANSWER_WITHIN.days)
    return Mail(email, _("We have a question about your letter"), body)


def letter_returned(reference: UUID, language: str) -> Mail | None:
    """Say why the letter cannot go, in fixed words. None when the return was undone."""
    returned = Letter.objects.filter(state=LetterState.REJECTED, closed_because=ClosedReason.CANNOT_GO)
    letter = returned.filter(uuid=reference).exclude(sealed_email="").first()
    if letter is None or (email := _confirmed_address(letter)) is None:
        return None
    body = _body("returned", language, reasons=reason_words(letter.reasons_told, language))
    return Mail(email, _("Your letter cannot be sent as it is"), body)


def answer_came(reference: UUID, language: str) -> Mail | None:
    """Say that there is an answer, and nothing of it.

    None when it was taken back, where answering has turned out to be punished, or when the address is gone.
    """
    answered = Letter.objects.filter(uuid=reference, writer_copies__isnull=False).exclude(sealed_email="")
    letter = answered.first()
    if letter is None or letter.prisoner.refuses_answers:
        return None
    if (email := _confirmed_address(letter)) is None:
        return None
    link = settings.SITE_URL + reverse("letters:status")
    return Mail(email, _("There is an answer to your letter"), _body("answered", language, link=link))


def _confirmed_address(letter: Letter) -> str | None:
    """Return the address of the writer, or None while its owner has not said yes."""
    email = unseal_text(letter.sealed_email, letter=letter.uuid, field="email")
    known = WriterAddress.objects.filter(index=address_index(email), confirmed_at__isnull=False)
    return email if known.exists() else None


def _body(template: str, language: str, **context: object) -> str:
    return (
        render_to_string(f"letters/following/{template}.txt", {"language": language, **context}).strip()
        + "\n"
    )
