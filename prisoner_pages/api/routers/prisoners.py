"""GET /prisoners and what belongs to it: people, one person, all their ids, a draw, and how many they are."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.utils import translation
from ninja import Query

from home.caching.read_models import CONTENT, generations_of
from home.headless.answers.api.conditional import PEOPLE, conditional, uncached
from home.headless.answers.api.locales import Asked
from home.headless.answers.api.parameters import chosen_fields, whole_number
from home.headless.answers.api.router import ApiRouter
from home.headless.answers.response_policies import ANEW, answering
from home.headless.answers.schemas import Shape
from prisoner_pages.api.routers.changes import Since, list_written, since_asked
from prisoner_pages.api.routers.language import meta_of, reading
from prisoner_pages.api.routers.pagination import documented, root_of, written
from prisoner_pages.api.routers.parameters import MOST_DRAWN, USUALLY_DRAWN, DrawQuery, InLocale, PeopleQuery
from prisoner_pages.api.routers.people_lists import PeopleAsked, people_asked
from prisoner_pages.api.schemas.people import (
    Drawn,
    Ids,
    IdsMeta,
    PeoplePage,
    PersonAnswer,
    PersonPart,
    StatisticsAnswer,
)
from prisoner_pages.api.serializers.batches import gathered
from prisoner_pages.api.serializers.people import Answer
from prisoner_pages.models import Prisoner
from prisoner_pages.people.read_models.next_recipients import drawn
from prisoner_pages.people.read_models.person import CARD_FIELDS, FIELDS, Person
from prisoner_pages.people.read_models.statistics import statistics_of
from prisoner_pages.public.read_models.words import Words
from prisoner_pages.querysets.records import PrisonerQuerySet

router = ApiRouter(tags=["people"])


@router.get(
    "prisoners",
    response=PeoplePage,
    summary="People, part by part",
    **documented("listPrisoners"),
)
def prisoners(request: HttpRequest, query: Query[PeopleQuery]) -> HttpResponseBase:
    """People who may be shown. The order never tells who gets few letters.

    Go on with `meta.next` until it is null. Facts that may not be shown of a person are null or empty, never
    guessed; `name_only` says that nothing but the name may be shown.
    """
    asked, reader = reading(request, query)
    fields = chosen_fields(query.fields, FIELDS, default=CARD_FIELDS) | {"slug"}
    since = since_asked(query.updated_since)
    with translation.override(asked.served):
        part = people_asked(query, reader, since.narrow if since else None)
        return conditional(
            request,
            lambda: _page(request, asked, part, fields, since),
            cache=PEOPLE,
            stamp=(*part.stamp, since and since.known),
            language=asked.served,
        )


def _page(
    request: HttpRequest, asked: Asked, part: PeopleAsked, fields: frozenset[str], since: Since | None
) -> bytes:
    people, cursor = part.begin(part.people.with_facts())
    items, counted = parts_of(request, people, fields, asked), {"total": part.stamp[0], "limit": part.limit}
    more: dict[str, Any] = {"since": since, "removed": since.removed} if since else {}
    return list_written(PeoplePage, request, asked, items, **counted, cursor=cursor, **more)


@router.get(
    "prisoners/ids",
    response=Ids,
    summary="The slugs of all people who may be shown",
    **documented("listPrisonerIds"),
)
def prisoner_ids(request: HttpRequest) -> HttpResponseBase:
    """For mirrors: ask every ten minutes, with `If-None-Match`, and drop whoever is not here any more."""
    people = Prisoner.objects.public()
    stamp = people.fingerprint()
    return conditional(request, lambda: _ids(people, stamp[0]), cache=PEOPLE, stamp=stamp)


def _ids(people: PrisonerQuerySet, total: int) -> bytes:
    slugs = list(people.order_by("slug").values_list("slug", flat=True))
    return written(Ids, meta=IdsMeta.of(total=total), ids=slugs)


@router.get(
    "prisoners/{slug}",
    response=PersonAnswer,
    summary="One person",
    **documented("getPrisoner"),
)
def prisoner(request: HttpRequest, slug: str, query: Query[InLocale]) -> HttpResponseBase:
    """Everything public about a person. Somebody who may not be shown is 404, like somebody unknown.

    A record that was merged with another of the same person answers 301, with the address of that one.
    """
    asked, _reader = reading(request, query)
    fields = frozenset(FIELDS)
    people = Prisoner.objects.public()
    person = people.named(asked.served).with_facts().filter(slug=slug).first()
    if person is None and (moved := people.formerly_at(slug).first()):
        return _sent_on(request, moved.slug)
    if person is None:
        raise Http404
    with translation.override(asked.served):
        return conditional(
            request,
            lambda: _person(request, person, fields, asked),
            cache=PEOPLE,
            stamp=(person.pk,),
            language=asked.served,
        )


def _sent_on(request: HttpRequest, slug: str) -> HttpResponse:
    """The record at this address was merged with another of the same person."""
    query = request.META.get("QUERY_STRING", "")
    address = f"{request.path.rpartition('/')[0]}/{slug}"
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def _person(request: HttpRequest, person: Prisoner, fields: frozenset[str], asked: Asked) -> bytes:
    [item] = parts_of(request, [person], fields, asked, Person)
    return written(PersonAnswer, meta=meta_of(asked), item=item)


@router.get(
    "recipients/next",
    response=Drawn,
    summary="People to write to next",
    **documented("drawRecipients"),
)
@answering(ANEW)
def next_recipients(request: HttpRequest, query: Query[DrawQuery]) -> HttpResponse:
    """People who take letters now, newly drawn for each who asks, so that letters spread.

    Neither the answer nor its order tells anything of anybody: nobody is marked as one who gets few letters.
    """
    asked, _reader = reading(request, query)
    fields = chosen_fields(query.fields, FIELDS, default=CARD_FIELDS) | {"slug"}
    count = whole_number("count", query.count, lowest=1, highest=MOST_DRAWN, usual=USUALLY_DRAWN)
    with translation.override(asked.served):
        generation = generations_of(request).get(CONTENT)
        keys = drawn(count, generation=generation)
        found = Prisoner.objects.named(asked.served).with_facts().in_bulk(keys)
        items = parts_of(request, [found[key] for key in keys if key in found], fields, asked)
        return uncached(written(Drawn, meta=meta_of(asked), items=items), language=asked.served)


@router.get(
    "statistics",
    response=StatisticsAnswer,
    summary="How many people, and where they stand",
    **documented("getStatistics"),
)
def statistics(request: HttpRequest, query: Query[InLocale]) -> HttpResponseBase:
    """Our own numbers of the people shown now. What others counted is in `/figures`; never add the two."""
    asked, _reader = reading(request, query)
    people = Prisoner.objects.public()
    with translation.override(asked.served):
        return conditional(
            request,
            lambda: _statistics(asked, people),
            cache=PEOPLE,
            stamp=people.fingerprint(),
            language=asked.served,
        )


def _statistics(asked: Asked, people: PrisonerQuerySet) -> bytes:
    return written(
        StatisticsAnswer,
        meta=meta_of(asked),
        item=statistics_of(people, Words(asked.served)),
    )


def parts_of(
    request: HttpRequest,
    people: Sequence[Prisoner],
    fields: frozenset[str],
    asked: Asked,
    kind: type[Shape] = PersonPart,
) -> list[Any]:
    """Return PersonParts of these people, or another kind."""
    root = root_of(request)
    found = gathered(people, fields, asked=asked, root=root)
    answer = Answer(found, asked=asked, root=root, generations=generations_of(request))
    return [answer.person(person, fields, kind) for person in people]
