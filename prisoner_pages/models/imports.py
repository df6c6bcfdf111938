"""Lists of partners: what they last said of a record, and one on its way in."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from home.security.encryption import PrivateText
from prisoner_pages.choices import ListStep, RowOutcome
from prisoner_pages.models.partner import Partner
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


class ListImport(models.Model):
    """One uploaded list. The file itself is not kept: its rows are, encrypted, until they are taken."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="lists", verbose_name=_("partner"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=10)  # of the remarks
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=list)  # ours, by place; "" for one that is left out
    remarks = models.JSONField(default=list)  # on the file as a whole
    step = models.CharField(max_length=10, choices=ListStep.choices, default=ListStep.COLUMNS)
    worked_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("uploaded list")
        verbose_name_plural = _("uploaded lists")
        ordering = ["-made_at", "-pk"]

    @property
    def is_worked_at(self) -> bool:
        return self.step in (ListStep.CHECKING, ListStep.TAKING)


class ListedRow(models.Model):
    """One row. What it says and what would change is sealed, and emptied once the list is taken."""

    source = models.ForeignKey(ListImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    row_key = models.UUIDField(default=uuid.uuid4, editable=False)
    cells_encrypted = models.BinaryField(default=bytes)
    found_encrypted = models.BinaryField(default=bytes)
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices, blank=True)
    is_chosen = models.BooleanField(default=True)
    takes = models.JSONField(default=list)  # facts of which the list's value is taken against an edit
    is_done = models.BooleanField(default=False)
    record = models.ForeignKey(Prisoner, models.SET_NULL, null=True, related_name="+")

    cells = PrivateText()
    found = PrivateText()

    class Meta:
        verbose_name = _("row of an uploaded list")
        verbose_name_plural = _("rows of uploaded lists")
        ordering = ["source", "number"]
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="one_row_a_number")]

    @property
    def line(self) -> list[str]:
        return json.loads(self.cells or "[]")

    @property
    def told(self) -> dict[str, Any]:
        """Return what was found: `name`, `changes` and `remarks`."""
        return {"name": "", "changes": [], "remarks": []} | json.loads(self.found or "{}")


class ListColumn(models.Model):
    """What a partner's own heading stands for; "" for a column that is left out."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="list_columns")
    heading = models.CharField(max_length=100)
    column = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("column of a partner’s lists")
        verbose_name_plural = _("columns of partners’ lists")
        constraints = [models.UniqueConstraint(fields=["partner", "heading"], name="one_meaning_a_heading")]
