"""The day's digest: what the logs of all letters came to, chained day to day, told to auditors."""

import uuid
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateformat import format as format_day
from django.utils.translation import gettext as _

from home.jobs.actions.outbox import queue_mail
from home.jobs.mail_renderers import Mail
from letters.hash_chain import START, digest_of_day, entry_hash
from letters.log.read_models import entries_of
from letters.models import DayDigest, LetterLogEntry
from letters.permissions.letters import AUDIT, auditors

LOG_DIGEST = "log_digest"
CLOSE_DAYS = "letters.close_days"
# A change begun before midnight is long committed then.
AFTER_MIDNIGHT = timedelta(hours=1)


def close_days(*, at: datetime | None = None) -> None:
    """Make the digest of each day that is over and has none; a job, safe to run twice and by two at once."""
    last = (timezone.localtime(at) - AFTER_MIDNIGHT).date() - timedelta(days=1)
    first = _first_open_day()
    made = [_close(first + timedelta(days=n)) for n in range((last - first).days + 1)] if first else []
    if made and made[-1]:
        _tell_auditors(made[-1])


def _first_open_day() -> date | None:
    """Return the day after the last digest, else the day of the first entry, else None."""
    closed = DayDigest.objects.filter(is_gap=False).order_by("-day").first()
    if closed:
        return closed.day + timedelta(days=1)
    entry = LetterLogEntry.objects.order_by("day").first()
    return entry.day if entry else None


def _close(day: date) -> DayDigest | None:
    """Return the new digest, or None when somebody else was quicker."""
    hashes = entries_of(day)
    try:
        return _append(day=day, entries=len(hashes), content=digest_of_day(hashes), is_gap=False)
    except IntegrityError:
        return None


def mark_gap() -> DayDigest:
    """Say in the chain that what the log held since the backup is lost; return the mark."""
    entries = LetterLogEntry.objects.count()
    return _append(day=timezone.localdate(), entries=entries, content="", is_gap=True)


@transaction.atomic
def _append(*, day: date, entries: int, content: str, is_gap: bool) -> DayDigest:
    last = DayDigest.objects.select_for_update().order_by("-pk").first()
    digest = DayDigest(day=day, entries=entries, is_gap=is_gap, previous=last.hash if last else START)
    digest.hash = entry_hash({**digest.facts, "content": content}, digest.previous)
    digest.save()
    return digest


def _tell_auditors(digest: DayDigest) -> None:
    for auditor in auditors().exclude(email=""):
        reference = uuid.UUID(int=(digest.pk << 64) | auditor.pk)
        queue_mail(template=LOG_DIGEST, reference=reference, language="uk")


def log_digest(reference: UUID, language: str) -> Mail | None:
    """Mail the digest's hash to an auditor; None when either is gone."""
    digest = DayDigest.objects.filter(pk=reference.int >> 64).first()
    auditor = get_user_model().objects.filter(pk=reference.int & (2**64 - 1), is_active=True).first()
    if digest is None or auditor is None or not auditor.has_perm(AUDIT):
        return None
    context = {"digest": digest, "day": format_day(digest.day, "Y-m-d")}
    body = render_to_string("letters/log/log_digest.txt", context)
    return Mail(auditor.email, _("The letters’ log: digest of the day"), body.strip() + "\n")
