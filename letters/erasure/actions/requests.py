"""Erasure by e-mail: asked for by anybody, confirmed by the owner of the address. All of it the worker's."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from home.jobs.actions.outbox import queue_mail
from home.jobs.mail_renderers import Mail, NotYet
from home.jobs.queue import do_each, enqueue_once
from home.settings.defaults import settings
from letters.choices.letters import LetterState
from letters.erasure.actions.asking import HOUR
from letters.erasure.actions.erase import erase_by_writer
from letters.following.actions.address_proof import find_linked
from letters.models import ErasureRequest, Letter
from letters.permissions.limits import BETWEEN_REQUESTS, CONFIRM_WITHIN, ERASURE_MAILS_AN_HOUR
from letters.sealing.email_index import address_index, erasure_token, link_digest
from letters.sealing.sealed_box import UnsealError, seal_text, unseal_text

ERASURE_ASKED = "erasure_asked"
ERASE_AS_ASKED = "letters.erase_as_asked"
FIELD = "erasure"  # as the address is sealed


@transaction.atomic
def ask_to_erase(*, email: str, page_language: str) -> None:
    """Keep the request, sealed, and have the address written to."""
    request = ErasureRequest(asked_at=timezone.now())
    request.sealed_email = seal_text(email, letter=request.uuid, field=FIELD)
    request.save()
    queue_mail(template=ERASURE_ASKED, reference=request.uuid, language=page_language)


def erasure_asked(reference: UUID, language: str) -> Mail | None:
    """Mail the link to an address whose letters are here, once an hour; forget the request of any other.

    Raises NotYet while enough other mails of this hour have left.
    """
    request = ErasureRequest.objects.filter(uuid=reference).exclude(sealed_email="").first()
    if request is None:
        return None
    email = unseal_text(request.sealed_email, letter=request.uuid, field=FIELD)
    _index_addresses()
    index, token = address_index(email), erasure_token(request.uuid)
    if request.told_at is None:
        if not _may_be_told(index):
            request.delete()
            return None
        _wait_for_turn()
        request.index, request.link_digest, request.told_at = index, link_digest(token), timezone.now()
        request.save(update_fields=["index", "link_digest", "told_at"])
    link = settings.SITE_URL + reverse("letters:erase_confirmed", args=[token])
    context = {"language": language, "link": link, "days": CONFIRM_WITHIN.days}
    body = render_to_string("letters/erasure/erase.txt", context).strip() + "\n"
    return Mail(email, _("Erase your letters?"), body)


def _may_be_told(index: str) -> bool:
    letters = Letter.objects.filter(email_index=index).exclude(state=LetterState.ERASED)
    told = ErasureRequest.objects.filter(index=index, told_at__gt=timezone.now() - BETWEEN_REQUESTS)
    return letters.exists() and not told.exists()


def _wait_for_turn() -> None:
    told = ErasureRequest.objects.filter(told_at__gt=timezone.now() - HOUR).order_by("-told_at")
    if full := told[ERASURE_MAILS_AN_HOUR - 1 : ERASURE_MAILS_AN_HOUR].values_list("told_at", flat=True):
        raise NotYet(cast(datetime, full[0]) + HOUR)


def _index_addresses() -> None:
    """Give every letter with an address its index: the first mail may still wait, or have been given up."""
    unknown = Letter.objects.filter(email_index="").exclude(sealed_email="")
    for letter in unknown.only("uuid", "sealed_email").iterator():
        try:
            email = unseal_text(letter.sealed_email, letter=letter.uuid, field="email")
        except UnsealError:
            continue
        Letter.objects.filter(pk=letter.pk, email_index="").update(email_index=address_index(email))


@transaction.atomic
def confirm_erasure(*, token: str | None, at: datetime | None = None) -> ErasureRequest | None:
    """Have the letters of this address erased; return the request, or None for a link not ours, over or used.

    `at` is when the link was pressed.
    """
    request = find_linked(ErasureRequest.objects.all(), token, at=at)
    if request is None or request.confirmed_at:
        return None
    request.confirmed_at = timezone.now()
    request.save(update_fields=["confirmed_at"])
    enqueue_once(ERASE_AS_ASKED)
    return request


def erase_as_asked() -> None:
    """Erase the letters of all confirmed requests; a job, safe to run twice. One letter a transaction.

    A request stays until its last letter is erased; it keeps no other waiting. Raises RowsFailed.
    """
    confirmed = ErasureRequest.objects.filter(confirmed_at__isnull=False).exclude(index="")
    do_each(confirmed.order_by("pk"), _carry_out)


def _carry_out(request: ErasureRequest) -> None:
    letters = Letter.objects.filter(email_index=request.index).exclude(state=LetterState.ERASED)
    do_each(letters.order_by("pk"), lambda letter: erase_by_writer(letter=letter, detail="by e-mail"))
    ErasureRequest.objects.filter(pk=request.pk).update(index="", sealed_email="")
