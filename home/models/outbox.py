from django.db import models
from django.utils.translation import gettext_lazy as _


class Outbox(models.Model):
    """A mail that must go out, kept until the mail server has taken it.

    Holds no address and no text: `reference` names the thing the mail is about, and the renderer
    registered for `template` finds the address when the worker sends (home.jobs.mail_renderers).
    """

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        SENT = "sent", _("sent")
        NOT_NEEDED = "not_needed", _("no longer needed")
        DEAD = "dead", _("given up")

    template = models.CharField(max_length=40)
    reference = models.UUIDField()
    language = models.CharField(max_length=10, default="uk")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    # Not before this time: set by back-off and by the lease of the worker that holds the row.
    due_at = models.DateTimeField(db_index=True)
    # Since when a server takes no mail of ours: what a mail waited before, for whatever else, doesn't count.
    refused_since = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")

    def __str__(self) -> str:
        return f"{self.template} {self.reference}"
