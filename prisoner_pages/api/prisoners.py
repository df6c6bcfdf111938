"""GET /prisoners: people, by the filters of the public list."""

from urllib.parse import urlencode

from django.utils import translation
from ninja import Query
from pydantic import BaseModel, Field

from home.headless.answers import PEOPLE, conditional
from home.headless.api import ApiRouter, ListMeta
from prisoner_pages.api.cards import cards_of
from prisoner_pages.api.people import LARGEST_PART, USUAL_PART, people_asked
from prisoner_pages.api.reading import meta_of, reading
from prisoner_pages.api.shapes import PeoplePage
from prisoner_pages.api.words import Words
from prisoner_pages.choices import Status
from prisoner_pages.policies import NAME_ONLY_STATUSES

router = ApiRouter(tags=["people"])

LOCALE = Field("", description="Language of the answer, like `crh`. Without it that of `Accept-Language`.")
FALLBACK = Field(
    "",
    description="Where to look for a text that the locale lacks, in this order; each says its `lang`.",
)


def one_of(description, *values):
    return Field("", description=description, json_schema_extra={"enum": ["", *values]})


def number(description, lowest, highest):
    return Field(
        "",
        description=description,
        json_schema_extra={"type": ["integer", "string"], "minimum": lowest, "maximum": highest},
    )


class PeopleQuery(BaseModel):
    """The filters of the public list, under the names they have there."""

    q: str = Field("", description="Words of a name, in any alphabet and spelling.")
    letters: str = one_of("`open`: only people one can write to.", "open")
    status: str = one_of("Where a person stands.", *(s.value for s in Status if s not in NAME_ONLY_STATUSES))
    case: str = Field("", description="Id of a case, see `/cases`.")
    facility: str = Field("", description="Id of a place of detention, see `/facilities`.")
    interest: str = Field("", description="Id of an interest.")
    birthday_month: str = number("Month of the birthday, where it may be told.", 1, 12)
    campaign: str = Field("", description="Slug of a campaign.")
    partner: str = Field("", description="Slug of a partner.")
    order: str = one_of("`name` (usual), or `shuffled`: another order each day.", "name", "shuffled")
    limit: str = number(f"How many at once; {USUAL_PART} without it.", 1, LARGEST_PART)
    cursor: str = Field("", description="Where to go on: take `meta.next` as it is.")
    locale: str = LOCALE
    fallback: str = FALLBACK


@router.get("prisoners", response=PeoplePage, summary="People, part by part", operation_id="listPrisoners")
def prisoners(request, query: Query[PeopleQuery]):
    """People who may be shown, with what a card of the public list says of them.

    The order never tells who gets few letters. Go on with `meta.next` until it is null.
    """
    asked, reader = reading(request, query)
    with translation.override(asked.served):
        part = people_asked(query, reader)
        total, _sum = stamp = part.stamp()
        response = conditional(
            request, lambda: _page(request, asked, reader, part, total), cache=PEOPLE, stamp=stamp
        )
    response.headers["Content-Language"] = asked.served
    return response


def _page(request, asked, reader, asked_part, total):
    root = f"{request.scheme}://{request.get_host()}"
    people, cursor = asked_part.part()
    following = next_address(request, cursor)
    return PeoplePage.model_construct(
        meta=meta_of(asked, ListMeta, total=total, limit=asked_part.limit, next=following),
        items=cards_of(people, asked=asked, lexicon=reader.lexicon, words=Words(asked.served), root=root),
    )


def next_address(request, cursor):
    """Return the address of the next part: this one with another cursor; None at the end."""
    if not cursor:
        return None
    parameters = {**request.GET.dict(), "cursor": cursor}
    return request.build_absolute_uri(f"{request.path}?{urlencode(parameters)}")
