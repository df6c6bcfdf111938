"""The lists as tables: streamed CSV, and XLSX; each ends with a line to cite it by.

No cell is a formula, whatever it begins with. A text in another language than the table's says which.
"""

import base64
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import BaseModel, create_model

from home.caching.read_models import generations_of
from home.headless.answers.api.conditional import OTHERS, PEOPLE, conditional
from home.headless.answers.api.locales import Asked
from home.headless.answers.api.parameters import chosen_fields
from home.headless.answers.api.problems import Problem
from home.headless.answers.api.rate_limits import (
    TABLES as TABLES_LIMIT,
    TABLES_OF_PEOPLE,
    ApiRequest,
    Limit,
    allowance_of,
)
from home.headless.answers.api.router import ApiRouter
from home.headless.answers.response_policies import TABLE, answering
from home.headless.answers.schemas import Shape
from home.spreadsheets import csv_lines, xlsx_file
from prisoner_pages.api.routers.figures import FigureQuery, figure_rows
from prisoner_pages.api.routers.language import reading
from prisoner_pages.api.routers.pages import (
    CampaignQuery,
    EventQuery,
    PartnerQuery,
    item_of,
    narrowed,
    partners_asked,
    telling_of,
)
from prisoner_pages.api.routers.pagination import EXAMPLES, InParts, root_of
from prisoner_pages.api.routers.parameters import PeopleQuery
from prisoner_pages.api.routers.people_lists import PeopleAsked, people_asked
from prisoner_pages.api.routers.prisoners import parts_of
from prisoner_pages.api.routers.reference import FacilityQuery, facility_rows, word_rows
from prisoner_pages.api.schemas.pages import CampaignPart, EventPart, PublicPage
from prisoner_pages.api.serializers.table_cells import Cells
from prisoner_pages.campaigns.read_models.telling import ToldPage
from prisoner_pages.campaigns.read_models.told_pages import ToldCampaign, ToldEvent, ToldGathering, ToldText
from prisoner_pages.facts.read_models.declarations import CAPTIONED, HEEDED

router = ApiRouter(tags=["tables"])
Parts = Iterator[list[Any]]  # lists of items, each read when needed

PEOPLE_AT_ONCE = 200
CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A table is given whole, not part by part.
OF_PARTS = ("limit", "cursor", "updated_since")


@dataclass(frozen=True)
class Rows:
    """The items of a table; `stamp` tells when they change."""

    parts: Parts
    stamp: Any = ()


@dataclass(frozen=True)
class Table:
    """`fields` are the columns, the first ones usual; `begin(request, query, asked, fields)` gives Rows."""

    name: str
    summary: str
    query: type[BaseModel]
    begin: Callable[..., Rows]
    fields: tuple[str, ...]
    cache: str = OTHERS
    limit: Limit = TABLES_LIMIT


def people(request: HttpRequest, query: Any, asked: Asked, fields: Collection[str]) -> Rows:
    _asked, reader = reading(request, query)
    wanted = people_asked(PeopleQuery(**query.model_dump()), reader)
    return Rows(
        _people(request, replace(wanted, limit=PEOPLE_AT_ONCE), frozenset(fields), asked), wanted.stamp
    )


def _people(
    request: HttpRequest, wanted: PeopleAsked, fields: frozenset[str], asked: Asked
) -> Iterator[list[Any]]:
    found = wanted.people.with_facts()
    cursor = wanted.cursor
    while True:
        some, cursor = replace(wanted, cursor=cursor).begin(found)
        yield parts_of(request, some, fields, asked)
        if not cursor:
            return


def pages(
    told: type[ToldPage],
    kind: type[Shape],
    request: HttpRequest,
    query: Any,
    asked: Asked,
    fields: Collection[str],
) -> Rows:
    telling = telling_of(request, asked)
    found = narrowed(telling, told, query)
    stamp = telling.count(found) if issubclass(told, ToldGathering) else ()
    return Rows(iter([[item_of(each, kind, fields) for each in found]]), stamp)


def partners(request: HttpRequest, query: Any, asked: Asked, _fields: Any) -> Rows:
    found = partners_asked(telling_of(request, asked), query.kind)
    return Rows(iter([[item for _place, item in found]]))


def listed(
    rows: Callable[..., Iterable[tuple[list[Any], Any]]],
    request: HttpRequest,
    query: Any,
    asked: Asked,
    _fields: Any,
) -> Rows:
    found = sorted(rows(query, asked, root_of(request), generations_of(request)), key=lambda row: row[0])
    return Rows(iter([[item for _place, item in found]]))


def words(kind: str, _query: Any, *arguments: Any) -> Iterator[tuple[list[Any], Any]]:
    return word_rows(kind, *arguments)


PEOPLE_FIELDS = (
    *("slug", "url", "name", "invented", "name_only", "work", "home", "birth", "status", "status_since"),
    *("place", "cases", "sentences", "charges", "interests", "partner", "campaigns", "sources"),
    *(fact.name for fact in (*HEEDED, *CAPTIONED) if fact.name != "interests"),
)
CAMPAIGN_FIELDS = (
    *("slug", "url", "title", "intro", "starts", "ends", "end_condition", "occasion", "is_over"),
    *("letters_counted", "taking_part", "part_of"),
)
EVENT_FIELDS = (
    *("slug", "url", "title", "intro", "starts", "ends", "place", "is_over", "campaign"),
    *("letters_counted", "taking_part"),
)
PAGE_FIELDS = ("slug", "url", "title", "intro")
FACILITY_FIELDS = (
    *("id", "name", "kind", "town", "point", "mail", "languages_read", "source_url", "people_url"),
)
FIGURE_FIELDS = (
    *("id", "date", "since", "subject", "total", "of_them", "qualifier", "counted_by", "definition"),
    *("campaign", "event", "source_url"),
)
WORD_FIELDS = ("id", "name", "names", "parent", "people_url")
TABLES = (
    Table("prisoners", "People", PeopleQuery, people, PEOPLE_FIELDS, PEOPLE, TABLES_OF_PEOPLE),
    Table(
        "campaigns",
        "Campaigns",
        CampaignQuery,
        partial(pages, ToldCampaign, CampaignPart),
        CAMPAIGN_FIELDS,
    ),
    Table("events", "Events", EventQuery, partial(pages, ToldEvent, EventPart), EVENT_FIELDS),
    Table(
        "partners", "Partners", PartnerQuery, partners, ("slug", "url", "name", "kind", "website", "intro")
    ),
    Table(
        "pages",
        "Pages of reference",
        InParts,
        partial(pages, ToldText, PublicPage),
        PAGE_FIELDS,
    ),
    Table(
        "facilities", "Places of detention", FacilityQuery, partial(listed, facility_rows), FACILITY_FIELDS
    ),
    Table("cases", "Cases", InParts, partial(listed, partial(words, "case")), WORD_FIELDS, PEOPLE),
    Table(
        "interests", "Interests", InParts, partial(listed, partial(words, "interest")), WORD_FIELDS, PEOPLE
    ),
    Table(
        "occupations",
        "Occupations",
        InParts,
        partial(listed, partial(words, "occupation")),
        WORD_FIELDS,
        PEOPLE,
    ),
    Table("figures", "Published figures", FigureQuery, partial(listed, figure_rows), FIGURE_FIELDS),
)


def query_of(table: Table) -> type[BaseModel]:
    """Return the parameters of a table: those of its list, but for the ones that divide it."""
    fields: dict[str, Any] = {
        name: (field.annotation, field)
        for name, field in table.query.model_fields.items()
        if name not in (*OF_PARTS, "fields")
    }
    fields["fields"] = (str, "")
    return create_model(f"{table.name.title()}Table", __base__=BaseModel, **fields)


def answer(table: Table, kind: str, request: ApiRequest, query: Any) -> HttpResponseBase:
    # Tables under one limit are counted together.
    if allowance_of(request, table.limit, purpose=f"tables {table.limit}").is_over:
        raise Problem(429)
    asked, _reader = reading(request, query)
    fields = [
        field
        for field in table.fields
        if field in chosen_fields(query.fields, table.fields, default=table.fields)
    ]
    with translation.override(asked.served):
        rows = table.begin(request, query, asked, fields)
        response = conditional(
            request,
            lambda: RESPONSES[kind](table, request, asked, fields, rows.parts),
            cache=table.cache,
            stamp=rows.stamp,
            language=asked.served,
        )
    if kind == XLSX and not response.headers["ETag"].startswith("W/"):
        response.headers["ETag"] = f"W/{response.headers['ETag']}"  # the file says when it was made
    return response


def lines(
    table: Table, request: HttpRequest, asked: Asked, fields: list[str], parts: Parts
) -> Iterator[Iterable[Any]]:
    """Yield the rows of a table, its columns first, the citation last."""
    yield fields
    cells = Cells(asked.served)
    while (some := _next(parts, asked.served)) is not None:
        yield from (cells.row(item, fields) for item in some)
    with translation.override(asked.served):
        cited = citation(request)
    yield [cited]


def _next(parts: Parts, language: str) -> list[Any] | None:
    """Read the next items in the language of the table: while a stream is sent, another one is active."""
    with translation.override(language):
        return next(parts, None)


def citation(request: HttpRequest) -> str:
    name, today = _("Letters to Free Crimea"), timezone.localdate().isoformat()
    asked = request.GET.copy()
    asked.pop("key", None)  # whoever reads the table asks in their own name
    address = "?".join(filter(None, [request.path, asked.urlencode()]))
    return f"{name}, {request.build_absolute_uri(address)}, {today}"


def as_csv(
    table: Table, request: HttpRequest, asked: Asked, fields: list[str], parts: Parts
) -> HttpResponseBase:
    rows = lines(table, request, asked, fields, parts)
    response = StreamingHttpResponse(csv_lines(rows), content_type=TYPES[CSV])
    return _named(response, table, asked, CSV)


def as_xlsx(
    table: Table, request: HttpRequest, asked: Asked, fields: list[str], parts: Parts
) -> HttpResponseBase:
    file = xlsx_file(lines(table, request, asked, fields, parts), title=table.name)
    return _named(FileResponse(file, content_type=TYPES[XLSX]), table, asked, XLSX)


def _named(response: StreamingHttpResponse, table: Table, asked: Asked, kind: str) -> HttpResponseBase:
    name = f"{table.name}-{asked.served}-{timezone.localdate().isoformat()}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


RESPONSES = {CSV: as_csv, XLSX: as_xlsx}


def operation_id(name: str, kind: str) -> str:
    return f"{name}As{kind.title()}"


def as_text(kept: Path) -> str:
    return kept.read_text(encoding="utf-8")


def as_base64(kept: Path) -> str:
    return base64.b64encode(kept.read_bytes()).decode()


# What JSON cannot contain is given in base64, and the description of the operation says so.
EXAMPLE_READERS = {CSV: as_text, XLSX: as_base64}
MORE = {CSV: "", XLSX: "\n\nThe example is a workbook in base64; the answer is the file itself."}


def example_of(name: str, kind: str) -> dict[str, str]:
    """Return the first rows of a table as the demonstration gave them, and the line to cite it by."""
    kept = EXAMPLES / f"{operation_id(name, kind)}.{kind}"
    return {"example": EXAMPLE_READERS[kind](kept)} if kept.exists() else {}


def offer(table: Table, kind: str) -> None:
    """Add the operation that answers with this table."""
    parameters = query_of(table)

    @answering(TABLE)
    def operation(request: ApiRequest, query: Query[parameters]) -> HttpResponseBase:  # type: ignore[valid-type]
        return answer(table, kind, request, query)

    operation.__doc__ = (
        f"All of `/{table.name}` in one file, with the filters of the list and a line to cite it by."
    ) + MORE[kind]
    router.get(
        f"{table.name}.{kind}",
        summary=f"{table.summary} as {kind.upper()}",
        operation_id=operation_id(table.name, kind),
        openapi_extra={
            "responses": {200: {"content": {TYPES[kind].partition(";")[0]: example_of(table.name, kind)}}}
        },
    )(operation)


for each in TABLES:
    for form in (CSV, XLSX):
        offer(each, form)
