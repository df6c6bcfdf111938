from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SecondStepResetQuerySet(models.QuerySet["SecondStepReset"]):
    def waiting(self, *, at: datetime | None = None) -> "SecondStepResetQuerySet":
        """Return those that a second person may still confirm."""
        since = (at or timezone.now()) - SecondStepReset.OPEN_FOR
        return self.filter(state=SecondStepReset.State.ASKED, asked_at__gt=since)


class SecondStepReset(models.Model):
    """A second step is lost: one person asks to take it away, and another does."""

    OPEN_FOR = timedelta(hours=48)

    class State(models.TextChoices):
        ASKED = "asked", _("asked for")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = SecondStepResetQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = [("reset_second_step", "Can take away a second step of login, with somebody else")]
        verbose_name = _("reset of a second step")
        verbose_name_plural = _("resets of second steps")

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"
