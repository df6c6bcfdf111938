"""Telling those who run the site, by mail, that a job fails again and again, and that the keys are locked."""

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
from home.security.keyring import locked_since

JOB_FAILS = "job_fails"
TOLD_EACH = timedelta(days=1)
KEYS_LOCKED, TELL_OF_LOCKED = "keys_locked", "home.tell_of_locked"
# Who has started the machine is at it: nobody is told who unlocks within this.
TIME_TO_UNLOCK = timedelta(minutes=5)
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


def some_are_untold() -> bool:
    """Say whether the keys are locked and an administrator has not been told since."""
    return bool(_untold())


@transaction.atomic
def tell_of_locked() -> None:
    """Queue a mail to each administrator, once for each time that the keys were locked; a job itself."""
    for user in _untold():
        language = UserProfile.get_for_user(user).get_preferred_language()
        queue_mail(template=KEYS_LOCKED, reference=_of_person(user), language=language, wait=TIME_TO_UNLOCK)


def _untold() -> list[User]:
    since = locked_since()
    if since is None:
        return []
    told = Outbox.objects.filter(template=KEYS_LOCKED, created_at__gte=since)
    return [user for user in administrators() if not told.filter(reference=_of_person(user)).exists()]


def _of_person(user: User) -> uuid.UUID:
    return uuid.UUID(int=user.pk << 64)


def keys_locked(reference: uuid.UUID, _language: str) -> Mail | None:
    """Say how to unlock; None when that is done, or the person is no administrator any more."""
    user, since = administrators().filter(pk=reference.int >> 64).first(), locked_since()
    if user is None or since is None:
        return None
    body = render_to_string("home/jobs/keys_locked.txt", {"since": since}).strip() + "\n"
    return Mail(user.email, _("The letters are locked"), body)
