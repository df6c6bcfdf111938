from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import Exact, LessThanOrEqual

from letters.choices.requests import BY_CODE, BY_LINK, RequestKind
from letters.querysets.requests import WriterRequestQuerySet

LONGEST_SEALED = 8_192  # characters; an address or a code, sealed, takes some 1,500
DIGEST_CHARS = 64

OF_A_LETTER, OF_NO_LETTER = Q(letter_uuid__isnull=False), Q(letter_uuid__isnull=True)
PROVED = Q(sealed__startswith="v1:")
WITH_DIGEST = Q(Exact(Length("digest"), DIGEST_CHARS))
# What a row that waits looks like, by its kind; what is left of one that is settled says nothing.
SHAPES = (
    Q(done_at__isnull=False)
    | (Q(kind__in=BY_CODE) & OF_A_LETTER & WITH_DIGEST & PROVED)
    | (Q(kind__in=BY_LINK) & OF_NO_LETTER & WITH_DIGEST & PROVED)
    | (Q(kind=RequestKind.ERASE_MAIL) & OF_NO_LETTER & Q(digest="") & PROVED)
    | (Q(kind=RequestKind.NOTIFY) & OF_A_LETTER & Q(digest="", sealed=""))
)


class WriterRequest(models.Model):
    """What a visitor asks for, written down where it is asked and carried out by the worker.

    All that a public host does to a letter once it has arrived. A row names one of a few kinds, and no code,
    template or job; whoever carries it out trusts it as little as what a stranger typed. Once that is done,
    or refused, only its kind and its times are left.
    """

    kind = models.CharField(max_length=10, choices=RequestKind.choices)
    letter_uuid = models.UUIDField(null=True)
    # Of the link that was pressed, or of the letter's code.
    digest = models.CharField(max_length=64, blank=True)
    # What proves that one may ask: the code, or the link. Of a request by e-mail the address.
    sealed = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    # By the clock of the database: whoever asks does not say when.
    asked_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)
    # Not before this time: set by the worker after a fault.
    due_at = models.DateTimeField(null=True)
    # Faults of ours in a row.
    attempts = models.PositiveSmallIntegerField(db_default=0)

    objects = WriterRequestQuerySet.as_manager()

    class Meta:
        db_table = "letters_request"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=RequestKind.values), name="request_kind"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("sealed"), LONGEST_SEALED), name="request_size"
            ),
            models.CheckConstraint(condition=SHAPES, name="request_shape"),
            # Nothing proves this kind: so many of them as there are letters, and no more.
            models.UniqueConstraint(
                fields=["letter_uuid"],
                condition=Q(kind=RequestKind.NOTIFY, done_at=None),
                name="request_one_notice",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(done_at=None), name="request_waiting"),
            models.Index(fields=["letter_uuid"], name="request_letter"),
            models.Index(fields=["digest"], condition=models.Q(done_at=None), name="request_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
