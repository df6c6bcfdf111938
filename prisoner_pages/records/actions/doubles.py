"""What somebody says of two records that may be about one person is remembered."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction

from prisoner_pages.choices import PairAnswer
from prisoner_pages.facts.actions.changes import log_record
from prisoner_pages.models import Prisoner, RecordPair
from prisoner_pages.permissions.choosers import records_for
from prisoner_pages.permissions.partners import require_editor


@transaction.atomic
def answer_doubles(record: Prisoner, *, others: Iterable[int], answer: PairAnswer, by: User) -> None:
    """Remember the answer about the record and each of the others whom the user may see at all.

    The form says it again at each save: only what is new is kept and logged.
    """
    require_editor(by, record.partner)
    seen = records_for(by).filter(pk__in=set(others) - {record.pk})
    for other in seen.values_list("pk", flat=True):
        if _is_new(record.pk, other, answer, by) and answer == PairAnswer.APART:
            log_record(record, "part_records", by=by, other=other)


def _is_new(key: int, other: int, answer: PairAnswer, by: User) -> bool:
    """Remember the answer unless it is known; that they are different people stays."""
    one, second = sorted((key, other))
    pairs, said = RecordPair.objects.select_for_update(), {"answer": answer, "by": by}
    pair, is_first = pairs.get_or_create(one_id=one, other_id=second, defaults=said)
    if is_first:
        return True
    if pair.answer in (answer, PairAnswer.APART):
        return False
    pair.answer, pair.by = answer, by
    pair.save()
    return True
