"""Limits and gates of the letter desk: numbers with their units, and when no letter is taken at all."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest

from home.caching.counts import count
from home.caching.read_models import generations_of, memoized_for
from home.headless.answers.api.rate_limits import Limit
from home.models import SiteSettings
from home.settings.defaults import settings
from home.site.permissions import network_of
from letters.choices.limits import SendingLimit
from letters.models import LetterLimit
from letters.rules import SENDING_LIMITS

MAX_NAME_CHARS = 100
# From the form to sending: quicker is a machine, older may be a page left open on another's telephone.
FASTEST_SENDING = timedelta(seconds=4)
OLDEST_FORM = timedelta(hours=24)
# The one mail that an unconfirmed address gets.
BETWEEN_REQUESTS = timedelta(hours=1)
CONFIRM_WITHIN = timedelta(days=7)
# Requests to erase by e-mail, of all addresses together: kept, and answered with a mail. More mails wait;
# more requests are as if nobody had made them.
ERASURE_REQUESTS_AN_HOUR = 500
ERASURE_MAILS_AN_HOUR = 60
# The first mails about letters, of all addresses together; more of them wait.
RECEIVED_MAILS_AN_HOUR = 600
# A question that the writer does not answer closes the letter.
ANSWER_WITHIN = timedelta(days=30)
# By hand, for writers who ask; nothing brings them back. Whole addresses are erased by the worker.
ERASED_A_DAY = 20

# Through the API, within a minute. A library or a table at an event is one network with many writers.
API_LETTERS = Limit(by_network=60, by_secret_key=600, by_nobody=1_200)
API_CODES = Limit(by_network=30, by_secret_key=300, by_nobody=600)
# On our own pages, within a minute: of one network, and of all visitors where a proxy names none.
CODES_BY_NETWORK, CODES_BY_NOBODY = 30, 600
FAMILY_REQUESTS_BY_NETWORK, FAMILY_REQUESTS_BY_NOBODY = 10, 120


@dataclass(frozen=True)
class Brake:
    """How many letters within `window`: more are stored as a flood, above `refuses_above` none is taken."""

    window: timedelta
    flood_above: int
    refuses_above: int | None = None


Limits = Mapping[SendingLimit, int]
# Generation of the limits; bumped when a coordinator sets one (letters.apps).
LIMITS = "letter-limits"
# Of one network (/24, or /64 of the new addresses); letters without proof of work have a limit besides.
LETTER_PREFIXES = {4: 24, 6: 64}
TEN_MINUTES, HOUR = timedelta(minutes=10), timedelta(hours=1)
# What no coordinator sets: beyond this the house itself is at its end.
REFUSED_OF_NOBODY, REFUSED_OF_A_SERVER = 12_000, 6_000


def is_too_many(request: HttpRequest, purpose: str, *, by_network: int, by_nobody: int) -> bool:
    """Count one more for this purpose, within the minute; say whether that is above what is allowed."""
    network = network_of(request, prefixes=LETTER_PREFIXES)
    number = count(f"{purpose} {network}".encode(), int(time.time()))
    return number > (by_network if network else by_nobody)


def limits_for(request: HttpRequest) -> Limits:
    """Return all limits as they hold now."""
    return limits_now(generations=generations_of(request))


@memoized_for(LIMITS)
def limits_now() -> Limits:
    """Return the same; takes `generations` besides."""
    set_by_hand = dict(LetterLimit.objects.values_list("kind", "number"))
    return {
        kind: bounds.within(set_by_hand.get(kind, bounds.usual)) for kind, bounds in SENDING_LIMITS.items()
    }


def of_a_network(limits: Limits) -> Brake:
    return Brake(TEN_MINUTES, limits[SendingLimit.NETWORK_CALM], limits[SendingLimit.NETWORK_MOST])


def without_proof(limits: Limits) -> Brake:
    return Brake(TEN_MINUTES, limits[SendingLimit.UNPROVEN_CALM], limits[SendingLimit.NETWORK_MOST])


def of_nobody(limits: Limits) -> Brake:
    """Behind a proxy that passes no address, and over Tor, all visitors count as one."""
    return Brake(TEN_MINUTES, limits[SendingLimit.NOBODY_CALM], REFUSED_OF_NOBODY)


def of_a_server(limits: Limits) -> Brake:
    """The server of a partner, known by its secret key, sends for many."""
    return Brake(TEN_MINUTES, limits[SendingLimit.SERVER_CALM], REFUSED_OF_A_SERVER)


def at_an_event(limits: Limits) -> Brake:
    """With the code of an event on its days: forty guests, or a school, are one network."""
    return Brake(HOUR, limits[SendingLimit.EVENT_NETWORK])


def of_an_event(limits: Limits) -> Brake:
    """Of all networks together no evening had so many."""
    return Brake(HOUR, limits[SendingLimit.EVENT_ALL])


def takes_letters() -> bool:
    """Say whether this installation takes letters: not in production while demo accounts can log in.

    Whether they can is what the worker has seen last; before it has looked, they can.
    """
    if not settings.LETTERS_REFUSED_WITH_DEMO_ACCOUNTS:
        return True
    return SiteSettings.objects.filter(takes_letters=True).exists()
