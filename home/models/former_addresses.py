import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class FormerAddress(models.Model):
    """An address that an account has no more, kept until it has been told of the change."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.uuid)
