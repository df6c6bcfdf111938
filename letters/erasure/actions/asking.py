"""Asking for letters to be erased, where they are asked about: by their code, by an address, by a link."""

import logging
from datetime import datetime, timedelta

from django.utils import timezone

from letters.choices.requests import RequestKind
from letters.following.actions.address_proof import find_linked
from letters.models import ErasureRequest, WriterRequest
from letters.permissions.limits import ERASURE_REQUESTS_AN_HOUR
from letters.requests.actions.asking import ask

HOUR = timedelta(hours=1)

logger = logging.getLogger(__name__)


def ask_for_link(*, email: str, page_language: str) -> None:
    """Ask for the mail with the link; the same work for every address, since nobody here can tell them apart.

    A flood is cut off by the hour, without a word: whoever asks is answered alike.
    """
    if is_flooded(timezone.now()):
        logger.warning("Too many requests to erase", extra={"event": "erasure_requests_capped"})
        return
    ask(RequestKind.ERASE_MAIL, proof=email, language=page_language)


def is_flooded(at: datetime, *, before: int | None = None) -> bool:
    """Have as many addresses been given within the hour as are answered? `before` counts up to that row."""
    asked = WriterRequest.objects.filter(kind=RequestKind.ERASE_MAIL, asked_at__gt=at - HOUR)
    earlier = asked if before is None else asked.filter(pk__lt=before)
    return earlier.count() >= ERASURE_REQUESTS_AN_HOUR


def find_request(token: str | None) -> ErasureRequest | None:
    return find_linked(ErasureRequest.objects.all(), token)


def ask_to_erase_all(*, token: str | None) -> ErasureRequest | None:
    """Ask that the letters of this address be erased; None for a link not ours or over."""
    found = find_request(token)
    if found and token and found.confirmed_at is None:
        ask(RequestKind.ERASE_YES, digest=found.link_digest, proof=token)
    return found


def is_erasure_confirmed(found: ErasureRequest) -> bool:
    """Has the button been pressed, whether or not it is carried out yet?"""
    about = {"kind": RequestKind.ERASE_YES, "digest": found.link_digest}
    return found.confirmed_at is not None or WriterRequest.objects.is_waiting(**about)
