from django.db import models


class Heartbeat(models.Model):
    """When the worker last said that it lives (home.jobs.actions); one row, however many workers."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.name} {self.at}"
