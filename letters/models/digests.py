"""The log of a day summed up, chained to the day before."""

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
