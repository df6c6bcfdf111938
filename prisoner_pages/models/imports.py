from django.db import models
from django.utils.translation import gettext_lazy as _

from prisoner_pages.models.prisoner import Prisoner


class ImportedFact(models.Model):
    """What a list last said of one fact of a record, and what the record held once the import had set it.

    By the first a later run sees that a cell changed, by the second that nobody edited the fact since. A
    record that an import created has a row for the field `record`.
    """

    prisoner = models.ForeignKey(Prisoner, models.CASCADE, related_name="imported_facts")
    field = models.CharField(max_length=40)
    stated = models.TextField(blank=True)
    held = models.TextField(blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    stated_on = models.CharField(max_length=10, blank=True)
    # Set in a draft only: waits for a run with --publish or for a moderator.
    is_pending = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("imported fact")
        verbose_name_plural = _("imported facts")
        constraints = [
            models.UniqueConstraint(fields=["prisoner", "field"], name="one_imported_fact_a_field")
        ]
