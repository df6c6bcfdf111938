"""A question about the health of the site, and what mends it. Apps provide theirs (`provides_health`)."""

from collections.abc import Callable
from dataclasses import dataclass

EVERYWHERE = frozenset({"public", "staff", "all"})
WITH_STAFF = frozenset({"staff", "all"})


@dataclass(frozen=True)
class Question:
    name: str
    answer: Callable[[], str]  # "" when all is well, else what is wrong: no name, no text, no address
    fix: str  # in production
    fix_on_desk: str = ""  # where `make` is at hand; the same without it
    roles: frozenset[str] = EVERYWHERE  # of the hosts that can answer it
    # The worker asks, too, and mails what is new to administrators. Not what would mail to somebody who
    # can't get mail, and nothing that costs much.
    is_watched: bool = False


def told_by(question: Question) -> str:
    """Return the answer; a question that cannot be asked is an answer, too, and stops no other."""
    try:
        return question.answer()
    except Exception as fault:
        return f"cannot be told: {type(fault).__name__}"
