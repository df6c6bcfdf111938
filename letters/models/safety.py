import uuid

from django.conf import settings
from django.db import models

from letters.models.letter import Letter
from letters.querysets.desks import GlassBreakQuerySet, ReleaseCopyQuerySet


class GlassBreak(models.Model):
    """Somebody without the right asked to read a letter in an emergency; another person may grant it."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="glass_breaks")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    sealed_reason = models.TextField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    granted_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    objects = GlassBreakQuerySet.as_manager()


class Tombstone(models.Model):
    """A letter that was erased: when an old backup is restored, it is erased again."""

    # sha256 of the letter's uuid.
    digest = models.CharField(max_length=64, unique=True)
    erased_on = models.DateField()


class DayDigest(models.Model):
    """What the logs of all letters came to at the end of a day, chained from day to day."""

    day = models.DateField()
    entries = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    # A backup was restored on that day: what the log said since the backup is lost.
    is_gap = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["day", "is_gap"], name="one_digest_a_day")]

    @property
    def facts(self):
        return {"day": self.day.isoformat(), "entries": self.entries, "is_gap": self.is_gap}


class ErasureRequest(models.Model):
    """Somebody asked by e-mail that their letters be erased; nothing happens until the link is confirmed.

    Made on the public side, which cannot say whether it knows the address; the worker finds out.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField()
    # When the mail with the link was made, which may wait for its turn.
    told_at = models.DateTimeField(null=True)
    sealed_email = models.TextField(blank=True)
    index = models.CharField(max_length=64, blank=True)
    link_digest = models.CharField(max_length=64, blank=True, db_index=True)
    confirmed_at = models.DateTimeField(null=True)


class ReleaseCopy(models.Model):
    """A letter kept until its recipient is free, sealed to a key of which only the public half is here."""

    letter = models.OneToOneField(Letter, models.CASCADE, primary_key=True, related_name="release_copy")
    made_on = models.DateField()
    offline = models.BinaryField()
    # The last day on which it was taken out to be handed over.
    exported_on = models.DateField(null=True)

    objects = ReleaseCopyQuerySet.as_manager()
