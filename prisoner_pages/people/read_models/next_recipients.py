"""Whom a front end may offer next: drawn so that letters spread, without marking anybody.

People are in three coarse bands by how many letters they had before this week, moved about by a noise that
nobody outside can work out and that changes each week. A draw favours the emptier bands a little; neither the
answer nor its order tells a band. A higher app provides `letters_before`: function(day) that gives the
expression on a Prisoner that counts the letters received before that day.
"""

import hashlib
import hmac
import math
from datetime import date, timedelta
from functools import lru_cache
from random import SystemRandom

from django.db.models import Value
from django.utils import timezone

from home.registry import provided
from home.security.keyring import ring
from prisoner_pages.models import Prisoner

WEIGHTS = (3, 2, 1)  # of the bands, from few letters to many
NOISE = 1.5  # in doublings of a number of letters, up or down
TRIES = 3


def drawn(count: int, *, generation: int | None) -> list[int]:
    """Return the ids of up to `count` people who take letters now, drawn again for each request.

    `generation` is the number of home.caching.read_models.CONTENT: the bands are kept until it changes.
    """
    today = timezone.localdate()
    bands = bands_of(today - timedelta(days=today.weekday()), today, generation)
    found = []
    for _try in range(TRIES):
        chosen = _weighted(bands, 3 * count)
        open_now = Prisoner.objects.accepting_letters().filter(pk__in=chosen)
        still_open = set(open_now.values_list("pk", flat=True))
        found += [pk for pk in chosen if pk in still_open and pk not in found]
        if len(found) >= count or len(chosen) == len(bands):
            break
    return found[:count]


@lru_cache(maxsize=2)
def bands_of(monday: date, day: date, generation: int | None) -> dict[int, int]:
    """Return {prisoner id: band, 0 for few letters}. Computed anew each day and when people come or go."""
    counts = [before(monday) for before in provided("letters_before")]
    expression = counts[0] if counts else Value(0)
    people = Prisoner.objects.accepting_letters().annotate(had=expression)
    ranked = sorted((_place(pk, had, monday), pk) for pk, had in people.values_list("pk", "had"))
    return {pk: len(WEIGHTS) * rank // len(ranked) for rank, (_place, pk) in enumerate(ranked)}


def _place(pk: int, letters: int, monday: date) -> float:
    _kid, key = ring("form_tokens").current
    digest = hmac.digest(key, f"draw|{monday.isoformat()}|{pk}".encode(), hashlib.sha256)
    noise = int.from_bytes(digest[:4]) / 2**31 - 1  # -1 to 1
    return math.log2(1 + letters) + NOISE * noise


def _weighted(bands: dict[int, int], count: int) -> list[int]:
    """Draw without putting back, each with the weight of its band (Efraimidis and Spirakis)."""
    chance = SystemRandom().random
    drawn = sorted(bands, key=lambda pk: chance() ** (1 / WEIGHTS[bands[pk]]), reverse=True)
    return drawn[:count]
