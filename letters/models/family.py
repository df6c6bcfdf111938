import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from letters.choices.family import FamilyAnswer, FamilyWish
from letters.querysets.family import FamilyRequestQuerySet

LONGEST_SEALED = 32_768  # characters; the longest that a form takes, sealed, needs some 20,000


class FamilyRequest(models.Model):
    """What a relative asks of us, sealed where it arrives; deleted some time after somebody has closed it.

    Whom it is about says the address on which it was written alone: there may be no such record, and a public
    host can't tell. What was read and answered, and by whom, stands in the site's own log.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    wish = models.CharField(max_length=10, choices=FamilyWish.choices)
    slug = models.SlugField(max_length=255, blank=True)
    language = models.CharField(max_length=10)
    sealed = models.TextField()
    # Of the code with which the relative reads the answer. The same form sent twice has the same.
    code_digest = models.CharField(max_length=64, unique=True)
    # By the day: the minute would tell whose telephone it was.
    received_on = models.DateField(default=timezone.localdate)
    answer = models.CharField(
        max_length=10, choices=FamilyAnswer.choices, blank=True, default="", db_default=""
    )
    # Words of staff beside it, sealed to the public half of the code's key: the code alone opens them.
    answer_key = models.BinaryField(null=True)
    for_code = models.BinaryField(default=bytes, blank=True, db_default=b"")
    closed_on = models.DateField(null=True)
    # Perhaps a machine's, perhaps from an old telephone (home.security.proof_of_work).
    is_unproven = models.BooleanField(default=False, db_default=False)

    record_id: int | None  # where it was found `with_record`

    objects = FamilyRequestQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(wish__in=FamilyWish.values), name="family_wish"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("sealed"), LONGEST_SEALED), name="family_size"
            ),
        ]

    def __str__(self) -> str:
        return f"family request {self.pk}"
