from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from prisoner_pages.models import Partner


class LetterDesk(models.Model):
    """The staff of one partner who handle letters, for its own people and those of partners it works for."""

    partner = models.OneToOneField(
        Partner, models.PROTECT, related_name="desk_staff", verbose_name=_("partner")
    )
    screeners = models.OneToOneField(
        Group, models.PROTECT, related_name="screens_at", verbose_name=_("screeners")
    )

    class Meta:
        verbose_name = _("letter desk")
        verbose_name_plural = _("letter desks")

    def __str__(self):
        return str(self.partner)
