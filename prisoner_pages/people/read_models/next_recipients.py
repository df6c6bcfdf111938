"""Whom somebody may write to next: drawn so that letters spread, without marking anybody.

People are in three coarse bands by how many letters they had before this week. The draw favours the
emptier ones, but goes by the *shown* band of a person, which is the true one with a chance of TRUTH and else
one of the others. A key that only this house has decides it, once and for all for a person in a band: however
often somebody draws, there is no second noise that could be averaged out, and nothing is stored. Neither an
answer nor its order tells a band.

What is left to whoever draws without end: the shown band, which is wrong for two people of five. When letters
take a person over a limit, the noise of another band holds: that it changed says that a limit was passed, and
both together say with some 80 % which, but not how many letters there were. Somebody with few letters who is
shown as one with many stays so until then: the lists by name, interest and day, which know no bands, are for
that.

Coordinators set the lots and the limits. A limit that moves keeps its place in the range of each person, and
moves seldom and by little (letters.rules), so that whoever watches then learns little, and of few.

A higher app provides `letters_before`: function(day) that gives the expression on a Prisoner that counts the
letters received before that day; and `draw_rules`: function(monday) that gives the DrawRule of that week.
"""

import hashlib
import hmac
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import lru_cache
from random import SystemRandom

from django.db.models import Value
from django.utils import timezone

from home.registry import provided
from home.security.keyring import ring
from prisoner_pages.models import Prisoner
from prisoner_pages.people.draw_rule import USUAL, DrawRule

BANDS = 3
TRUTH = 0.6  # with 0.65 and more, the changes of a busy half-year tell the band of over 70 %
TRIES = 3
RANDOM = SystemRandom()
Limits = tuple[tuple[int, int], ...]


def drawn(count: int, *, generation: int | None, among: Collection[int] | None = None) -> list[int]:
    """Return the ids of up to `count` people who take letters now, in no order, anew for each request.

    `generation` is the number of home.caching.read_models.CONTENT: the bands are kept until it changes.
    `among` keeps to some of them, all drawn alike: of a few, the bands could be counted.
    """
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    lots = rule_of(monday, generation).lots
    bands = bands_of(monday, today, generation)
    if among is not None:
        bands = dict.fromkeys(bands.keys() & among, 0)
    found = []
    for _try in range(TRIES):
        chosen = _weighted(bands, lots, 3 * count)
        open_now = Prisoner.objects.accepting_letters().filter(pk__in=chosen)
        still_open = set(open_now.values_list("pk", flat=True))
        found += [pk for pk in chosen if pk in still_open and pk not in found]
        if len(found) >= count or len(chosen) == len(bands):
            break
    shown = found[:count]
    RANDOM.shuffle(shown)  # in the order of the draw the emptier bands stand first
    return shown


@lru_cache(maxsize=2)
def rule_of(monday: date, generation: int | None) -> DrawRule:
    """Return what the draw goes by in the week from that day on; nobody changes it within a week."""
    rules = [rule_in(monday) for rule_in in provided("draw_rules")]
    return rules[0] if rules else USUAL


@lru_cache(maxsize=2)
def bands_of(monday: date, day: date, generation: int | None) -> dict[int, int]:
    """Return {prisoner id: shown band}. Computed anew each day and when people come or go."""
    counts = [before(monday) for before in provided("letters_before")]
    people = Prisoner.objects.accepting_letters().annotate(had=counts[0] if counts else Value(0))
    key = ring("form_tokens").oldest  # a newer one would draw new noise
    limits = rule_of(monday, generation).limits
    return {pk: shown_band(key, pk, had, limits) for pk, had in people.values_list("pk", "had")}


def true_band(key: bytes, pk: int, letters: int, limits: Limits) -> int:
    digest = hmac.digest(key, f"draw|{pk}|limits".encode(), hashlib.sha256)
    own = [first + byte % (last - first + 1) for (first, last), byte in zip(limits, digest, strict=False)]
    return sum(letters >= limit for limit in own)


def shown_band(key: bytes, pk: int, letters: int, limits: Limits) -> int:
    """Return the band by which somebody with so many letters is drawn: always the same for a true band."""
    band = true_band(key, pk, letters, limits)
    digest = hmac.digest(key, f"draw|{pk}|{band}".encode(), hashlib.sha256)
    if int.from_bytes(digest[:8]) < TRUTH * 2**64:
        return band
    return (band + 1 + digest[8] % 2) % BANDS


def _weighted(bands: dict[int, int], lots: Sequence[int], count: int) -> list[int]:
    """Draw without putting back, each with the lots of its band (Efraimidis and Spirakis)."""
    chance = RANDOM.random
    drawn = sorted(bands, key=lambda pk: chance() ** (1 / lots[bands[pk]]), reverse=True)
    return drawn[:count]
