"""Parts of a list that is known as a whole: where a part begins and ends, and how it is written."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from home.headless.answers.api import cursors
from home.headless.answers.api.parameters import Sentence, whole_number
from home.headless.answers.api.problems import Problem, fault
from home.headless.answers.api.router import example
from prisoner_pages.api.routers.parameters import LARGEST_PART, USUAL_PART, InLocale, number

EXAMPLES = Path(__file__).parent / "examples"

NOT_POSSIBLE = _("“%(value)s” is not possible here. Choose one of these: %(known)s.")


def documented(operation_id: str, *, as_in: str | None = None) -> dict[str, Any]:
    """Return the id of an operation and an example of its answer, or of `as_in` where it has none itself."""
    kept = EXAMPLES / f"{as_in or operation_id}.json"
    return {"operation_id": operation_id, "openapi_extra": example(kept)}


class InParts(InLocale):
    limit: str = number(f"How many at once; {USUAL_PART} without it.", 1, LARGEST_PART)
    cursor: str = Field("", description="Where to go on: take the address in `meta.next` as it is.")


@dataclass(frozen=True)
class ListPart:
    """Some items of a list of `total`; `cursor` leads to the next ones, "" at the end."""

    items: Sequence[Any]
    total: int
    limit: int
    cursor: str


def list_part(
    items: Sequence[Any], query: InParts, *, purpose: str, place: Callable[[Any], list[Any]]
) -> ListPart:
    """Return the part that `query` (limit, cursor) asks for of `items`, which stand in the order of `place`.

    `place(item)` is a list that JSON can hold: an item that comes or goes shifts no other. Raises a Problem
    (400) for a limit or a cursor that can't be used.
    """
    limit = whole_number("limit", query.limit, lowest=1, highest=LARGEST_PART, usual=USUAL_PART)
    after = cursors.read(query.cursor, purpose=purpose) if query.cursor else None
    begin = bisect_right(items, after, key=place) if after else 0
    found = items[begin : begin + limit]
    is_last = begin + limit >= len(items)
    return ListPart(
        found, len(items), limit, "" if is_last else cursors.issue(place(found[-1]), purpose=purpose)
    )


def next_address(request: HttpRequest, cursor: str) -> str | None:
    """Return the address of the next part: this one with another cursor; None at the end."""
    if not cursor:
        return None
    return request.build_absolute_uri(f"{request.path}?{urlencode({**request.GET.dict(), 'cursor': cursor})}")


def written(kind: type[BaseModel], **values: Any) -> bytes:
    """Return an answer of this schema as JSON; fields that were not asked for are not there."""
    return kind.model_construct(**values).model_dump_json(exclude_unset=True).encode()


def root_of(request: HttpRequest) -> str:
    """Return scheme and host, where every address of an answer begins."""
    return f"{request.scheme}://{request.get_host()}"


def checked(name: str, value: str, known: Collection[str]) -> str:
    """Return the value of a parameter, "" for none. Raises a Problem (400) for one that is not known."""
    if not value or value in known:
        return value
    error = not_possible(name, value, known)
    raise Problem(400, error["message"], errors=[error])


def not_possible(name: str, value: str, known: Collection[str]) -> dict[str, Any]:
    """Return the fault of a value that is none of those known."""
    sentence = Sentence(NOT_POSSIBLE, value=value[:100], known=", ".join(known))
    return fault(name, sentence, known=list(known))
