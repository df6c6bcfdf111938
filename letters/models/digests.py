"""What is known by its digest alone: the log of a day, chained to the day before; keys that hosts share."""

from django.db import models


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
    def facts(self) -> dict[str, object]:
        return {"day": self.day.isoformat(), "entries": self.entries, "is_gap": self.is_gap}


class SharedKey(models.Model):
    """A key of a ring that every host has, as the staff host knows it: a host with another finds out."""

    ring = models.CharField(max_length=40)
    kid = models.CharField(max_length=8)
    digest = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["ring", "kid"], name="one_digest_a_key")]
