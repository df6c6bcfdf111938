"""Taking up a letter that a screener has closed: by another person, while there is something to take up."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from home.jobs.actions.outbox import drop_mail
from letters.choices.desk import Act
from letters.choices.letters import BackReason
from letters.following.actions.mail import LETTER_RETURNED
from letters.handling.actions.holds import refresh_hold
from letters.handling.actions.text_versions import forget_approval
from letters.handling.actions.transitions import do_by_staff, lock_for
from letters.models import Letter


class NothingToBringBack(ValidationError):
    """No screener closed the letter, or its text is erased by now."""

    def __init__(self) -> None:
        super().__init__(
            _("Only what a screener closed comes back, and only until its text is erased."), code="nothing"
        )


@transaction.atomic
def bring_back(*, letter: Letter, by: User, version: int, reason: str) -> Letter:
    """Bring a closed letter back to be read anew, for a BackReason; return it.

    Raises as `do_by_staff`, FourEyes for who closed it; NothingToBringBack. Effects: a mail that would tell
    the writer of the return stays here, and none tells them of this: the status page does.
    """
    reason = BackReason(reason)
    letter = lock_for(Act.BRING_BACK, letter=letter, by=by, version=version)
    if not Letter.objects.to_be_brought_back().filter(pk=letter.pk).exists():
        raise NothingToBringBack
    drop_mail(template=LETTER_RETURNED, reference=letter.uuid)
    changes = {"asked_for": "", "duplicate_of": None}
    letter = do_by_staff(
        Act.BRING_BACK, letter=letter, by=by, version=version, detail=reason, changes=changes
    )
    forget_approval(letter)
    # Record and place may have changed while nobody looked at it.
    refresh_hold(letter)
    letter.refresh_from_db(fields=["held_because", "held_since", "held_days", "needs_translation"])
    return letter
