"""Mails about whoever came, by an invitation or by an account that there was, to all who manage the staff.

Nobody comes in unseen.
"""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from home.jobs.actions.outbox import queue_mail
from home.jobs.mail_renderers import Mail
from home.models import Invitation
from home.staff.given_roles import held_by
from home.staff.links import staff_link
from home.staff.permissions import BY_ANOTHER_HAND, managers

JOINED = "staff_joined"
CHANGED_MAIL = "staff_changed"
MAY_DO = gettext_lazy("what it may do")
# Fields of an account by which somebody else may come into it, or to more rights.
TOLD_OF = {
    "email": gettext_lazy("its address, where a new password can be asked for"),
    "is_active": gettext_lazy("whether it can be logged in to"),
    "is_superuser": MAY_DO,
    "groups": MAY_DO,
}
LOW_BITS = 2**64 - 1


def tell_managers(invitation: Invitation) -> None:
    """Queue a mail to coordinators and administrators, other than whoever invited and whoever came."""
    others = managers().exclude(pk=invitation.by_id).exclude(came_by=invitation)
    _queue(JOINED, invitation.pk, others.exclude(email=""))


def tell_of_change(entry: ModelLogEntry) -> None:
    """Queue a mail of what the log says of an account, but to whoever changed it and whose it is."""
    others = managers().exclude(pk__in=[entry.user_id, int(entry.object_id)])
    _queue(CHANGED_MAIL, entry.pk, others.exclude(email=""))


def _queue(template: str, about: int, told: Iterable[User]) -> None:
    for user in told:
        # A row of the outbox names one thing by a UUID: here what it is about, and who is told of it.
        reference = UUID(int=(about << 64) | user.pk)
        language = UserProfile.get_for_user(user).get_preferred_language()
        queue_mail(template=template, reference=reference, language=language)


def staff_joined(reference: UUID, _language: str) -> Mail | None:
    """Say who invited and to what; None for who manages the staff no more, or once it is gone."""
    user = _told(reference)
    used = Invitation.objects.exclude(account=None).select_related("by", "account")
    invitation = used.filter(pk=reference.int >> 64).first()
    if user is None or invitation is None:
        return None
    context = {
        "by": _name(invitation.by),
        "roles": [given.words for given in held_by(invitation.account)],
        "link": staff_link("staff_person", invitation.account_id),
    }
    body = render_to_string("home/staff/joined.txt", context).strip() + "\n"
    return Mail(user.email, _("A new account of the staff"), body)


def staff_changed(reference: UUID, _language: str) -> Mail | None:
    """Say who changed what of an account; None for who manages the staff no more."""
    user = _told(reference)
    entry = ModelLogEntry.objects.filter(pk=reference.int >> 64, action__in=BY_ANOTHER_HAND).first()
    account = entry and get_user_model().objects.filter(pk=entry.object_id).first()
    if user is None or entry is None or account is None:
        return None
    fields = entry.data.get("fields", ["groups"])
    context = {
        "by": _name(entry.user) if entry.user else "",
        "changes": list(dict.fromkeys(TOLD_OF[field] for field in fields if field in TOLD_OF)),
        "roles": [given.words for given in held_by(account)],
        "link": staff_link("staff_person", account.pk),
    }
    body = render_to_string("home/staff/changed.txt", context).strip() + "\n"
    return Mail(user.email, _("An account of the staff was changed"), body)


def _told(reference: UUID) -> User | None:
    return managers().filter(pk=reference.int & LOW_BITS).exclude(email="").first()


def _name(user: User) -> str:
    return user.get_full_name() or user.get_username()
