"""Who works on a letter: a lease of half an hour, renewed by work, given back by time or by moving on."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from letters.choices.desk import LogAction, QueueStep
from letters.handling.actions.notes import write_note
from letters.handling.actions.transitions import ClaimedByOther, lock_letter
from letters.handling.read_models import free_letters
from letters.log.actions.entries import log_by_staff
from letters.models import Letter
from letters.permissions.letters import letters_seen_by, may_work_on

LEASE = timedelta(minutes=30)


@transaction.atomic
def claim(*, letter: Letter, by: User, takes_over: bool = False) -> Letter:
    """Take the letter to work on, or renew one's own lease; return it. The version stays.

    Raises PermissionDenied, also where nothing is left to do on it for this person, and ClaimedByOther unless
    `takes_over`, which is logged; a note should say why.
    """
    letter = lock_letter(letter)
    if not may_work_on(by, letter) or not letters_seen_by(by).filter(pk=letter.pk).exists():
        raise PermissionDenied
    claimant = letter.claimant()
    if claimant and claimant != by and not takes_over:
        raise ClaimedByOther(claimant)
    Letter.objects.filter(pk=letter.pk).update(claimed_by=by, claimed_until=timezone.now() + LEASE)
    if claimant != by:
        log_by_staff(letter, LogAction.TAKEN_OVER if claimant else LogAction.CLAIMED, by=by)
    letter.refresh_from_db(fields=["claimed_by", "claimed_until"])
    return letter


def release(*, letter: Letter, by: User) -> None:
    """Give the letter back, if it is one's own."""
    Letter.objects.filter(pk=letter.pk, claimed_by=by).update(claimed_by=None, claimed_until=None)


def renew(*, letter: Letter, by: User) -> None:
    """Lengthen one's own lease while one works; nothing happens to another person's."""
    Letter.objects.filter(pk=letter.pk, claimed_by=by).update(claimed_until=timezone.now() + LEASE)


@transaction.atomic
def take_over(*, letter: Letter, by: User, note: str) -> Letter:
    """Take the letter from whoever works on it; `note` tells the others why. Raises as `claim`."""
    write_note(letter=letter, by=by, text=note)
    return claim(letter=letter, by=by, takes_over=True)


def claim_next(*, by: User, step: QueueStep) -> Letter | None:
    """Take the oldest free letter of the step that is this person's to do; return it, or None."""
    for letter in free_letters(by, step):
        try:
            return claim(letter=letter, by=by)
        except ClaimedByOther:
            continue  # another person was quicker by a moment
    return None
