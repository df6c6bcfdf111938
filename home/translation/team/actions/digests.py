"""Mail to the people at the desk: one mail for each, with what is new since the last one."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from home.jobs.actions.outbox import queue_mail
from home.jobs.mail_renderers import Mail
from home.jobs.queue import do_each
from home.translation.choices import Frequency
from home.translation.models import DigestChoice, Notice
from home.translation.permissions import works_here
from home.translation.team.read_models import digest_of

DESK_DIGEST = "desk_digest"
MORNING = 7  # o'clock: nobody's phone should ring at midnight
A_WEEK = timedelta(days=7)
KEPT_FOR = timedelta(days=30)
LOW_BITS = 2**64 - 1
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def send_digests() -> None:
    """Queue a mail to each person with news whose time has come; an hourly job.

    Raises RowsFailed.
    """
    now = timezone.now()
    Notice.objects.filter(sent_at__lt=now - KEPT_FOR).delete()
    waiting = get_user_model().objects.filter(desk_notices__sent_at=None, desk_notices__isnull=False)
    do_each(waiting.distinct().order_by("pk"), lambda user: _send(user, now))


@transaction.atomic
def _send(user: User, now: datetime) -> None:
    """Mark the notices and queue their mail together: a worker that is killed leaves both or neither."""
    DigestChoice.objects.get_or_create(user=user)
    choice = DigestChoice.objects.select_for_update().get(user=user)
    unsent = Notice.objects.filter(user=user, sent_at=None)
    if not user.is_active or not user.email or not works_here(user):
        unsent.delete()
    elif is_due(choice, now) and unsent.update(sent_at=now):
        choice.last_sent_at = now
        choice.save(update_fields=["last_sent_at"])
        queue_mail(template=DESK_DIGEST, reference=reference_of(user, now), language=language_of(user))


def is_due(choice: DigestChoice, now: datetime) -> bool:
    """Say whether the time has come at which this person wants mail."""
    if choice.frequency == Frequency.IMMEDIATE:
        return True
    if choice.frequency == Frequency.OFF or timezone.localtime(now).hour < MORNING:
        return False
    if choice.last_sent_at is None:
        return True
    passed = timezone.localdate(now) - timezone.localdate(choice.last_sent_at)
    return passed >= (A_WEEK if choice.frequency == Frequency.WEEKLY else timedelta(days=1))


def language_of(user: User) -> str:
    """Return the language in which the person reads the admin."""
    return UserProfile.get_for_user(user).get_preferred_language()


# A row of the outbox names one thing by a UUID: here the person, and the moment that marks their notices.
def reference_of(user: User, moment: datetime) -> UUID:
    return UUID(int=(user.pk << 64) | (moment - EPOCH) // timedelta(microseconds=1))


def render_digest(reference: UUID, _language: str) -> Mail | None:
    """Return the mail; None when the person may not or need not read it any more."""
    user = get_user_model().objects.filter(pk=reference.int >> 64, is_active=True).first()
    if user is None or not user.email:
        return None
    moment = EPOCH + timedelta(microseconds=reference.int & LOW_BITS)
    body = digest_of(user, user.desk_notices.filter(sent_at=moment))
    return Mail(user.email, _("What is new at the translation desk"), body) if body else None
