"""What a writer posts without us: is the address whole and sure enough to be printed on an envelope?"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.choices.paper import COUNTRY
from letters.paper.address_block import address_lines, country_line
from letters.paper.envelopes import print_for_everyone
from letters.paper.ruled_sheets import RuledSheet, print_ruled
from letters.typesetting.sheets import Envelope
from prisoner_pages.can_be_written_to import Call, CallReason
from prisoner_pages.models import Facility, Prisoner

NOT_SURE = _("We are not sure where the person is held now, so an envelope might go astray.")
NO_ADDRESS = _("The postal address of the place of detention is not complete.")
NO_NAME = _("We do not have the name as it stands in prison papers, in Russian.")
NOT_NOW = _("Letters cannot be posted to this person now.")
NO_ROOM = _("The address does not fit on this envelope. Choose a larger one.")
# Cached by what is on the paper; about 30 kB each.
KEPT = 100
# Printing costs visitors nothing: so many at once, and nobody waits longer for the press.
TURNS, LONGEST_WAIT_SECONDS = threading.BoundedSemaphore(2), 10
# With those who wait: a flood of requests takes half of the threads of a process and never all.
PLACES = threading.BoundedSemaphore(4)
# What an envelope lacks; other reasons the page of the person says already, or they are ours alone.
WORDS = {
    CallReason.PLACE_UNKNOWN: NO_ADDRESS,
    CallReason.ADDRESS_INCOMPLETE: NO_ADDRESS,
    CallReason.NAME_INCOMPLETE: NO_NAME,
    CallReason.PLACE_STALE: NOT_SURE,
    CallReason.PLACE_STOPPED: NOT_SURE,
    CallReason.IN_TRANSFER: NOT_SURE,
}


class PressBusy(Exception):
    """Too many are printing at this moment."""


def missing_for_envelope(prisoner: Prisoner) -> list[str | Promise]:
    """Return sentences that say what is missing; none when the envelope can be printed."""
    answer, gaps = prisoner.call_to_action, prisoner.gaps
    if answer.call is Call.WRITE:
        return []
    reasons = gaps if answer.reason in gaps else [answer.reason, *gaps]
    return list(dict.fromkeys(WORDS.get(reason, NOT_NOW) for reason in reasons))


def envelope_for(prisoner: Prisoner) -> Envelope:
    """Return the Envelope with the block as the Russian post reads it, and nobody's return address."""
    place = cast(Facility, prisoner.facility)  # else something is missing for the envelope
    return Envelope(
        number="1",
        name=prisoner.name_ru,
        birth_year=prisoner.birth_date.year if prisoner.birth_date else None,
        place=place.name_ru,
        address=address_lines(place),
        index=place.postal_index,
        country=country_line(place, COUNTRY),  # posted from abroad: only there is it offered
    )


@lru_cache(KEPT)
def envelope_pdf(envelope: Envelope, size: str) -> bytes:
    """Return the envelope as a PDF; b"" when the block does not fit on it. Raises as `print_for_everyone`."""
    return _in_turn(lambda: print_for_everyone(envelope, size))


@lru_cache(KEPT)
def letter_pdf(sheet: RuledSheet) -> bytes:
    """Return the RuledSheet as a PDF. Raises as `print_ruled`."""
    return _in_turn(lambda: print_ruled([sheet]))


def _in_turn(make: Callable[[], bytes]) -> bytes:
    with _one_of(PLACES, seconds=0), _one_of(TURNS, seconds=LONGEST_WAIT_SECONDS):
        return make()


@contextmanager
def _one_of(places: threading.BoundedSemaphore, *, seconds: float) -> Iterator[None]:
    if not places.acquire(timeout=seconds):
        raise PressBusy
    try:
        yield
    finally:
        places.release()
