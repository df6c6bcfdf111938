from django.db import models


class Heartbeat(models.Model):
    """When a worker last gave a sign of life (home.jobs.actions); one row, however many workers."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} {self.at}"
