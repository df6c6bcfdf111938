"""Asking for letters to be erased, where they are asked about: by their code, by an address, by a link."""

import logging
from datetime import timedelta

from django.utils import timezone

from letters.choices.requests import RequestKind
from letters.following.actions.address_proof import find_linked
from letters.models import ErasureRequest, WriterRequest
from letters.permissions.limits import ERASURE_REQUESTS_AN_HOUR
from letters.requests.actions.asking import ask
from letters.sealing.email_index import link_digest

HOUR = timedelta(hours=1)

logger = logging.getLogger(__name__)


def ask_for_link(*, email: str, page_language: str) -> None:
    """Ask for the mail with the link; the same work for every address, since nobody here can tell them apart.

    A flood is cut off by the hour, without a word: whoever asks is answered alike.
    """
    if is_flooded():
        logger.warning("Too many requests to erase", extra={"event": "erasure_requests_capped"})
        return
    ask(RequestKind.ERASE_MAIL, proof=email, language=page_language)


def is_flooded() -> bool:
    """Have as many addresses been given within the hour as are answered?"""
    since = timezone.now() - HOUR
    asked = WriterRequest.objects.filter(kind=RequestKind.ERASE_MAIL, asked_at__gt=since)
    last = ERASURE_REQUESTS_AN_HOUR
    return asked.order_by()[last - 1 : last].exists()


def find_request(token: str | None) -> ErasureRequest | None:
    return find_linked(ErasureRequest.objects.all(), token)


def ask_to_erase_all(*, token: str | None) -> ErasureRequest | None:
    """Ask that the letters of this address be erased; None for a link not ours or over."""
    found = find_request(token)
    if found and token and found.confirmed_at is None:
        ask(RequestKind.ERASE_YES, digest=link_digest(token), proof=token)
        found.waiting_request = RequestKind.ERASE_YES
    return found


def is_erasure_confirmed(found: ErasureRequest) -> bool:
    """Has the button been pressed, whether or not it is carried out yet?"""
    return found.confirmed_at is not None or found.waiting_request is not None
