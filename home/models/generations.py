from django.db import models


class Generation(models.Model):
    """The number under which the values of one in-process cache are valid (home.caching.read_models)."""

    name = models.CharField(max_length=40, unique=True)
    number = models.BigIntegerField()
    bumped_at = models.DateTimeField(null=True)  # NULL: not since this is noted
    before = models.BigIntegerField(null=True)  # holds until `bumped_at`, where that is still to come

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} {self.number}"
