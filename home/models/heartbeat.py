from django.db import models


class Heartbeat(models.Model):
    """When a worker last gave a sign of life, what its clock said then (home.jobs.actions), and when it last
    looked at the health of the site (home.health); a row each, however many workers.
    """

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} {self.at}"
