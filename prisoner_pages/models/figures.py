from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from prisoner_pages.choices import FigureSubject, Qualifier
from prisoner_pages.querysets import FigureQuerySet


class Figure(models.Model):
    """A number somebody published, shown with who counted and when; never mixed with ours. Append-only."""

    # As precise as it was published: YYYY, YYYY-MM, YYYY-MM-DD, or "since YYYY-MM-DD".
    date = models.CharField(_("date or period"), max_length=20)
    subject = models.CharField(_("what was counted"), max_length=20, choices=FigureSubject.choices)
    counted_by_uk = models.CharField(_("who counted, in Ukrainian"), max_length=255)
    counted_by_en = models.CharField(_("who counted, in English"), max_length=255)
    qualifier = models.CharField(_("qualifier"), max_length=20, choices=Qualifier.choices, blank=True)
    total = models.PositiveIntegerField(_("total"))
    of_them = models.PositiveIntegerField(_("of them Crimean Tatars"), null=True, blank=True)
    definition_uk = models.CharField(_("what the number covers, in Ukrainian"), max_length=500, blank=True)
    definition_en = models.CharField(_("what the number covers, in English"), max_length=500, blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        ordering = ["-date", "-pk"]

    def __str__(self):
        return f"{self.date}: {self.total}"

    def save(self, **kwargs):
        if self.pk:
            raise ValidationError(_("A published figure is never changed: add a new one."))
        super().save(**kwargs)
