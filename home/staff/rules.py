"""How long a session lasts, and what is remembered of the devices that somebody works on. Pure."""

import unicodedata
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
# When somebody was last seen is told by the minute, and written no oftener.
SEEN_EVERY = timedelta(minutes=1)
DEVICE_KNOWN_FOR = timedelta(days=90)
LONGEST_DEVICE_NAME = 60
# After it was last sent, used or not.
INVITATION_KEPT = timedelta(days=30)
# So long an account confirms nothing that its inviter did, nor whoever changed it (its name, address or role
# for the whole site), nor anybody else whom they invited or changed; nor they what it did. Whoever invites
# their own second mailbox is seen through in this time: colleagues are told by mail.
SAME_HAND_FOR = timedelta(days=7)


def ends_at(begun: datetime, seen: datetime) -> datetime:
    """Return when a session ends by itself, unless it is used before."""
    return min(begun + LONGEST, seen + IDLE)


def hand_of(account: int, pairs: Collection[tuple[int, int]]) -> set[int]:
    """Return all accounts that may be held by whoever holds this one, itself among them.

    A pair: one of the two made the other, or changed how it is come by or what it may do.
    """
    hand = {account}
    while more := {other for pair in pairs if hand.intersection(pair) for other in pair} - hand:
        hand |= more
    return hand


def name_to_compare(name: str) -> str:
    """Return what names have in common that people take for one and the same."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name.strip()).casefold())


# Of signs that look alike the one that stands for all, after folding: а and a, 0 and o, l and i.
LOOK_ALIKES = str.maketrans(
    "авгԁеєһіјкӏмнпорԛсѕтухѵԝьзαβγεζηικνορτυχω01|lıɑɡɩ",
    "abrdeehijkimhnopqcstyxvwb3abyeznikvoptuxwoiiiiagi",
)


def look_of(name: str) -> str:
    """Return what all names have in common that somebody may read as this one."""
    letters = unicodedata.normalize("NFKD", name_to_compare(name)).translate(LOOK_ALIKES)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


# --- Wrong passwords and codes -------------------------------------------------------------------
# After so many tries each further one waits its turn: seconds, the last for all that follow. No hard lock.
FREE_TRIES = 5
PAUSES = (1, 2, 4, 8, 16, 32, 42)
# From one network, whatever the accounts: passwords tried on one after another.
FREE_TRIES_OF_A_NETWORK = 30
TRIES_COUNT_FOR = timedelta(hours=24)


# Codes come after a right password, and there are but a million of them: some 600 tries a day, no more.
FREE_CODES = 4
CODE_PAUSES = (15, 30, 60, 150)
# So many wrong ones are no slip any more: the owner is told, and once in so long.
CODES_TOLD_AT = 3
CODES_TOLD_EVERY = timedelta(hours=6)


def pause_after(tries: int, free: int = FREE_TRIES, pauses: Sequence[int] = PAUSES) -> int:
    """Return how many seconds must lie between this many tries and the next."""
    return 0 if tries <= free else pauses[min(tries - free, len(pauses)) - 1]
