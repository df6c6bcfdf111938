"""Finding letters that are nearly the same, so that a screener decides on a flood once."""

import logging
import uuid

from django.db import transaction

from home.jobs.queue import do_each
from letters.choices.letters import OF_A_FLOOD, LetterState
from letters.handling.actions.transitions import lock_letter
from letters.models import Letter
from letters.querysets.letters import LetterQuerySet
from letters.sealing.sealed_box import LettersLocked, UnsealError, can_unseal, unseal_text
from letters.text.simhash import fingerprint, nearest
from prisoner_pages.models import Partner

FIND_SIMILAR = "letters.find_similar"
# In the place of a fingerprint: what came sealed for nobody is asked for once.
UNREADABLE = "unreadable"

logger = logging.getLogger(__name__)


def some_to_compare() -> bool:
    return can_unseal() and _to_compare().exists()


def _to_compare() -> LetterQuerySet:
    """Letters that nobody has decided on and that have no fingerprint: new ones, and those read once more."""
    return Letter.objects.in_state(LetterState.RECEIVED).filter(duplicate_hash="")


def compare_new(reference: str = "") -> None:
    """Compare every letter that was not yet; a job, safe to run twice.

    The worker looks for them: where letters arrive, none can be queued. `reference` is that of a job which an
    older release has queued. Without keys all of them wait. Raises RowsFailed.
    """
    if not can_unseal():
        return
    do_each(list(_to_compare().order_by("pk").values_list("uuid", flat=True)), _compare)


def _compare(reference: uuid.UUID) -> None:
    try:
        find_similar(str(reference))
    except LettersLocked:
        raise
    except UnsealError:
        logger.warning("Not compared", extra={"event": "not_compared", "letter": str(reference)})
        _to_compare().filter(uuid=reference).update(duplicate_hash=UNREADABLE)


def find_similar(reference: str) -> None:
    """Put the letter with this uuid into a group with those like it; safe to run twice.

    Only letters that nobody has decided on yet are compared, within
    one desk; what the fingerprint is kept for ends with the decision. Raises UnsealError.
    """
    letter = Letter.objects.in_state(LetterState.RECEIVED).filter(uuid=reference).first()
    if letter is None:
        return
    mark = fingerprint(unseal_text(letter.sealed_body, letter=letter.uuid, field="body"))
    _join_group(letter, mark)


@transaction.atomic
def _join_group(letter: Letter, mark: str) -> None:
    partner = letter.prisoner.partner
    desk = partner.letter_desk_id or partner.pk
    # One at a time at each desk: of two that arrive together, the second must see the first.
    Partner.objects.select_for_update(no_key=True).get(pk=desk)
    letter = lock_letter(letter)
    if letter.state != LetterState.RECEIVED:
        return
    others = Letter.objects.in_state(LetterState.RECEIVED).at_desks([desk]).exclude(pk=letter.pk)
    # A flood stays as it came, and draws nothing along: it may be made of what honest writers write.
    calm = others.exclude(flood_group__startswith=OF_A_FLOOD).exclude(duplicate_hash__in=["", UNREADABLE])
    found = [] if letter.flood_group else calm.values_list("duplicate_hash", "pk", "flood_group")
    twin = nearest(mark, [(other, (pk, group)) for other, pk, group in found])
    group = letter.flood_group or (twin and (twin[1] or uuid.uuid4().hex))
    if twin and not twin[1]:
        Letter.objects.filter(pk=twin[0]).update(flood_group=group)
    Letter.objects.filter(pk=letter.pk).update(duplicate_hash=mark, flood_group=group or "")
