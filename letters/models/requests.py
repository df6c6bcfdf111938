from django.db import models
from django.db.models.functions import Length, Now
from django.db.models.lookups import LessThanOrEqual

from letters.choices.requests import RequestKind
from letters.querysets.requests import WriterRequestQuerySet

LONGEST_SEALED = 8_192  # characters; an address or a code, sealed, takes some 1,500


class WriterRequest(models.Model):
    """What a visitor asks for, written down where it is asked and carried out by the worker.

    All that a public host does to a letter once it has arrived. A row names one of a few kinds, and no code,
    template or job; whoever carries it out trusts it as little as what a stranger typed. Once that is done,
    or refused, only its kind and its times are left.
    """

    kind = models.CharField(max_length=10, choices=RequestKind.choices)
    letter_uuid = models.UUIDField(null=True)
    # Of the link that was pressed.
    digest = models.CharField(max_length=64, blank=True)
    # What proves that one may ask: the code, or the link. Of a request by e-mail the address.
    sealed = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    # By the clock of the database: whoever asks does not say when.
    asked_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)
    # Not before this time: set by the worker after a fault.
    due_at = models.DateTimeField(null=True)

    objects = WriterRequestQuerySet.as_manager()

    class Meta:
        db_table = "letters_request"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=RequestKind.values), name="request_kind"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("sealed"), LONGEST_SEALED), name="request_size"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(done_at=None), name="request_waiting"),
            models.Index(fields=["letter_uuid"], name="request_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
