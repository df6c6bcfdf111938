"""Telling those who run the site, by mail, that a job fails again and again."""

import uuid
from datetime import timedelta
from zlib import crc32

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from home.jobs.actions.outbox import queue_mail
from home.jobs.mail_renderers import Mail
from home.jobs.queue import known_jobs
from home.models import Outbox

JOB_FAILS = "job_fails"
TOLD_EACH = timedelta(days=1)
LOW_BITS = 2**64 - 1


@transaction.atomic
def tell_of_failing(job: str) -> None:
    """Queue a mail to each administrator about the job of this name, once a day; this is a job itself."""
    since = timezone.now() - TOLD_EACH
    for user in administrators():
        told = Outbox.objects.filter(template=JOB_FAILS, reference=reference_of(user, job))
        if not told.filter(created_at__gt=since).exists():
            language = UserProfile.get_for_user(user).get_preferred_language()
            queue_mail(template=JOB_FAILS, reference=reference_of(user, job), language=language)


def administrators() -> QuerySet[User]:
    users = get_user_model().objects.filter(is_superuser=True, is_active=True)
    return users.exclude(email="").order_by("pk")


# A row of the outbox names one thing by a UUID: here the person, and the job by the checksum of its name.
def reference_of(user: User, job: str) -> uuid.UUID:
    return uuid.UUID(int=(user.pk << 64) | crc32(job.encode()))


def job_fails(reference: uuid.UUID, _language: str) -> Mail | None:
    """Name the job, and nothing it works on; None when the person is no administrator any more."""
    user = administrators().filter(pk=reference.int >> 64).first()
    named = [name for name in known_jobs() if crc32(name.encode()) == reference.int & LOW_BITS]
    if user is None or not named:
        return None
    job = named[0]
    body = render_to_string("home/jobs/job_fails.txt", {"job": job}).strip() + "\n"
    return Mail(user.email, _("A job of the site fails: %(job)s") % {"job": job}, body)
