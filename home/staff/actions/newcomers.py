"""Mails about whoever came by an invitation, to all who manage the staff: nobody comes in unseen."""

from uuid import UUID

from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from home.jobs.actions.outbox import queue_mail
from home.jobs.mail_renderers import Mail
from home.models import Invitation
from home.staff.given_roles import held_by
from home.staff.links import staff_link
from home.staff.permissions import managers

JOINED = "staff_joined"
LOW_BITS = 2**64 - 1


def tell_managers(invitation: Invitation) -> None:
    """Queue a mail to coordinators and administrators, other than whoever invited and whoever came."""
    others = managers().exclude(pk=invitation.by_id).exclude(came_by=invitation)
    for user in others.exclude(email=""):
        # A row of the outbox names one thing by a UUID: here the invitation, and who is told of it.
        reference = UUID(int=(invitation.pk << 64) | user.pk)
        language = UserProfile.get_for_user(user).get_preferred_language()
        queue_mail(template=JOINED, reference=reference, language=language)


def staff_joined(reference: UUID, _language: str) -> Mail | None:
    """Say who invited and to what; None for who manages the staff no more, or once it is gone."""
    user: User | None = managers().filter(pk=reference.int & LOW_BITS).exclude(email="").first()
    used = Invitation.objects.exclude(account=None).select_related("by", "account")
    invitation = used.filter(pk=reference.int >> 64).first()
    if user is None or invitation is None:
        return None
    context = {
        "by": invitation.by.get_full_name() or invitation.by.get_username(),
        "roles": [given.words for given in held_by(invitation.account)],
        "link": staff_link("staff_person", invitation.account_id),
    }
    body = render_to_string("home/staff/joined.txt", context).strip() + "\n"
    return Mail(user.email, _("A new account of the staff"), body)
