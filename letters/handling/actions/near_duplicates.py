"""Finding letters that are nearly the same, so that a screener decides on a flood once."""

import logging
import uuid

from django.db import transaction

from home.jobs.queue import enqueue
from letters.choices.letters import LetterState
from letters.handling.actions.transitions import lock_letter
from letters.models import Letter
from letters.sealing.sealed_box import unseal_text
from letters.text.simhash import fingerprint, nearest
from prisoner_pages.models import Partner

FIND_SIMILAR = "letters.find_similar"

logger = logging.getLogger(__name__)


def group_later(letter: Letter) -> None:
    """Have the worker compare the letter after this commit; no letter is lost when it cannot be asked."""
    try:
        with transaction.atomic():
            enqueue(FIND_SIMILAR, reference=str(letter.uuid))
    except Exception as fault:
        logger.warning(
            "Not compared", exc_info=fault, extra={"event": "not_compared", "letter_id": letter.pk}
        )


def find_similar(reference: str) -> None:
    """Put the letter with this uuid into a group with those like it; a job, safe to run twice.

    Runs in the worker, which holds the keys. Only letters that nobody has decided on yet are compared, within
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
    others = Letter.objects.in_state(LetterState.RECEIVED).at_desks([desk]).exclude(duplicate_hash="")
    found = others.exclude(pk=letter.pk).values_list("duplicate_hash", "pk", "flood_group")
    twin = nearest(mark, [(other, (pk, group)) for other, pk, group in found])
    group = twin and (twin[1] or uuid.uuid4().hex)
    if twin and not twin[1]:
        Letter.objects.filter(pk=twin[0]).update(flood_group=group)
    Letter.objects.filter(pk=letter.pk).update(duplicate_hash=mark, flood_group=group or "")
