"""Access in an emergency: one person asks with a reason, another grants it, for a short time, in the log."""

import uuid
from collections.abc import Collection, Iterable
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from home.jobs.actions.outbox import queue_mail
from home.jobs.mail_renderers import Mail
from home.settings.defaults import settings
from letters.choices.desk import LogAction
from letters.handling.actions.transitions import lock_letter
from letters.lifecycle import ACCESS_GRANTED_BY, ACCESS_HOLDS
from letters.log.actions.entries import log_by_staff
from letters.models import DeskMember, GlassBreak, Letter
from letters.permissions.letters import (
    access_requests_shown_to,
    auditors,
    desk_of,
    may_ask_for_access,
    may_grant_access,
)
from letters.sealing.sealed_box import UnsealError, seal_text, unseal_text
from prisoner_pages.permissions.partners import require

ACCESS_ASKED, ACCESS_GRANTED = "glass_asked", "glass_granted"
FIELD = "glass_reason"
LOW_BITS = 2**64 - 1


class RequestOver(Exception):
    """The request was granted already, or nobody granted it in time."""


@transaction.atomic
def ask_for_access(*, letter: Letter, by: User, reason: str) -> GlassBreak:
    """Ask that `by` may read the letter; return the GlassBreak, which is the one that waits where one does.

    Raises PermissionDenied. Those who may grant it are told by mail, without a word of letter or reason.
    """
    letter = lock_letter(letter)
    require(may_ask_for_access(by, letter))
    waiting = GlassBreak.objects.waiting().filter(letter=letter, asked_by=by).first()
    if waiting:
        return waiting
    sealed = seal_text(reason, letter=letter.uuid, field=FIELD)
    access = GlassBreak.objects.create(letter=letter, asked_by=by, sealed_reason=sealed)
    log_by_staff(letter, LogAction.GLASS_ASKED, by=by)
    _tell(ACCESS_ASKED, access, [user for user in _second_persons(letter) if may_grant_access(user, access)])
    return access


@transaction.atomic
def grant_access(*, access: GlassBreak, by: User) -> GlassBreak:
    """Let whoever asked read the letter for a while; return the GlassBreak.

    Raises PermissionDenied, and RequestOver when it was granted already or waited too long.
    """
    letter = lock_letter(access.letter)
    require(may_grant_access(by, access) and may_ask_for_access(access.asked_by, letter))
    waiting = GlassBreak.objects.waiting().select_for_update().filter(pk=access.pk).first()
    if waiting is None:
        raise RequestOver
    now = timezone.now()
    waiting.granted_by, waiting.granted_at, waiting.expires_at = by, now, now + ACCESS_HOLDS
    waiting.save(update_fields=["granted_by", "granted_at", "expires_at"])
    log_by_staff(letter, LogAction.GLASS_GRANTED, by=by, detail=str(waiting.asked_by_id))
    _tell(ACCESS_GRANTED, waiting, auditors())
    return waiting


def open_requests(*, by: User, at_most: int) -> list[tuple[GlassBreak, str | None]]:
    """Return [(GlassBreak, reason)] of the requests that `by` finds, the newest first.

    A reason is "" once it is erased, None when its key is not here.
    """
    related = ("letter__prisoner__partner__letter_desk", "asked_by", "granted_by")
    found = access_requests_shown_to(by).select_related(*related).order_by("-pk")[:at_most]
    return [(access, _reason(access)) for access in found]


def _reason(access: GlassBreak) -> str | None:
    try:
        return access.sealed_reason and unseal_text(
            access.sealed_reason, letter=access.letter.uuid, field=FIELD
        )
    except UnsealError:
        return None


def _second_persons(letter: Letter) -> Collection[User]:
    """Auditors, and the coordinators of the letter's desk; each once."""
    seats = DeskMember.objects.seated().filter(desk=desk_of(letter), role__in=ACCESS_GRANTED_BY)
    coordinators = get_user_model().objects.filter(pk__in=seats.values("user"))
    return {user.pk: user for user in [*auditors(), *coordinators]}.values()


def _tell(template: str, access: GlassBreak, users: Iterable[User]) -> None:
    for user in users:
        if user.email:
            reference = uuid.UUID(int=(access.pk << 64) | user.pk)
            queue_mail(template=template, reference=reference, language="uk")


def access_asked(reference: UUID, language: str) -> Mail | None:
    """Tell somebody who may grant access that it is asked for; None once it is granted or over."""
    access, user = _found(GlassBreak.objects.waiting(), reference)
    if access is None or user is None or not may_grant_access(user, access):
        return None
    return Mail(user.email, _("Access to a letter is asked for"), _body("access_asked"))


def access_granted(reference: UUID, language: str) -> Mail | None:
    """Tell an auditor that access was granted; None when either is gone."""
    access, user = _found(GlassBreak.objects.filter(granted_at__isnull=False), reference)
    if access is None or user is None or user not in auditors():
        return None
    return Mail(user.email, _("Access to a letter was granted"), _body("access_granted"))


def _found(requests: QuerySet[GlassBreak], reference: UUID) -> tuple[GlassBreak | None, User | None]:
    access = requests.select_related("letter__prisoner__partner").filter(pk=reference.int >> 64).first()
    users = get_user_model().objects.filter(is_active=True).exclude(email="")
    return access, users.filter(pk=reference.int & LOW_BITS).first()


def _body(template: str) -> str:
    link = settings.STAFF_URL + reverse("letter_desk:access_requests")
    return render_to_string(f"letters/handling/{template}.txt", {"link": link}).strip() + "\n"
