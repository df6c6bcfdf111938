import uuid

from django.db import models

from letters.models.letter import Letter
from letters.querysets.desks import ReleaseCopyQuerySet


class Tombstone(models.Model):
    """A letter that was erased: when an old backup is restored, it is erased again."""

    # sha256 of the letter's uuid.
    digest = models.CharField(max_length=64, unique=True)
    erased_on = models.DateField()


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

    waiting_request: str | None  # where it was found by its link


class ReleaseCopy(models.Model):
    """A letter kept until its recipient is free, sealed to a key of which only the public half is here."""

    letter = models.OneToOneField(Letter, models.CASCADE, primary_key=True, related_name="release_copy")
    made_on = models.DateField()
    offline = models.BinaryField()
    # The last day on which it was taken out to be handed over.
    exported_on = models.DateField(null=True)

    objects = ReleaseCopyQuerySet.as_manager()
