"""The mail that each template stands for: apps render it, the worker sends it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from home.registry import provided, provided_by_name


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    body: str


class NotYet(Exception):
    """All mail of this template must wait; `until` says when to ask again. Does not count as an attempt."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


Renderer = Callable[[UUID, str], Mail | None]


def renderers() -> dict[str, Renderer]:
    """Return {template: renderer(reference, language)} of all apps (`provides_mails`).

    A renderer runs on the staff host, with the asked language active; it returns a Mail, or None when there
    is nothing to send any more. It raises NotYet to wait.
    """
    return provided_by_name("mails")


def last_mails() -> list[str]:
    """Return the templates of which strangers can cause any number (`provides_last_mails`).

    They leave after all others, so that a flood of them keeps no login and no warning waiting.
    """
    return provided("last_mails")
