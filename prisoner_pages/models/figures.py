from calendar import monthrange
from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, gettext_lazy as _

from home.fields import StatedPeriod
from home.languages.dates import date_as_stated
from prisoner_pages.choices import FigureSubject, Qualifier
from prisoner_pages.querysets.partners import FigureQuerySet


def last_day_of(stated: str) -> date | None:
    """Return the last day of a year, month or day as it was published; None for any other words.

    >>> last_day_of("2024-02")
    datetime.date(2024, 2, 29)
    """
    parts = stated.split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or not 1 <= len(parts) <= 3:
        return None
    year, month, day = [*map(int, parts), 0, 0][:3]
    try:
        month = month or 12
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError:
        return None


class Figure(models.Model):
    """A number somebody published, shown with who counted and when; never mixed with ours.

    Append-only: one that is wrong is taken back (prisoner_pages.campaigns.actions.figures).
    """

    # As precise as it was published: YYYY, YYYY-MM, YYYY-MM-DD, or "since YYYY-MM-DD".
    date = StatedPeriod(_("date or period"), max_length=20)
    subject = models.CharField(_("what was counted"), max_length=20, choices=FigureSubject.choices)
    counted_by_uk = models.CharField(_("who counted, in Ukrainian"), max_length=255)
    counted_by_en = models.CharField(_("who counted, in English"), max_length=255)
    qualifier = models.CharField(_("qualifier"), max_length=20, choices=Qualifier.choices, blank=True)
    total = models.PositiveIntegerField(_("total"))
    of_them = models.PositiveIntegerField(_("of them Crimean Tatars"), null=True, blank=True)
    definition_uk = models.CharField(_("what the number covers, in Ukrainian"), max_length=500, blank=True)
    definition_en = models.CharField(_("what the number covers, in English"), max_length=500, blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    # Letters of one campaign or one event: the page in the source locale shows them as its counter.
    campaign = models.ForeignKey(
        "prisoner_pages.CampaignPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("of the campaign"),
    )
    event = models.ForeignKey(
        "prisoner_pages.EventPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("of the event"),
    )
    # The last day it covers; NULL where a source names none ("since ..."): nothing can be counted on from it.
    counted_until = models.DateField(null=True, editable=False)

    # Shown nowhere since then; the reason is for staff.
    taken_back_at = models.DateTimeField(null=True, editable=False)
    taken_back_because = models.CharField(
        max_length=255, blank=True, default="", db_default="", editable=False
    )
    TAKEN_BACK: ClassVar[list[str]] = ["taken_back_at", "taken_back_because"]

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_date_display()}: {self.total}"

    def save(self, **kwargs: Any) -> None:
        if self.pk and kwargs.get("update_fields") != self.TAKEN_BACK:
            raise ValidationError(_("A published figure is never changed: add a new one."))
        self.counted_until = last_day_of(self.date)
        super().save(**kwargs)

    def get_date_display(self) -> str:
        return date_as_stated(self.date)

    @property
    def state(self) -> str:
        if not self.taken_back_at:
            return gettext("shown")
        return gettext("taken back: %s") % self.taken_back_because
