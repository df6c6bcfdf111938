from django.db import models


class DailyJob(models.Model):
    """The last day on which a daily job was queued (home.jobs.actions.daily)."""

    name = models.CharField(max_length=100, unique=True)
    queued_on = models.DateField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} {self.queued_on}"
