"""GET /site, /resolve, /search: the frame of every page, what an address leads to, what is found."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from home.caching.read_models import generations_of
from home.headless.answers.api.conditional import OTHERS, PEOPLE, conditional
from home.headless.answers.api.locales import Asked
from home.headless.answers.api.problems import Problem, fault
from home.headless.answers.api.router import ApiRouter
from home.headless.answers.schemas import translation_of
from home.languages.info import CONTENT_LANGUAGES
from home.models import HomePage, StandardPage
from home.site.read_models import Link, Shell
from prisoner_pages.api.routers.language import meta_of, reading
from prisoner_pages.api.routers.pages import telling_of
from prisoner_pages.api.routers.pagination import documented, root_of, written
from prisoner_pages.api.routers.parameters import InLocale, PeopleQuery
from prisoner_pages.api.routers.people_lists import PeopleAsked, people_asked
from prisoner_pages.api.routers.prisoners import parts_of
from prisoner_pages.api.schemas import reference as schemas
from prisoner_pages.campaigns.read_models.telling import API
from prisoner_pages.campaigns.read_models.told_pages import ToldHome
from prisoner_pages.models import CampaignPage, EventPage, PartnerPage, Prisoner, PrisonerPage
from prisoner_pages.people.read_models.person import CARD_FIELDS
from prisoner_pages.people.read_models.search_results import Answer, reasons_for
from prisoner_pages.public.read_models.pages import PageLine, grouped, pages_in
from prisoner_pages.public.read_models.reader import Reader
from prisoner_pages.public.read_models.words import Words
from prisoner_pages.syndication.read_models.resolving import (
    FOR_NOW,
    GONE,
    OPEN,
    Resolved,
    resolved,
    translations_of,
)

router = ApiRouter(tags=["site"])
# What a page is called here, and the address of this API that tells of it.
TYPES: dict[type[Model] | None, tuple[str, str]] = {
    PrisonerPage: ("prisoner", "prisoners/{slug}"),
    CampaignPage: ("campaign", "campaigns/{slug}"),
    EventPage: ("event", "events/{slug}"),
    PartnerPage: ("partner", "partners/{slug}"),
    StandardPage: ("page", "pages/{slug}"),
    HomePage: ("home", "home"),
}
LIST = ("list", "{slug}")  # an index page: the address of the list is its own name
PEOPLE_FOUND = "6"
NOTHING_ASKED = _("Say what to look for: “q” is empty.")


class PathQuery(InLocale):
    path: str = Field(description="Below our host, like `/uk/prisoners/seidamet-kutlakly/`.")


class SearchQuery(InLocale):
    q: str = Field(description="A name, in any alphabet and spelling, or words of a page.")


@router.get(
    "site",
    response=schemas.SiteAnswer,
    summary="Languages, menu and contact",
    **documented("getSite"),
)
def site(request: HttpRequest, query: Query[InLocale]) -> HttpResponseBase:
    """What stands around every page of the site."""
    asked, _reader = reading(request, query)
    with translation.override(asked.served):
        return conditional(request, lambda: _site(request, asked), cache=OTHERS, language=asked.served)


def _site(request: HttpRequest, asked: Asked) -> bytes:
    shell, words, root = Shell(request), Words(asked.served), root_of(request)
    home = next(iter(telling_of(request, asked).all(ToldHome)), None)
    names = dict(CONTENT_LANGUAGES)

    def links(found: Iterable[Link]) -> list[schemas.SiteLink]:
        return [_link(link, words, root) for link in found]

    item = schemas.Site.model_construct(
        name=home and home.title,
        languages=[
            schemas.SiteLanguage.model_construct(code=code, name=names[code], url=f"{root}/{code}/")
            for code in asked.public
        ],
        menu=links(shell.menu),
        reference=links(shell.reference),
        partners=links(shell.partners),
        contact_email=shell.contact_email or None,
    )
    return written(schemas.SiteAnswer, meta=meta_of(asked), item=item)


def _link(link: Link, words: Words, root: str) -> schemas.SiteLink:
    title = (
        words.label(link.title)
        if isinstance(link.title, Promise)
        else words.told(link.title, link.language or words.language)
    )
    return schemas.SiteLink.model_construct(title=title, url=root + link.url, path=link.url)


@router.get(
    "resolve",
    response=schemas.Resolved,
    summary="What an address of the site leads to",
    **documented("resolvePath"),
)
def resolve(request: HttpRequest, query: Query[PathQuery]) -> HttpResponseBase:
    """A page, or with `status` 301 or 302 the `location` it moved to. Nothing there is answered with 404.

    410 says that a page was taken down and its editor chose to say so; most such are 404, like unknown ones.
    """
    asked, _reader = reading(request, query)
    return conditional(request, lambda: _at(request, query.path, asked), cache=PEOPLE)


def _at(request: HttpRequest, path: str, asked: Asked) -> bytes:
    found = (
        Resolved(FOR_NOW, f"/{asked.served}/")
        if path.partition("?")[0] == "/"
        else resolved(path, asked.public)
    )
    if found is None:
        raise Http404
    if found.status == GONE:
        raise Problem(GONE)
    return written(schemas.Resolved, **_resolved(found, asked, root_of(request)))


def _resolved(found: Resolved, asked: Asked, root: str) -> dict[str, Any]:
    """Return the members of the answer."""
    page = found.page
    if page is None:
        location = found.location if "//" in found.location else root + found.location
        nothing = dict.fromkeys(("type", "locale", "slug", "title", "url", "api_url"))
        return {"status": found.status, "location": location, **nothing, "translations": []}
    name, api_path = TYPES.get(page.model, LIST)
    return {
        "status": OPEN,
        "location": None,
        "type": name,
        "locale": page.language,
        "slug": page.slug,
        "title": page.title,
        "url": root + page.address,
        "api_url": f"{root}{API}/{api_path.format(slug=page.slug)}?locale={page.language}",
        "translations": [
            translation_of(
                locale=each.language,
                slug=each.slug,
                url=root + each.address,
                behind=each.is_behind,
                has_text=each.has_text,
            )
            for each in translations_of(page, asked.public)
        ],
    }


@router.get(
    "search",
    response=schemas.FoundAnswer,
    summary="People and pages",
    **documented("search"),
)
def search(request: HttpRequest, query: Query[SearchQuery]) -> HttpResponseBase:
    """What the search of the site finds: people by name, work, place, case and story; pages by words."""
    asked, reader = reading(request, query)
    if not query.q.strip():
        raise Problem(400, NOTHING_ASKED, errors=[fault("q", NOTHING_ASKED)])
    wish = PeopleQuery(q=query.q, locale=query.locale, fallback=query.fallback, limit=PEOPLE_FOUND)
    with translation.override(asked.served):
        part = people_asked(wish, reader)
        return conditional(
            request,
            lambda: _found(request, asked, query.q, part, reader),
            cache=PEOPLE,
            stamp=part.stamp,
            language=asked.served,
        )


def _found(request: HttpRequest, asked: Asked, q: str, part: PeopleAsked, reader: Reader) -> bytes:
    root, words = root_of(request), Words(asked.served)
    people = part.likeliest(part.people.for_cards())
    found = part.found
    groups = (
        grouped(found.pages, pages_in(asked.served, generations=generations_of(request))) if found else []
    )
    pages = [page for group in groups for page in group.pages]
    everybody = urlencode({"q": q, "locale": asked.served})
    item = schemas.Found.model_construct(
        people=schemas.FoundPeople.model_construct(
            total=part.stamp[0],
            url=f"{root}{API}/prisoners?{everybody}",
            items=parts_of(request, people, frozenset(CARD_FIELDS), asked),
            reasons=list(_reasons(people, found, reader, words)),
        ),
        pages=[_page(page, root, words) for page in pages],
    )
    return written(schemas.FoundAnswer, meta=meta_of(asked), item=item)


def _reasons(
    people: Sequence[Prisoner], found: Answer | None, reader: Reader, words: Words
) -> Iterator[schemas.FoundReason]:
    reasons = reasons_for(people, found, reader.lexicon) if found else {}
    for person in people:
        for why in reasons.get(person.pk, ()):
            caption = words.label(why.caption)
            yield schemas.FoundReason.model_construct(slug=person.slug, caption=caption, text=why.text)


def _page(page: PageLine, root: str, words: Words) -> schemas.FoundPage:
    return schemas.FoundPage.model_construct(
        type=TYPES[page.model][0],
        slug=page.slug,
        title=words.told(page.title, words.language),
        intro=words.told(page.intro, words.language),
        url=root + page.url,
    )
