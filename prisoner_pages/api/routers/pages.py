"""GET /campaigns, /events, /partners, /pages, /home: what pages show, and one part of each list."""

from collections.abc import Collection, Iterable
from functools import partial
from operator import attrgetter, itemgetter
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from ninja import Query
from pydantic import BaseModel, Field

from home.caching.read_models import generations_of
from home.headless.answers.api.conditional import OTHERS, PEOPLE, conditional
from home.headless.answers.api.locales import Asked
from home.headless.answers.api.parameters import chosen_fields
from home.headless.answers.api.router import ApiRouter
from home.headless.answers.schemas import Shape
from prisoner_pages.api.routers.changes import Since, list_written, since_asked
from prisoner_pages.api.routers.language import meta_of, reading
from prisoner_pages.api.routers.orders import DatedOrder, orders_of, place_in
from prisoner_pages.api.routers.pagination import (
    InParts,
    ListPart,
    checked,
    documented,
    list_part,
    root_of,
    written,
)
from prisoner_pages.api.routers.parameters import InLocale, one_of
from prisoner_pages.api.schemas import pages as schemas
from prisoner_pages.campaigns.read_models.partners import Participant, participants
from prisoner_pages.campaigns.read_models.telling import Telling, Told, ToldPage
from prisoner_pages.campaigns.read_models.told_pages import (
    ToldCampaign,
    ToldEvent,
    ToldGathering,
    ToldHome,
    ToldPartner,
    ToldText,
)
from prisoner_pages.choices import PartnerKind
from prisoner_pages.public.read_models.all_languages import everywhere
from prisoner_pages.syndication.read_models.public_state import TAG_KINDS

router = ApiRouter(tags=["pages"])
# With these an answer may show people, whose pictures may be withdrawn at any time.
PICTURED = frozenset({"body", "photo"})
PAGE_CARD = tuple(schemas.PublicPage.model_fields)
STATES = ("current", "past")


def fields_of(part: type[BaseModel], card: Iterable[str]) -> Any:
    every, usual = ", ".join(part.model_fields), ", ".join(card)
    return Field("", description=f"Names with commas, or `*` for all: {every}. Without it: {usual}.")


def updated_since(note: str) -> Any:
    return Field(
        "",
        description="Only those of which address, text or facts of the page have changed since, in any"
        " language: a time as in ISO 8601, with its offset. A change is noted within a minute, and those of"
        " two minutes before are told again. Then go on with the address in `changes`, which tells in"
        f" `removed` what is gone. {note}",
    )


ORDERS: dict[type[ToldPage], dict[str, DatedOrder]] = {
    ToldCampaign: orders_of(schemas.Campaign),
    ToldEvent: orders_of(schemas.Event),
}
ORDER_WORDS = (
    "A date that is told; with a minus the newest first. What has no such date stands last. Without it those"
    " that begin last come first."
)
BESIDES = (
    "What is counted, who takes part, what has ended with its day, and what the page shows of other pages and"
    " of lists of words is not noted."
)
OF_PARTNERS = (
    "What the organisation’s own record says (website, kind) and what other pages and lists of words say is"
    " not noted. Those without a page come each time."
)


class CampaignQuery(InParts):
    state: str = one_of("`current` (those that run or come) or `past`.", *STATES)
    partner: str = Field("", description="Slug of the partner in whose section they lie.")
    order: str = one_of(ORDER_WORDS, *ORDERS[ToldCampaign])
    updated_since: str = updated_since(BESIDES)
    fields: str = fields_of(schemas.CampaignPart, schemas.CAMPAIGN_CARD)


class EventQuery(InParts):
    state: str = one_of("`current` (those that run or come) or `past`.", *STATES)
    campaign: str = Field("", description="Slug of the campaign that they are part of.")
    partner: str = Field("", description="Slug of the partner in whose section they lie.")
    order: str = one_of(ORDER_WORDS, *ORDERS[ToldEvent])
    updated_since: str = updated_since(BESIDES)
    fields: str = fields_of(schemas.EventPart, schemas.EVENT_CARD)


class PartnerQuery(InParts):
    kind: str = one_of("What kind of body it is.", *PartnerKind.values)
    updated_since: str = updated_since(OF_PARTNERS)


@router.get(
    "campaigns",
    response=schemas.CampaignList,
    summary="Campaigns, the newest first",
    **documented("listCampaigns"),
)
def campaigns(request: HttpRequest, query: Query[CampaignQuery]) -> HttpResponseBase:
    """Calls to write. One that has no page in any of the languages asked for is left out."""
    return listed(
        request, query, ToldCampaign, schemas.CampaignList, schemas.CampaignPart, schemas.CAMPAIGN_CARD
    )


@router.get(
    "campaigns/{slug}",
    response=schemas.CampaignAnswer,
    summary="One campaign",
    **documented("getCampaign"),
)
def campaign(request: HttpRequest, slug: str, query: Query[InLocale]) -> HttpResponseBase:
    """All that the campaign's page shows; for whom it is, `people.url` lists."""
    return shown(request, query, ToldCampaign, slug, schemas.CampaignAnswer, schemas.Campaign)


@router.get(
    "events",
    response=schemas.EventList,
    summary="Events, the newest first",
    **documented("listEvents"),
)
def events(request: HttpRequest, query: Query[EventQuery]) -> HttpResponseBase:
    """Meetings at which people write. A place that is kept back is told when the event is over."""
    return listed(request, query, ToldEvent, schemas.EventList, schemas.EventPart, schemas.EVENT_CARD)


@router.get(
    "events/{slug}",
    response=schemas.EventAnswer,
    summary="One event",
    **documented("getEvent"),
)
def event(request: HttpRequest, slug: str, query: Query[InLocale]) -> HttpResponseBase:
    """All that the event's page shows."""
    return shown(request, query, ToldEvent, slug, schemas.EventAnswer, schemas.Event)


@router.get(
    "partners",
    response=schemas.PartnerList,
    summary="Partners",
    **documented("listPartners"),
)
def partners(request: HttpRequest, query: Query[PartnerQuery]) -> HttpResponseBase:
    """Those that have a page here, by name, then those that took part in something."""
    asked, _reader = reading(request, query)
    with translation.override(asked.served):
        telling, since = telling_of(request, asked), _since(query, ToldPartner)
        every = participants(telling)
        found = of_kind(every, query.kind)
        if since:
            noted = since.narrow_pages([row for row in found if row[1].url], lambda row: row[1].slug)
            found = sorted([*noted, *(row for row in found if not row[1].url)], key=itemgetter(0))
        part = list_part(found, query, purpose="partners", place=itemgetter(0))

        def build() -> bytes:
            items, still_told = [item for _place, item in part.items], {row[1].slug for row in every}
            gone = _gone(since, telling, ToldPartner, besides=still_told)
            return _list(request, asked, schemas.PartnerList, part, items, **gone)

        stamp = since and since.known
        return conditional(request, build, cache=OTHERS, stamp=stamp, language=asked.served)


@router.get(
    "partners/{slug}",
    response=schemas.PartnerAnswer,
    summary="One partner",
    **documented("getPartner"),
)
def partner(request: HttpRequest, slug: str, query: Query[InLocale]) -> HttpResponseBase:
    """All that the partner's page shows; whose records it keeps, `people.url` lists."""
    return shown(request, query, ToldPartner, slug, schemas.PartnerAnswer, schemas.Partner)


@router.get(
    "pages",
    response=schemas.TextList,
    summary="Pages of reference",
    **documented("listPages"),
)
def pages(request: HttpRequest, query: Query[InParts]) -> HttpResponseBase:
    """What the initiative is, what happens to a letter, privacy, safety, how we count."""
    return listed(request, query, ToldText, schemas.TextList, schemas.PublicPage, PAGE_CARD)


@router.get(
    "pages/{slug}",
    response=schemas.TextAnswer,
    summary="One page of reference",
    **documented("getPage"),
)
def page(request: HttpRequest, slug: str, query: Query[InLocale]) -> HttpResponseBase:
    """The page with its text."""
    return shown(request, query, ToldText, slug, schemas.TextAnswer, schemas.TextPage)


@router.get(
    "home",
    response=schemas.TextAnswer,
    summary="The first page of a language",
    **documented("getHome"),
)
def home(request: HttpRequest, query: Query[InLocale]) -> HttpResponseBase:
    """Its own words; the people, campaigns and figures that stand there have addresses of their own."""
    return shown(request, query, ToldHome, None, schemas.TextAnswer, schemas.TextPage)


def telling_of(request: HttpRequest, asked: Asked) -> Telling:
    return Telling(
        asked.served, asked.order, asked.public, generations=generations_of(request), root=root_of(request)
    )


def item_of(told: ToldPage, kind: type[Shape], fields: Collection[str]) -> Shape:
    """Return what an answer tells of a page: those of the fields of `kind` that are asked for."""
    return kind.of(**{field: getattr(told, field) for field in kind.model_fields if field in fields})


def listed(
    request: HttpRequest,
    query: InParts,
    told: type[ToldPage],
    kind: type[BaseModel],
    part_kind: type[Shape],
    card: Iterable[str],
) -> HttpResponseBase:
    asked, _reader = reading(request, query)
    asked_for = getattr(query, "fields", "")
    fields = chosen_fields(asked_for, tuple(part_kind.model_fields), default=card) | {"slug"}
    with translation.override(asked.served):
        telling, since, order = telling_of(request, asked), _since(query, told), _order(query, told)
        found = narrowed(telling, told, query)
        if since:
            found = since.narrow_pages(found, attrgetter("slug"))
        purpose = f"{kind.__name__}{f' {order.name}' if order else ''}"
        part = list_part(found, query, purpose=purpose, place=place_in(order))
        counted = telling.count(part.items) if issubclass(told, ToldGathering) else ()

        def build() -> bytes:
            telling.bring(part.items, fields)
            items = [item_of(each, part_kind, fields) for each in part.items]
            return _list(request, asked, kind, part, items, **_gone(since, telling, told))

        cache = PEOPLE if fields & PICTURED else OTHERS
        stamp = counted, since and since.known
        return conditional(request, build, cache=cache, stamp=stamp, language=asked.served)


def _list(
    request: HttpRequest,
    asked: Asked,
    kind: type[BaseModel],
    part: ListPart,
    items: list[Any],
    **gone: Any,
) -> bytes:
    counted: dict[str, Any] = {"total": part.total, "limit": part.limit, "cursor": part.cursor}
    return list_written(kind, request, asked, items, **counted, **gone)


def _since(query: InLocale, told: type[ToldPage]) -> Since | None:
    """Return what `updated_since` asks for, None for nothing. One query."""
    return since_asked(getattr(query, "updated_since", ""), TAG_KINDS[told.model])


def _gone(
    since: Since | None, telling: Telling, told: type[ToldPage], *, besides: Collection[str] = ()
) -> dict[str, Any]:
    """Return what an answer to `updated_since` needs to tell what is gone.

    `besides`: slugs that the list tells though they have no page; none of these is gone.
    """
    if since is None:
        return {}
    listed = {thing.source.slug for thing in everywhere(told.model, generations=telling.generations)}
    here = {*besides, *(each.slug for each in telling.all(told))}
    return {"since": since, "removed": partial(since.removed_pages, listed=listed, told=here)}


def _order(query: InLocale, told: type[ToldPage]) -> DatedOrder | None:
    """Return the order that is asked for, None for the usual. Raises a Problem (400) for an unknown one."""
    known = ORDERS.get(told, {})
    return known.get(checked("order", getattr(query, "order", ""), known))


def narrowed(telling: Telling, kind: type[ToldPage], query: InLocale) -> list[Any]:
    """Return the things that the filters of a list leave, in order. Raises a Problem (400)."""
    found: list[Any] = telling.all(kind)
    if state := checked("state", getattr(query, "state", ""), STATES):
        found = [told for told in found if told.is_over == (state == "past")]
    if slug := getattr(query, "partner", ""):
        section = of_slug(telling.all(ToldPartner), slug)
        found = section.within(found) if section else []
    if slug := getattr(query, "campaign", ""):
        found = [told for told in found if told.source.campaign_id == campaign_by(slug, telling)]
    return sorted(found, key=place_in(_order(query, kind)))


def campaign_by(slug: str, telling: Telling) -> int:
    """Return the id of the campaign with this slug, 0 for none."""
    campaign = of_slug(telling.all(ToldCampaign), slug)
    return campaign.source.pk if campaign else 0


def of_slug(found: Iterable[Told], slug: str) -> Told | None:
    """Return the thing with this slug, or None; a slug is the same in all languages."""
    return next((told for told in found if told.slug == slug), None)


def shown(
    request: HttpRequest,
    query: InLocale,
    told: type[ToldPage],
    slug: str | None,
    answer: type[BaseModel],
    kind: type[Shape],
) -> HttpResponseBase:
    asked, _reader = reading(request, query)
    with translation.override(asked.served):
        telling = telling_of(request, asked)
        every = telling.all(told)
        this = of_slug(every, slug) if slug else next(iter(every), None)
        if this is None:
            raise Http404
        stamp = telling.count([this]) if issubclass(told, ToldGathering) else ()

        def build() -> bytes:
            telling.bring([this], kind.model_fields)
            item = item_of(this, kind, kind.model_fields)
            return written(answer, meta=meta_of(asked, served=this.language), item=item)

        return conditional(request, build, cache=PEOPLE, stamp=stamp, language=asked.served)


def partners_asked(telling: Telling, kind: str) -> list[tuple[list[Any], Participant]]:
    return of_kind(participants(telling), kind)


def of_kind(partners: list[tuple[list[Any], Participant]], kind: str) -> list[tuple[list[Any], Participant]]:
    """Return those of this kind, all for "". Raises a Problem (400) for an unknown one."""
    checked("kind", kind, PartnerKind.values)
    return [row for row in partners if row[1].kind.code == (kind or row[1].kind.code)]
