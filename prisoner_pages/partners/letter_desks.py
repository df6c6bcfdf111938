"""Where letters to a partner’s people are handled: told by the app that has desks, none without it."""

from dataclasses import dataclass
from typing import Any

from home.registry import provided


@dataclass(frozen=True)
class DeskAt:
    """The letter desk of a partner. `seated` are the keys of the accounts that sit there today.

    `given` are all that have a seat, also of one that has ended or of an account that can't log in.
    """

    partner: int
    address: str  # of its screen
    seated: frozenset[int]
    given: frozenset[int]


def letter_desks() -> dict[int, DeskAt]:
    """Return the desk of each partner that has one."""
    return {desk.partner: desk for desks in provided("letter_desks") for desk in desks()}


def address_of_desks() -> str:
    """Return the address of the screen where a desk is opened; "" without letters."""
    return next((address() for address in provided("addresses_of_letter_desks")), "")


def leave_desk(partner: Any, by: Any) -> None:
    """Let what would lie unread at the partner’s own desk go where letters to the people go now."""
    for leave in provided("closings_of_desks"):
        leave(partner, by)


def in_work_at_desk(partner: Any) -> list[str]:
    """Say in sentences what must be done at the partner’s own desk before nobody sits there any more."""
    return [sentence for told_of in provided("work_at_desks") for sentence in told_of(partner)]
