"""Which mail each template makes: apps provide it, the worker sends it."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from home.registry import provided_by_name


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    body: str


class NotYet(Exception):
    """The mail must wait; `until` says when to ask again. Does not count as an attempt."""

    def __init__(self, until):
        super().__init__(until)
        self.until = until


def renderers() -> dict[str, Callable[[UUID, str], Mail | None]]:
    """Return {template: renderer(reference, language)} of all apps (`provides_mails`).

    A renderer runs on the staff side, inside the language asked for; it returns a Mail, or None when there is
    nothing to send any more. Raises NotYet to wait.
    """
    return provided_by_name("mails")
