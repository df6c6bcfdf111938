from django.db import models


class HealthFinding(models.Model):
    """What was amiss when the worker last looked (home.health), so that it is told once; a row each."""

    name = models.CharField(max_length=40, unique=True)
    since = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} {self.since}"
