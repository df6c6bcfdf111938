"""Sealing everything anew for the newest key, and making known which keys hosts share."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model

from home.security.keyring import ring
from home.settings.defaults import settings
from letters.models import SharedKey
from letters.sealing.columns import as_text, count_by_key, filled, sealed_columns, surely_ours
from letters.sealing.keys import CannotMakeKeys, take_out
from letters.sealing.sealed_box import UnsealError, could_open, reseal
from letters.sealing.sharing import fingerprints, rings_to_share

ROWS_A_BATCH = 100


def rotate(*, on_batch: Callable[[int], object] | None = None) -> Counter[str]:
    """Seal every sealed part for the newest key; return {key id: parts} as they stand then.

    Batch by batch: a killed run goes on where it was.
    A part that a person changes meanwhile keeps the person's version. A part whose key is not here is left
    alone and counted. `on_batch(counts)` is called after each batch with the parts done so far.
    Raises KeyRingError, KeysLocked among them.
    """
    ring("letters_private")  # locked, no part could be opened
    newest, done = ring("letters_public").current[0], 0
    for model, column in sealed_columns():
        left = [pk for pk, kid in filled(model, column).values_list("pk", "kid") if as_text(kid) != newest]
        for start in range(0, len(left), ROWS_A_BATCH):
            done += _reseal_batch(model, column, left[start : start + ROWS_A_BATCH])
            if on_batch:
                on_batch(done)
    return count_by_key()


@transaction.atomic
def _reseal_batch(model: type[Model], column: str, pks: Sequence[Any]) -> int:
    changed = 0
    for pk, stored in model._base_manager.filter(pk__in=pks).values_list("pk", column):
        try:
            anew = reseal(stored) if isinstance(stored, str) else reseal(bytes(stored))
        except UnsealError:
            continue
        same = model._base_manager.filter(pk=pk, **{column: stored})
        changed += same.update(**{column: anew})
    return changed


@transaction.atomic
def make_known() -> None:
    """Write down the fingerprints of the rings that hosts share, in the place of older ones.

    Only where letters are opened: a host without private rings does not say which keys are the right ones.
    """
    if "letters_private" not in settings.KEY_FILES:
        return
    rows = fingerprints(rings_to_share())
    SharedKey.objects.all().delete()
    SharedKey.objects.bulk_create(
        SharedKey(ring=ring, kid=kid, digest=digest) for (ring, kid), digest in rows.items()
    )


def take_out_key(kid: str, passphrase: str | None = None) -> None:
    """Take an old key of letters out of its rings. Raises CannotMakeKeys while it seals anything.

    What only says that it is sealed for this key keeps it not: a host in foreign hands may have written that.
    PassphraseAsked and NotABundle where the rings lie encrypted.
    """
    if rows := _sealed_for(kid):
        raise CannotMakeKeys(f"letters_private: key {kid} still seals {rows} parts; run letters_keys rotate")
    take_out("letters_private", kid, passphrase)


def _sealed_for(kid: str) -> int:
    """Return how many parts need the key: those of ours, and of all others those that it opens."""
    return sum(_needing(kid, model, column) for model, column in sealed_columns())


def _needing(kid: str, model: type[Model], column: str) -> int:
    named = [pk for pk, other in filled(model, column).values_list("pk", "kid") if as_text(other) == kid]
    ours = set(surely_ours(model, column).values_list("pk", flat=True)) if named else set()
    parts = model._base_manager.values_list(column, flat=True)
    return sum(pk in ours or could_open(parts.get(pk=pk)) for pk in named)
