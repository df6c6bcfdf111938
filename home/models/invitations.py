import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

VALID_HOURS = 48


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def used_since(self, moment: datetime) -> "InvitationQuerySet":
        return self.filter(used_at__gte=moment).exclude(account=None)

    def waiting(self) -> "InvitationQuerySet":
        """Neither used nor taken back; their link may be too old."""
        return self.filter(used_at=None)


class Invitation(models.Model):
    """Somebody is asked by mail to make an account, with the roles that whoever invites them may give.

    The link isn't stored: it is made of `uuid` and `sent_times` by a key that is not in the database. A row
    that is taken back is deleted; of one that was used the address is forgotten, the account has it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    roles = models.JSONField(default=list)  # keys of GivenRole
    languages = models.CharField(max_length=200, blank=True)  # codes, divided by commas
    mail_language = models.CharField(max_length=10, default="uk")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations")
    sent_at = models.DateTimeField()
    sent_times = models.PositiveSmallIntegerField(default=1)
    used_at = models.DateTimeField(null=True)
    # Whose account it became: for a while they are no second person beside whoever invited them.
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="came_by"
    )

    objects: ClassVar[Any] = InvitationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions: ClassVar[list[Any]] = [
            ("manage_staff", _("Sees all accounts, invites and closes accounts"))
        ]

    def __str__(self) -> str:
        return self.email or str(self.uuid)

    @property
    def valid_until(self) -> datetime:
        return self.sent_at + timedelta(hours=VALID_HOURS)

    @property
    def is_valid(self) -> bool:
        return self.used_at is None and timezone.now() < self.valid_until

    @property
    def language_codes(self) -> list[str]:
        return self.languages.split(",") if self.languages else []
