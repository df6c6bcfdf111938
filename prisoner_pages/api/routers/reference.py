"""GET /facilities, /cases, /interests, /occupations: what the filters of the list of people take."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from ninja import Query
from pydantic import BaseModel

from home.caching.read_models import Numbers, generations_of
from home.headless.answers.api.conditional import OTHERS, PEOPLE, conditional
from home.headless.answers.api.locales import Asked
from home.headless.answers.api.router import ApiRouter
from home.headless.answers.schemas import ListMeta, Text
from home.languages.info import collation_key
from prisoner_pages.api.routers.language import meta_of, reading
from prisoner_pages.api.routers.pagination import (
    InParts,
    checked,
    documented,
    list_part,
    next_address,
    root_of,
    written,
)
from prisoner_pages.api.routers.parameters import one_of
from prisoner_pages.api.schemas.reference import (
    Facility,
    FacilityList,
    LetterLimits,
    ListedWord,
    Mail,
    Point,
    Postal,
    WordList,
)
from prisoner_pages.campaigns.read_models.telling import API
from prisoner_pages.choices import FacilityKind, FacilityMail
from prisoner_pages.public.read_models.fallbacks import of_two
from prisoner_pages.public.read_models.reference_lists import places, words_listed
from prisoner_pages.public.read_models.words import Words, month_of

router = ApiRouter(tags=["places and words"])


class FacilityQuery(InParts):
    kind: str = one_of("What kind of place it is.", *FacilityKind.values)
    mail: str = one_of("Whether letters are let through.", *FacilityMail.values)


@router.get(
    "facilities",
    response=FacilityList,
    summary="Places of detention",
    **documented("listFacilities"),
)
def facilities(request: HttpRequest, query: Query[FacilityQuery]) -> HttpResponseBase:
    """By name. Who is held there is told by each person's own record only."""
    return listed(request, query, "facilities", FacilityList, partial(facility_rows, query))


@router.get(
    "cases",
    response=WordList,
    summary="Cases",
    **documented("listCases"),
)
def cases(request: HttpRequest, query: Query[InParts]) -> HttpResponseBase:
    """Groups of people tried together, as human rights defenders name them."""
    rows = partial(word_rows, "case")
    return listed(request, query, "cases", WordList, rows, cache=PEOPLE)


@router.get(
    "interests",
    response=WordList,
    summary="Interests",
    **documented("listInterests"),
)
def interests(request: HttpRequest, query: Query[InParts]) -> HttpResponseBase:
    """What people like to read and talk about."""
    rows = partial(word_rows, "interest")
    return listed(request, query, "interests", WordList, rows, cache=PEOPLE)


@router.get(
    "occupations",
    response=WordList,
    summary="Occupations",
    **documented("listOccupations"),
)
def occupations(request: HttpRequest, query: Query[InParts]) -> HttpResponseBase:
    """What people on the list worked as."""
    rows = partial(word_rows, "occupation")
    return listed(request, query, "occupations", WordList, rows, cache=PEOPLE)


def listed(
    request: HttpRequest,
    query: InParts,
    purpose: str,
    kind: type[BaseModel],
    rows: Callable[[Asked, str, Numbers], Iterable[Any]],
    *,
    cache: str = OTHERS,
) -> HttpResponseBase:
    """Answer with one part of `rows(asked, root, generations)`: pairs of a place in the list and its item."""
    asked, _reader = reading(request, query)
    with translation.override(asked.served):
        found = sorted(rows(asked, root_of(request), generations_of(request)), key=lambda row: row[0])
        part = list_part(found, query, purpose=f"{purpose} {asked.served}", place=lambda row: row[0])

        def build() -> bytes:
            following = next_address(request, part.cursor)
            meta = meta_of(asked, ListMeta, total=part.total, limit=part.limit, next=following)
            return written(kind, meta=meta, items=[item for _place, item in part.items])

        return conditional(request, build, cache=cache, language=asked.served)


def facility_rows(
    query: FacilityQuery, asked: Asked, root: str, generations: Numbers
) -> Iterator[tuple[list[Any], Facility]]:
    """Yield (place in the list, Facility) of what the query leaves. Raises a Problem (400)."""
    kind = checked("kind", query.kind, FacilityKind.values)
    mail = checked("mail", query.mail, FacilityMail.values)
    words = Words(asked.served)
    for place in places(generations=generations):
        if place.kind == (kind or place.kind) and place.mail_status == (mail or place.mail_status):
            name, language = place.name_in(asked.served)
            yield (
                [collation_key(name, asked.served), place.pk],
                _facility(
                    place,
                    words.in_language(name, language),
                    words,
                    f"{root}{API}/prisoners?facility={place.pk}",
                ),
            )


def _facility(place: Any, name: Text | None, words: Words, people_url: str) -> Facility:
    return Facility.model_construct(
        id=place.pk,
        name=name,
        kind=words.word(FacilityKind(place.kind)),
        town=of_two(place.town_uk, place.town_en, words.language),
        point=_point(place),
        mail=_mail(place, words),
        languages_read=[code.strip() for code in place.languages_read.split(",") if code.strip()],
        limits=LetterLimits.model_construct(
            pages=place.max_pages, grams=place.max_grams, images=place.max_images
        ),
        postal=Postal.model_construct(
            name=place.name_ru,
            address=place.address_ru or None,
            index=place.postal_index or None,
            region=place.region_ru or None,
            complete=place.address_is_complete,
        ),
        source_url=place.source_url or None,
        people_url=people_url,
    )


def _point(place: Any) -> Point | None:
    if place.latitude is None or place.longitude is None:
        return None
    return Point.model_construct(latitude=float(place.latitude), longitude=float(place.longitude))


def _mail(place: Any, words: Words) -> Mail:
    newest = next(iter(place.mail_history.all()), None)
    if newest and newest.status != place.mail_status:
        newest = None  # a newer note says otherwise, and its day is told nobody
    return Mail.model_construct(
        status=words.word(FacilityMail(place.mail_status)),
        since=newest and newest.since,
        checked_on=newest and newest.checked_on,
        source_url=(newest and newest.source_url) or None,
        letters_arrived=month_of(place.letters_arrived_in),
    )


def word_rows(
    kind: str, asked: Asked, root: str, generations: Numbers
) -> Iterator[tuple[list[Any], ListedWord]]:
    """Yield (place in the list, ListedWord) of the words that one of the languages asked for has."""
    words = Words(asked.served)
    for word in words_listed(kind, generations=generations):
        told = asked.nearest(word.names)
        if told:
            yield (
                [collation_key(word.names[told], asked.served), word.pk],
                ListedWord.model_construct(
                    id=word.pk,
                    name=words.in_language(word.names[told], told),
                    names=[
                        words.in_language(word.names[code], code)
                        for code in asked.public
                        if code in word.names
                    ],
                    parent=word.parent,
                    people_url=f"{root}{API}/prisoners?{kind}={word.pk}",
                ),
            )
