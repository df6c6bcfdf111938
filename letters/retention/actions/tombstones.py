"""Noting what is gone for good, so that no backup brings it back."""

from django.utils import timezone

from home.jobs.queue import enqueue_once
from letters.models import Tombstone

NOTE_ERASED = "letters.note_erased"


def bury(digest: str) -> None:
    """Note the digest (letters.retention.rules) in the database and soon in the ledger. Safe to do twice."""
    Tombstone.objects.get_or_create(digest=digest, defaults={"erased_on": timezone.localdate()})
    enqueue_once(NOTE_ERASED)
