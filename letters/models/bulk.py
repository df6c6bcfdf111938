import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from letters.choices.desk import Act, Refusal
from letters.models.letter import Letter


class BulkAct(models.Model):
    """One act done to many letters at once. The uuid comes with the form: sent twice, done once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    act = models.CharField(_("act"), max_length=20, choices=Act.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    # The code of a reason, as in the log.
    detail = models.CharField(max_length=100, blank=True)
    # Ticked, or in a ticked group; there are fewer outcomes where this person may no longer see some of them.
    chosen_count = models.PositiveIntegerField(default=0)


class BulkOutcome(models.Model):
    """What became of one letter: done, or refused and why; later perhaps undone."""

    bulk = models.ForeignKey(BulkAct, models.CASCADE, related_name="outcomes")
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="+")
    refusal = models.CharField(max_length=20, blank=True, choices=Refusal.choices)
    # The letter's version after the act: what may be undone.
    version = models.PositiveIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)
    undo_refusal = models.CharField(max_length=20, blank=True, choices=Refusal.choices)
    # Why it was refused, as its list says it.
    words: str

    class Meta:
        ordering = ["bulk", "pk"]
        constraints = [models.UniqueConstraint(fields=["bulk", "letter"], name="one_bulk_outcome")]
