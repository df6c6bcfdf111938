"""`updated_since` of lists: what has changed, what is gone, and how to ask the next time."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from home.caching.kept_whole import holds_until
from home.headless.answers.api import cursors
from home.headless.answers.api.locales import Asked
from home.headless.answers.api.parameters import Sentence
from home.headless.answers.api.problems import Problem, fault
from home.headless.answers.schemas import ListMeta
from prisoner_pages.api.routers.language import meta_of
from prisoner_pages.api.routers.pagination import next_address, written
from prisoner_pages.querysets.records import PrisonerQuerySet
from prisoner_pages.syndication.read_models.changes import (
    Noted,
    noted,
    noted_after,
    noted_since,
    pages_gone,
    pages_noted,
    people_changed,
    people_gone,
)

PARAMETER = "updated_since"
PEOPLE = "people"
PURPOSE = "changes of {kind}"
NO_TIME = _(
    "“%(value)s” is not possible here: write a time with its offset, like 2026-11-29T12:00:00+02:00, or take"
    " the address in “changes” as it is."
)

Page = TypeVar("Page")


@dataclass(frozen=True)
class Since:
    """What was asked for: changes after a turn, or since a time, up to the turn of the first part.

    `kind` is PEOPLE, or the kind of the pages that are listed.
    """

    kind: str
    known: Noted | None
    turn: int | None
    time: str | None
    until: int

    @property
    def condition(self) -> Q | None:
        """The notes of what has changed; None where it is not known what has."""
        if self.known is None or max(self.turn or 0, self.until) > self.known.turn:
            return None
        if self.time:
            return noted_since(datetime.fromisoformat(self.time), until=self.until)
        return noted_after(self.turn or 0, until=self.until)

    def narrow(self, people: PrisonerQuerySet) -> PrisonerQuerySet:
        """Return those who have changed; everybody where it is not known who has."""
        return people if self.condition is None else people_changed(people, self.condition)

    def narrow_pages(self, pages: "list[Page]", slug: Callable[[Page], str]) -> "list[Page]":
        """Return those that have changed; all where it is not known which have. One query."""
        if self.condition is None:
            return pages
        changed = pages_noted(self.kind, self.condition)
        return [page for page in pages if slug(page) in changed]

    def removed(self) -> list[str] | None:
        return None if self.turn is None or self.known is None else people_gone(self.turn, self.known)

    def removed_pages(self, *, listed: Collection[str], told: Collection[str]) -> list[str] | None:
        """Return the slugs of pages that are gone (`pages_gone`). One query."""
        if self.turn is None or self.known is None:
            return None
        return pages_gone(self.kind, self.turn, self.known, listed=listed, told=told)

    def next_time(self, request: HttpRequest) -> str | None:
        """Return where to ask the next time; None while nothing is noted."""
        asked = {name: value for name, value in request.GET.dict().items() if name != "cursor"}
        return self._address(request, asked, [self.until, None, None]) if self.known else None

    def next_part(self, request: HttpRequest, cursor: str) -> str | None:
        """Return where the list goes on, up to the same turn; None at its end."""
        asked = {**request.GET.dict(), "cursor": cursor}
        return self._address(request, asked, [self.turn, self.time, self.until]) if cursor else None

    def _address(self, request: HttpRequest, asked: dict[str, str], place: list[int | str | None]) -> str:
        query = urlencode({**asked, PARAMETER: cursors.issue(place, purpose=PURPOSE.format(kind=self.kind))})
        return request.build_absolute_uri(f"{request.path}?{query}")


def since_asked(text: str, kind: str = PEOPLE) -> Since | None:
    """Return what `updated_since` asks for, None for nothing. Raises a Problem (400). One query."""
    if not text:
        return None
    holds_until(0)  # no generation tells that something was noted
    turn, time, until = (None, found.isoformat(), None) if (found := _time(text)) else _place(text, kind)
    known = noted()
    return Since(kind, known, turn, time, until if until is not None else known.turn if known else 0)


def list_written(
    kind: type[BaseModel],
    request: HttpRequest,
    asked: Asked,
    items: list[Any],
    *,
    total: int,
    limit: int,
    cursor: str,
    since: Since | None = None,
    removed: Callable[[], list[str] | None] = lambda: None,
) -> bytes:
    """Return a part of a list as JSON; an answer to `updated_since` tells what is gone, and how to go on."""
    following = since.next_part(request, cursor) if since else next_address(request, cursor)
    changes = {"removed": removed(), "changes": since.next_time(request)} if since else {}
    meta = meta_of(asked, ListMeta, total=total, limit=limit, next=following)
    return written(kind, meta=meta, items=items, **changes)


def _time(text: str) -> datetime | None:
    """Return a time with an offset, None for anything else; a plus that nobody encoded has become a space."""
    try:
        time = datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
    except ValueError:
        return None
    return time if time.tzinfo and 1 < time.year < datetime.max.year else None


def _place(text: str, kind: str) -> tuple[int | None, str | None, int | None]:
    try:
        turn, time, until = cursors.read(text, purpose=PURPOSE.format(kind=kind))
    except Problem:
        sentence = Sentence(NO_TIME, value=text[:50])
        raise Problem(400, sentence, errors=[fault(PARAMETER, sentence)]) from None
    return turn, time, until
