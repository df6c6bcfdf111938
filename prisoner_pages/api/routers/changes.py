"""`updated_since` of the list of people: what has changed, who is gone, and how to ask the next time."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from home.caching.kept_whole import holds_until
from home.headless.answers.api import cursors
from home.headless.answers.api.parameters import Sentence
from home.headless.answers.api.problems import Problem, fault
from prisoner_pages.querysets.records import PrisonerQuerySet
from prisoner_pages.syndication.read_models.changes import (
    Noted,
    changed_after,
    changed_since,
    gone_after,
    noted,
)

PARAMETER = "updated_since"
PURPOSE = "changes of people"
NO_TIME = _(
    "“%(value)s” is not possible here: write a time with its offset, like 2026-11-29T12:00:00+02:00, or take"
    " the address in “changes” as it is."
)


@dataclass(frozen=True)
class Since:
    """What was asked for: changes after a turn, or since a time, up to the turn of the first part."""

    known: Noted | None
    turn: int | None
    time: str | None
    until: int

    def narrow(self, people: PrisonerQuerySet) -> PrisonerQuerySet:
        """Return those who have changed; everybody where it is not known who has."""
        if self.known is None or max(self.turn or 0, self.until) > self.known.turn:
            return people
        if self.time:
            return changed_since(people, datetime.fromisoformat(self.time), until=self.until)
        return changed_after(people, self.turn or 0, until=self.until)

    @property
    def removed(self) -> list[str] | None:
        return None if self.turn is None or self.known is None else gone_after(self.turn, self.known)

    def next_time(self, request: HttpRequest) -> str | None:
        """Return where to ask the next time; None while nothing is noted."""
        asked = {name: value for name, value in request.GET.dict().items() if name != "cursor"}
        return self._address(request, asked, [self.until, None, None]) if self.known else None

    def next_part(self, request: HttpRequest, cursor: str) -> str | None:
        """Return where the list goes on, up to the same turn; None at its end."""
        asked = {**request.GET.dict(), "cursor": cursor}
        return self._address(request, asked, [self.turn, self.time, self.until]) if cursor else None

    def _address(self, request: HttpRequest, asked: dict[str, str], place: list[int | str | None]) -> str:
        query = urlencode({**asked, PARAMETER: cursors.issue(place, purpose=PURPOSE)})
        return request.build_absolute_uri(f"{request.path}?{query}")


def since_asked(text: str) -> Since | None:
    """Return what `updated_since` asks for, None for nothing. Raises a Problem (400). One query."""
    if not text:
        return None
    holds_until(0)  # no generation tells that something was noted
    turn, time, until = (None, found.isoformat(), None) if (found := _time(text)) else _place(text)
    known = noted()
    return Since(known, turn, time, until if until is not None else known.turn if known else 0)


def _time(text: str) -> datetime | None:
    """Return a time with an offset, None for anything else; a plus that nobody encoded has become a space."""
    try:
        time = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    except ValueError:
        return None
    return time if time.tzinfo and 1 < time.year < datetime.max.year else None


def _place(text: str) -> tuple[int | None, str | None, int | None]:
    try:
        turn, time, until = cursors.read(text, purpose=PURPOSE)
    except Problem:
        sentence = Sentence(NO_TIME, value=text[:50])
        raise Problem(400, sentence, errors=[fault(PARAMETER, sentence)]) from None
    return turn, time, until
