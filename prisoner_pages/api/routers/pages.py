"""GET /campaigns, /events, /partners, /pages, /home: what pages show, and one part of each list."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from ninja import Query
from pydantic import BaseModel, Field
from wagtail.models import Page

from home.caching.read_models import generations_of
from home.headless.answers.api.conditional import OTHERS, PEOPLE, conditional
from home.headless.answers.api.locales import Asked
from home.headless.answers.api.parameters import chosen_fields
from home.headless.answers.api.router import ApiRouter
from home.headless.answers.schemas import ListMeta, Text
from home.models import HomePage, StandardPage
from prisoner_pages.api.routers.language import meta_of, reading
from prisoner_pages.api.routers.pagination import (
    InParts,
    ListPart,
    checked,
    documented,
    list_part,
    next_address,
    root_of,
    written,
)
from prisoner_pages.api.routers.parameters import InLocale, one_of
from prisoner_pages.api.schemas import pages as schemas
from prisoner_pages.api.serializers.pages import Telling, ToldPage
from prisoner_pages.campaigns.read_models import pages as campaign_pages
from prisoner_pages.choices import PartnerKind
from prisoner_pages.models import CampaignPage, EventPage, Partner, PartnerPage
from prisoner_pages.public.read_models.all_languages import Everywhere, of_campaign, of_slug, within
from prisoner_pages.public.read_models.words import Words

router = ApiRouter(tags=["pages"])
# With these an answer may show people, whose pictures may be withdrawn at any time.
PICTURED = frozenset({"body", "photo"})
PAGE_CARD = tuple(schemas.PublicPage.model_fields)
# With a counter of letters.
COUNTED = (CampaignPage, EventPage)
STATES = ("current", "past")


def fields_of(part: type[BaseModel], card: Iterable[str]) -> Any:
    every, usual = ", ".join(part.model_fields), ", ".join(card)
    return Field("", description=f"Names with commas, or `*` for all: {every}. Without it: {usual}.")


class CampaignQuery(InParts):
    state: str = one_of("`current` (those that run or come) or `past`.", *STATES)
    partner: str = Field("", description="Slug of the partner in whose section they lie.")
    fields: str = fields_of(schemas.CampaignPart, schemas.CAMPAIGN_CARD)


class EventQuery(InParts):
    state: str = one_of("`current` (those that run or come) or `past`.", *STATES)
    campaign: str = Field("", description="Slug of the campaign that they are part of.")
    partner: str = Field("", description="Slug of the partner in whose section they lie.")
    fields: str = fields_of(schemas.EventPart, schemas.EVENT_CARD)


class PartnerQuery(InParts):
    kind: str = one_of("What kind of body it is.", *PartnerKind.values)


@router.get(
    "campaigns",
    response=schemas.CampaignList,
    summary="Campaigns, the newest first",
    **documented("listCampaigns"),
)
def campaigns(request: HttpRequest, query: Query[CampaignQuery]) -> HttpResponseBase:
    """Calls to write. One that has no page in any of the languages asked for is left out."""
    return listed(
        request, query, CampaignPage, schemas.CampaignList, schemas.CampaignPart, schemas.CAMPAIGN_CARD
    )


@router.get(
    "campaigns/{slug}",
    response=schemas.CampaignAnswer,
    summary="One campaign",
    **documented("getCampaign"),
)
def campaign(request: HttpRequest, slug: str, query: Query[InLocale]) -> HttpResponseBase:
    """All that the campaign's page shows; for whom it is, `people.url` lists."""
    return shown(request, query, CampaignPage, slug, schemas.CampaignAnswer, schemas.Campaign)


@router.get(
    "events",
    response=schemas.EventList,
    summary="Events, the newest first",
    **documented("listEvents"),
)
def events(request: HttpRequest, query: Query[EventQuery]) -> HttpResponseBase:
    """Meetings at which people write. A place that is kept back is told when the event is over."""
    return listed(request, query, EventPage, schemas.EventList, schemas.EventPart, schemas.EVENT_CARD)


@router.get(
    "events/{slug}",
    response=schemas.EventAnswer,
    summary="One event",
    **documented("getEvent"),
)
def event(request: HttpRequest, slug: str, query: Query[InLocale]) -> HttpResponseBase:
    """All that the event's page shows."""
    return shown(request, query, EventPage, slug, schemas.EventAnswer, schemas.Event)


@router.get(
    "partners",
    response=schemas.PartnerList,
    summary="Partners",
    **documented("listPartners"),
)
def partners(request: HttpRequest, query: Query[PartnerQuery]) -> HttpResponseBase:
    """Those that have a page here, by name, then those that took part in something."""
    asked, _reader = reading(request, query)
    checked("kind", query.kind, PartnerKind.values)
    with translation.override(asked.served):
        telling = telling_of(request, PartnerPage, asked)
        part = list_part(
            participants(telling, query.kind), query, purpose="partners", place=place_of_participant
        )
        return conditional(
            request,
            lambda: _list(request, asked, schemas.PartnerList, part, [item for _place, item in part.items]),
            cache=OTHERS,
            language=asked.served,
        )


@router.get(
    "partners/{slug}",
    response=schemas.PartnerAnswer,
    summary="One partner",
    **documented("getPartner"),
)
def partner(request: HttpRequest, slug: str, query: Query[InLocale]) -> HttpResponseBase:
    """All that the partner's page shows; whose records it keeps, `people.url` lists."""
    return shown(request, query, PartnerPage, slug, schemas.PartnerAnswer, schemas.Partner)


@router.get(
    "pages",
    response=schemas.TextList,
    summary="Pages of reference",
    **documented("listPages"),
)
def pages(request: HttpRequest, query: Query[InParts]) -> HttpResponseBase:
    """What the initiative is, what happens to a letter, privacy, safety, how we count."""
    return listed(request, query, StandardPage, schemas.TextList, schemas.PublicPage, PAGE_CARD)


@router.get(
    "pages/{slug}",
    response=schemas.TextAnswer,
    summary="One page of reference",
    **documented("getPage"),
)
def page(request: HttpRequest, slug: str, query: Query[InLocale]) -> HttpResponseBase:
    """The page with its text."""
    return shown(request, query, StandardPage, slug, schemas.TextAnswer, schemas.TextPage)


@router.get(
    "home",
    response=schemas.TextAnswer,
    summary="The first page of a language",
    **documented("getHome"),
)
def home(request: HttpRequest, query: Query[InLocale]) -> HttpResponseBase:
    """Its own words; the people, campaigns and figures that stand there have addresses of their own."""
    return shown(request, query, HomePage, None, schemas.TextAnswer, schemas.TextPage)


def telling_of(request: HttpRequest, model: type[Page], asked: Asked) -> Telling:
    return Telling(model, asked=asked, root=root_of(request), generations=generations_of(request))


def listed(
    request: HttpRequest,
    query: InParts,
    model: type[Page],
    kind: type[BaseModel],
    part_kind: type[BaseModel],
    card: Iterable[str],
) -> HttpResponseBase:
    asked, _reader = reading(request, query)
    asked_for = getattr(query, "fields", "")
    fields = chosen_fields(asked_for, tuple(part_kind.model_fields), default=card) | {"slug"}
    with translation.override(asked.served):
        telling = telling_of(request, model, asked)
        part = list_part(
            narrowed(telling, query), query, purpose=kind.__name__, place=lambda thing: thing.place
        )
        stamp = telling.count(part.items) if model in COUNTED else ()

        def build() -> bytes:
            telling.bring(part.items, fields)
            items = [part_kind.model_construct(**telling.made(thing, fields)) for thing in part.items]
            return _list(request, asked, kind, part, items)

        cache = PEOPLE if fields & PICTURED else OTHERS
        return conditional(request, build, cache=cache, stamp=stamp, language=asked.served)


def _list(
    request: HttpRequest, asked: Asked, kind: type[BaseModel], part: ListPart, items: list[Any]
) -> bytes:
    following = next_address(request, part.cursor)
    meta = meta_of(asked, ListMeta, total=part.total, limit=part.limit, next=following)
    return written(kind, meta=meta, items=items)


def narrowed(telling: Telling, query: InLocale) -> list[Everywhere]:
    """Return the things that the filters of a list leave. Raises a Problem (400) for an unknown state."""
    things, state = telling.all(), checked("state", getattr(query, "state", ""), STATES)
    is_over = campaign_pages.is_past if telling.model is CampaignPage else campaign_pages.is_over
    if state:
        things = [thing for thing in things if is_over(thing.source) == (state == "past")]
    if slug := getattr(query, "partner", ""):
        section = of_slug(telling.all(PartnerPage), slug)
        things = within(things, section) if section else []
    if slug := getattr(query, "campaign", ""):
        campaign = of_slug(telling.all(CampaignPage), slug)
        things = of_campaign(things, campaign) if campaign else []
    return things


def shown(
    request: HttpRequest,
    query: InLocale,
    model: type[Page],
    slug: str | None,
    answer: type[BaseModel],
    kind: type[BaseModel],
) -> HttpResponseBase:
    asked, _reader = reading(request, query)
    with translation.override(asked.served):
        telling = telling_of(request, model, asked)
        thing = of_slug(telling.all(), slug) if slug else next(iter(telling.all()), None)
        if thing is None:
            raise Http404
        stamp = telling.count([thing]) if model in COUNTED else ()

        def build() -> bytes:
            fields = tuple(kind.model_fields)
            telling.bring([thing], fields)
            item = kind.model_construct(**telling.made(thing, fields))
            meta = meta_of(asked, served=telling.tell(thing).language)
            return written(answer, meta=meta, item=item)

        return conditional(request, build, cache=PEOPLE, stamp=stamp, language=asked.served)


def participants(telling: Telling, kind: str) -> list[tuple[list[Any], schemas.Participant]]:
    """Return [(place, Participant)] in the order of the list: partners with a page first."""
    words = telling.words
    found = [
        ([0, told.page.title, told.source.pk], told.source.partner, _participant(telling, told))
        for told in map(telling.tell, telling.all())
    ]
    for other in Partner.objects.taking_part().without_section():
        name = campaign_pages.partner_name(other, telling.asked.served)
        found.append(([1, name.text, other.pk], other, _other_participant(other, name, words)))
    found.sort(key=lambda row: row[0])
    return [(place, item) for place, partner, item in found if partner.kind == (kind or partner.kind)]


def place_of_participant(row: tuple[list[Any], schemas.Participant]) -> list[Any]:
    return row[0]


def _participant(telling: Telling, told: ToldPage) -> schemas.Participant:
    fields = ("url", "intro", "website", "kind", "translations")
    return schemas.Participant.model_construct(
        slug=told.source.slug, name=told.text(told.page.title), **telling.made(told.thing, fields)
    )


def _other_participant(partner: Partner, name: Text, words: Words) -> schemas.Participant:
    return schemas.Participant.model_construct(
        slug=partner.slug,
        name=name,
        kind=words.word(PartnerKind(partner.kind)),
        url=None,
        intro=None,
        website=None,
        translations=[],
    )
