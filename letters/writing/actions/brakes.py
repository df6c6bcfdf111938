"""What slows a flood of letters down: counted by network, and marked for the first reader.

A flood is stored as well, in a group of its own, for a real letter may come with it. Only a flood beyond all
measure is refused, with the text given back. Counts lie in the cache, under keys that end with their window.
"""

import secrets
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from home.caching.counts import count, name_for
from home.caching.once import is_proven
from home.site.permissions import network_of
from letters.choices.letters import OF_A_FLOOD
from letters.choices.limits import SendingLimit
from letters.permissions.limits import (
    LETTER_PREFIXES,
    Brake,
    Limits,
    at_an_event,
    of_a_network,
    of_a_server,
    of_an_event,
    of_nobody,
    without_proof,
)
from letters.writing.forms.state import FORM, Writing
from letters.writing.read_models.occasions import event_open_by
from prisoner_pages.models import EventPage

DAY_SECONDS = 24 * 60 * 60
TOO_MANY = _(
    "A great many letters are coming from your network right now. Nothing is lost: wait ten minutes with this"
    " page open, then send the letter."
)


class TooManyLetters(Exception):
    """No more is taken from there for `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


@dataclass(frozen=True)
class Marks:
    """What the first reader sees of how a letter came."""

    flood_group: str = ""
    is_unproven: bool = False


UNMARKED = Marks()


@dataclass(frozen=True)
class Sender:
    """Where a letter comes from: a network, "" if unknown; or the server of a partner, by its key."""

    network: str = ""
    server: str = ""


def visitor_of(request: HttpRequest) -> Sender:
    return Sender(network_of(request, prefixes=LETTER_PREFIXES))


def marks_of(writing: Writing, sender: Sender, limits: Limits, *, letter: str) -> Marks:
    """Count a letter (its idempotency key) that is to be stored; return its Marks. Raises TooManyLetters."""
    is_unproven = bool(writing.trap) or not is_proven(writing.proof, FORM, by=letter)
    groups = [_passes(who, brake) for who, brake in _brakes(writing, sender, limits, is_unproven=is_unproven)]
    return Marks(next(filter(None, groups), ""), is_unproven)


def _brakes(
    writing: Writing, sender: Sender, limits: Limits, *, is_unproven: bool
) -> list[tuple[str, Brake]]:
    network = sender.network
    if event := _event_that_raises(writing, limits):
        who = f"event {event.pk}"
        return [(f"{who} {network}", at_an_event(limits)), (who, of_an_event(limits))]
    if sender.server:
        return [(f"letters of {sender.server}", of_a_server(limits))]
    if not network:
        return [("letters of nobody", of_nobody(limits))]
    brakes = [(f"letters {network}", of_a_network(limits))]
    return [*brakes, (f"unproven letters {network}", without_proof(limits))] if is_unproven else brakes


def _event_that_raises(writing: Writing, limits: Limits) -> EventPage | None:
    """Return the event whose code came along, unless so many came with it that a stranger has it, too."""
    event = event_open_by(writing.values["event"])
    if event is None:
        return None
    number = count(f"day of event {event.pk}".encode(), int(time.time()), window=DAY_SECONDS)
    return event if number <= limits[SendingLimit.EVENT_DAY] else None


def _passes(who: str, brake: Brake) -> str:
    """Count one more; return the group of the flood it belongs to, "" while there is none."""
    now, window = int(time.time()), int(brake.window.total_seconds())
    number = count(who.encode(), now, window=window)
    if brake.refuses_above and number > brake.refuses_above:
        raise TooManyLetters(window - now % window)
    return _flood_of(who, now, window) if number > brake.flood_above else ""


def _flood_of(who: str, now: int, window: int) -> str:
    """Return the name of the group: drawn by chance, so that no table tells from where it came."""
    name = name_for(f"flood {who}".encode(), now, window=window)
    cache.add(name, f"{OF_A_FLOOD}{secrets.token_hex(16)}", timeout=window)
    return str(cache.get(name) or f"{OF_A_FLOOD}{secrets.token_hex(16)}")
