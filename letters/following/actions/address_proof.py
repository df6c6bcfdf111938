"""Asking the owner of an address, and taking the answer."""

from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from letters.choices.requests import RequestKind
from letters.models import ErasureRequest, Letter, WriterAddress
from letters.permissions.limits import BETWEEN_REQUESTS, CONFIRM_WITHIN
from letters.querysets.by_digest import kind_waiting, with_digest
from letters.requests.actions.asking import ask
from letters.sealing.email_index import LINK, address_index, link_digest, link_token

Linked = TypeVar("Linked", WriterAddress, ErasureRequest)


@transaction.atomic
def know_address(*, letter: Letter, email: str) -> tuple[WriterAddress, bool]:
    """Note the index of a letter's address (staff side); return (address, whether it may be asked now).

    An address is asked once an hour at most, however many letters name it; the letter that asked may ask
    again, since its mail may not have left.
    """
    index = address_index(email)
    Letter.objects.filter(pk=letter.pk).update(email_index=index)
    now = timezone.now()
    address, is_new = WriterAddress.objects.select_for_update().get_or_create(
        index=index,
        defaults={
            "link_digest": link_digest(link_token(index)),
            "asked_at": now,
            "asked_for": letter.uuid,
        },
    )
    if is_new or address.confirmed_at or address.asked_for == letter.uuid:
        return address, True
    if now - address.asked_at < BETWEEN_REQUESTS:
        return address, False
    address.asked_at, address.asked_for = now, letter.uuid
    address.save(update_fields=["asked_at", "asked_for"])
    return address, True


def find_linked(rows: QuerySet[Linked], token: str | None, *, at: datetime | None = None) -> Linked | None:
    """Return the row whose link this is, if it could be confirmed `at`; None otherwise.

    It knows only what tells whether the link was pressed (`waiting_request` and the times): a public host
    reads no more.
    """
    if not token or not LINK.fullmatch(token):
        return None
    since = (at or timezone.now()) - CONFIRM_WITHIN
    digest = link_digest(token)
    found: QuerySet[Any] = with_digest(rows, digest).filter(asked_at__gte=since)
    with_wish = found.only("asked_at", "confirmed_at").annotate(waiting_request=kind_waiting(digest))
    row: Linked | None = with_wish.first()
    return row


def find_address(token: str | None) -> WriterAddress | None:
    return find_linked(WriterAddress.objects.all(), token)


def ask_to_confirm(*, token: str | None) -> WriterAddress | None:
    """Note that the owner of an address says yes; None for a link not ours or over."""
    address = find_address(token)
    if address and token and address.confirmed_at is None:
        ask(RequestKind.CONFIRM, digest=link_digest(token), proof=token)
        address.waiting_request = RequestKind.CONFIRM
    return address


@transaction.atomic
def confirm_address(*, token: str | None, at: datetime | None = None) -> WriterAddress | None:
    """Mark the address as confirmed by its owner; return it, or None for a link not ours, over or used.

    `at` is when the link was pressed.
    """
    address = find_linked(WriterAddress.objects.all(), token, at=at)
    if address is None or address.confirmed_at:
        return None
    address.confirmed_at = timezone.now()
    address.save(update_fields=["confirmed_at"])
    return address
