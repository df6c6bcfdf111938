"""Mail to those who keep records, once a week: how much grows old this week. Counted; it names nobody."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from home.jobs.actions.outbox import queue_mail
from home.jobs.mail_renderers import Mail
from home.jobs.queue import do_each
from home.models import Outbox
from home.settings.defaults import settings
from prisoner_pages.choices import FactGroup
from prisoner_pages.models import Partner, Prisoner
from prisoner_pages.policies import GROWING_OLD

VERIFY_DIGEST = "verify_digest"
A_WEEK = timedelta(days=7)
LOW_BITS = 2**64 - 1


def send_digests() -> None:
    """Queue this week's mail for everybody who has had none since Monday; a daily job.

    Raises RowsFailed.
    """
    do_each(Partner.objects.with_workspace().open().order_by("pk"), _send)


@transaction.atomic
def _send(partner: Partner) -> None:
    if not any(due or soon for _group, due, soon in due_at(partner)):
        return
    for user in _readers(partner):
        reference = UUID(int=(partner.pk << 64) | user.pk)
        mails = Outbox.objects.filter(template=VERIFY_DIGEST, reference=reference)
        if not mails.filter(created_at__date__gte=_monday()).exists():
            language = UserProfile.get_for_user(user).get_preferred_language()
            queue_mail(template=VERIFY_DIGEST, reference=reference, language=language)


def _monday() -> date:
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())


def _readers(partner: Partner) -> QuerySet[User]:
    groups = [each for each in (partner.editors_id, partner.moderators_id) if each]
    members = User.groups.through.objects.filter(group__in=groups).values("user")
    return User.objects.filter(pk__in=members, is_active=True).exclude(email="").order_by("pk")


def due_at(partner: Partner) -> list[tuple[FactGroup, int, int]]:
    """Return [(group, how many are too old, how many more will be within a week)] of the partner's people."""
    people, ahead = Prisoner.objects.for_partner(partner), timezone.localdate() + A_WEEK
    counted = []
    for group in GROWING_OLD:
        due = people.to_verify_anew(group).count()
        counted.append((group, due, people.to_verify_anew(group, ahead).count() - due))
    return counted


def render_digest(reference: UUID, _language: str) -> Mail | None:
    """Return the mail as it is true today; None for who left, and where nothing grows old any more."""
    partner = Partner.objects.with_workspace().filter(pk=reference.int >> 64).first()
    user = _readers(partner).filter(pk=reference.int & LOW_BITS).first() if partner else None
    if partner is None or user is None:
        return None
    lines = [_line(group, due, soon) for group, due, soon in due_at(partner) if due or soon]
    if not lines:
        return None
    subject = _("%(partner)s: what is to be verified this week") % {"partner": partner}
    return Mail(user.email, subject, "\n\n".join([*lines, _("This mail names nobody on purpose.")]) + "\n")


def _line(group: FactGroup, due: int, soon: int) -> str:
    said = _("%(facts)s: too old %(due)s, within a week %(soon)s more") % {
        "facts": capfirst(group.label),
        "due": due,
        "soon": soon,
    }
    return f"{said}\n{settings.STAFF_URL}{reverse('places_to_verify', args=[group.value])}"
