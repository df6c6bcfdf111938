"""What the post brings back, and what follows: the place is stopped, somebody looks, it goes again."""

from datetime import date, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.jobs.queue import enqueue
from letters.choices.desk import Act, Refusal
from letters.choices.letters import ReturnReason
from letters.handling.actions.holds import REFRESH_HOLDS, needs_translation
from letters.handling.actions.text_versions import forget_approval
from letters.handling.actions.transitions import do_by_staff
from letters.models import Letter, PlaceStop, PostReturn
from letters.permissions.letters import stops_seen_by
from letters.sealing.sealed_box import seal_text, unseal_text
from prisoner_pages.choices import FactGroup
from prisoner_pages.models import Facility

STOPS_AFTER, STOPS_WITHIN = 2, timedelta(days=30)
NOTE = "note"


class SamePlace(ValidationError):
    """The letter came back from the place that the record still names, and nobody has verified it since."""

    refusal = Refusal.SAME_PLACE

    def __init__(self) -> None:
        super().__init__(Refusal.SAME_PLACE.label, code="same_place")


class NothingLeft(ValidationError):
    """What the letter said was erased at the end of its time."""

    refusal = Refusal.NOTHING_LEFT

    def __init__(self) -> None:
        super().__init__(_("The time of keeping is over: nothing of the letter is left."), code="empty")


class AlreadyLifted(Exception):
    """Another person has lifted the stop."""


@transaction.atomic
def come_back(*, letter: Letter, by: User, version: int, reason: str) -> Letter:
    """Note that the post brought the letter back, with its ReturnReason; return it.

    The second return from one place within 30 days stops all letters to it. Raises as `do_by_staff`;
    ValueError for an unknown reason.
    """
    reason = ReturnReason(reason)
    letter = do_by_staff(Act.COME_BACK, letter=letter, by=by, version=version, detail=reason)
    place = letter.place_sent_to
    if place:
        _note_return(letter, place, reason)
    return letter


def _note_return(letter: Letter, place: Facility, reason: ReturnReason) -> None:
    # Two letters that come back at the same moment are counted one after the other.
    Facility.objects.select_for_update().get(pk=place.pk)
    stop = place.stops.filter(lifted_at__isnull=True).first()
    PostReturn.objects.create(letter=letter, facility=place, reason=reason, stop=stop)
    unseen = place.post_returns.filter(stop=None, on__gte=timezone.localdate() - STOPS_WITHIN)
    if stop is None and unseen.count() >= STOPS_AFTER:
        stop = PlaceStop.objects.create(facility=place)
        unseen.update(stop=stop)
        _mark(place, stop.since)


def _mark(place: Facility, since: date | None) -> None:
    """Let the record of the place say that letters wait (`gaps_in`), or None that they go again."""
    place.letters_stopped_on = since
    place.save(update_fields=["letters_stopped_on"])
    enqueue(REFRESH_HOLDS, facility_id=place.pk)


def take_back_return(letter: Letter, _reason: str) -> None:
    """Forget the last return of the letter, and the stop that nothing but it had brought: it was undone."""
    returned = letter.post_returns.order_by("-pk").select_related("stop").first()
    if returned is None:
        return
    stop = returned.stop
    returned.delete()
    if stop and stop.lifted_at is None and stop.returns.count() < STOPS_AFTER:
        stop.delete()
        _mark(returned.facility, None)


@transaction.atomic
def lift_stop(*, stop: PlaceStop, by: User, note: str) -> PlaceStop:
    """Let letters go to the place again; `note` (sealed) says what was found. Return the PlaceStop.

    The returns that led to the stop never count again. Raises PermissionDenied, AlreadyLifted.
    """
    stop = PlaceStop.objects.select_for_update().get(pk=stop.pk)
    if not stops_seen_by(by).filter(pk=stop.pk).exists():
        raise PermissionDenied
    if stop.lifted_at:
        raise AlreadyLifted
    stop.lifted_at, stop.lifted_by = timezone.now(), by
    stop.sealed_note = seal_text(note, letter=stop.sealed_as, field=NOTE)
    stop.save()
    _mark(stop.facility, None)
    return stop


def note_of(stop: PlaceStop) -> str:
    """Return what was found when the stop was lifted, "" while it holds. Raises UnsealError."""
    if not stop.sealed_note:
        return ""
    return unseal_text(stop.sealed_note, letter=stop.sealed_as, field=NOTE)


@transaction.atomic
def readdress(*, letter: Letter, by: User, version: int) -> Letter:
    """Send a returned letter once more: it is printed anew, with a new number; return it.

    The log names the paper that came back. Where the new place does not read the letter as it is, it goes to
    its second reader, who sends it to a translator. Raises as `do_by_staff`; SamePlace, NothingLeft.
    """
    printed = letter.printings.filter(fault="").order_by("-pk").first()
    number = printed.number if printed else ""
    letter = do_by_staff(Act.READDRESS, letter=letter, by=by, version=version, detail=number)
    if not letter.sealed_body:
        raise NothingLeft
    if not has_other_place(letter):
        raise SamePlace
    enqueue(REFRESH_HOLDS, prisoner_id=letter.prisoner_id)
    return _reopened(letter, by) if needs_translation(letter) and not _has_russian_text(letter) else letter


def _reopened(letter: Letter, by: User) -> Letter:
    changes = {"needs_translation": True}
    letter = do_by_staff(Act.REOPEN, letter=letter, by=by, version=letter.version, changes=changes)
    forget_approval(letter)
    return letter


def has_other_place(letter: Letter) -> bool:
    """Does the record name another place than the letter came back from, or was the place verified since?"""
    returned = letter.post_returns.order_by("-pk").first()
    if returned is None or letter.prisoner.facility_id != returned.facility_id:
        return True
    verified = letter.prisoner.verifications.filter(group=FactGroup.PLACE)
    return verified.filter(verified_on__gte=returned.on).exists()


def _has_russian_text(letter: Letter) -> bool:
    translation = getattr(letter, "translation", None)
    return bool(translation and translation.sealed_text)


def record_answer(*, letter: Letter, by: User, version: int) -> Letter:
    """Note that the prisoner has answered the letter; return it. Raises as `do_by_staff`."""
    return do_by_staff(Act.RECORD_ANSWER, letter=letter, by=by, version=version)
