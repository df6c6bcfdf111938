"""Campaigns, events and partners as an answer gives them, field by field: what their pages show."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from wagtail.models import Page

from home.caching.read_models import Numbers
from home.headless.answers.api.locales import Asked
from home.headless.answers.schemas import Text, Translation, translation_of
from home.headless.content.serializers.blocks import Body, Material, Stored, shaped
from home.headless.content.serializers.images import picture_of
from home.models import HomePage, StandardPage
from prisoner_pages.api.schemas.pages import (
    CountedLetters,
    Counter,
    PageLink,
    PeopleLink,
    Published,
    TakingPart,
)
from prisoner_pages.campaigns.read_models.counters import Counter as CountedSince, counters_of
from prisoner_pages.campaigns.read_models.figures import FigureLine
from prisoner_pages.campaigns.read_models.pages import is_over, is_past, occasion_of, part_of, place_of
from prisoner_pages.choices import Occasion, PartnerKind
from prisoner_pages.models import CampaignPage, EventPage, Participation, PartnerPage, Prisoner
from prisoner_pages.people.read_models.person import Photo
from prisoner_pages.public.read_models.all_languages import (
    Everywhere,
    everywhere,
    of_campaign,
    participations,
    within,
)
from prisoner_pages.public.read_models.texts import material_for
from prisoner_pages.public.read_models.words import Day, Word, Words, day_of
from prisoner_pages.querysets.records import PrisonerQuerySet

API = "/api/v1"
# Where a page is found below its language.
ADDRESSES: dict[type[Page], str] = {
    HomePage: "",
    StandardPage: "{slug}/",
    CampaignPage: "campaigns/{slug}/",
    EventPage: "events/{slug}/",
    PartnerPage: "partners/{slug}/",
}


class Telling:
    """What the things of one answer have in common; use it while the answer's language is active."""

    def __init__(self, model: type[Page], *, asked: Asked, root: str, generations: Numbers) -> None:
        self.model, self.asked, self.root, self.generations = model, asked, root, generations
        self.words = Words(asked.served)
        self.material = Material()
        self.counters: dict[int, CountedSince] = {}
        self.bodies: dict[int, Stored] = {}

    def all(self, model: type[Page] | None = None) -> list[Everywhere]:
        """Return the things that have a page in one of the languages asked for, the newest first."""
        things = everywhere(model or self.model, generations=self.generations)
        return [thing for thing in things if self.asked.nearest(self.shown(thing))]

    def shown(self, thing: Everywhere) -> list[str]:
        return [code for code in thing.pages if code in self.asked.public]

    def count(self, things: Iterable[Everywhere]) -> list[tuple[int, int, int]]:
        """Bring the counters of letters of these things; return what they say. One query."""
        self.counters = counters_of([thing.source for thing in things], self.asked.served)
        return sorted((pk, counter.figure.total, counter.ours) for pk, counter in self.counters.items())

    def bring(self, things: Sequence[Everywhere], fields: Collection[str]) -> None:
        """Read what `fields` of these things need besides. Five queries at most, for any number."""
        pages = [self.tell(thing).page for thing in things]
        if "body" in fields:
            rows = self.model.objects.filter(pk__in=[page.pk for page in pages]).values_list("pk", "body")
            self.bodies = {pk: body.raw_data for pk, body in rows.order_by()}
        self.gather(things, fields)

    def gather(self, things: Iterable[Everywhere], fields: Collection[str]) -> None:
        """Read what the bodies that are here point at, and the photos. Four queries at most."""
        photos = [thing.source.photo_id for thing in things] if "photo" in fields else []
        self.material = material_for(
            list(self.bodies.values()),
            language=self.asked.served,
            languages=self.asked.public,
            root=self.root,
            images=[photo for photo in photos if photo],
        )

    def tell(self, thing: Everywhere) -> "ToldPage":
        return ToldPage(thing, self.asked.nearest(self.shown(thing)), self)

    def made(self, thing: Everywhere, fields: Iterable[str]) -> dict[str, Any]:
        """Return {field: value} of the fields asked for."""
        told = self.tell(thing)
        return {field: MAKERS[self.model][field](told) for field in fields}

    def link(self, thing: Everywhere, model: type[Page]) -> PageLink:
        told = self.tell(thing)
        return PageLink.model_construct(
            slug=thing.source.slug, title=told.text(told.page.title), url=told.address(told.language, model)
        )

    def links(self, things: Iterable[Everywhere], model: type[Page]) -> list[PageLink]:
        return [self.link(thing, model) for thing in things if self.asked.nearest(self.shown(thing))]


@dataclass
class ToldPage:
    """One campaign, event or partner of an answer, in the language in which it is told."""

    thing: Everywhere
    language: str
    telling: Telling

    @cached_property
    def page(self) -> Any:
        return self.thing.pages[self.language]

    @property
    def source(self) -> Any:
        return self.thing.source

    @property
    def words(self) -> Words:
        return self.telling.words

    def text(self, text: str) -> Text | None:
        return self.words.told(text, self.language)

    def address(self, language: str, model: type[Page] | None = None) -> str:
        path = ADDRESSES[model or self.telling.model].format(slug=self.source.slug)
        return f"{self.telling.root}/{language}/{path}"

    def people(self, people: PrisonerQuerySet, name: str) -> PeopleLink:
        """Return how many public people these are, and where the API lists them."""
        total = people.public().count()
        query = f"{name}={self.source.slug}&locale={self.language}"
        return PeopleLink.model_construct(total=total, url=f"{self.telling.root}{API}/prisoners?{query}")


Maker = Callable[[ToldPage], Any]  # of the value of a field


def _translations(told: ToldPage) -> list[Translation]:
    return [
        translation_of(
            locale=code,
            slug=told.source.slug,
            url=told.address(code),
            behind=code in told.thing.behind,
        )
        for code in told.telling.asked.public
        if code in told.thing.pages
    ]


def _body(told: ToldPage) -> Body:
    return shaped(told.telling.bodies.get(told.page.pk, []), told.telling.material)


def _counter(told: ToldPage) -> Counter | None:
    counter = told.telling.counters.get(told.source.pk)
    if counter is None:
        return None
    return Counter.model_construct(
        figure=published(counter.figure, told.words), since=counter.since, ours=counter.ours
    )


def published(line: FigureLine, words: Words, kind: type[Any] = Published, **more: Any) -> Any:
    """Return a number somebody published, from its FigureLine."""
    return kind.model_construct(
        total=line.total,
        of_them=line.of_them,
        qualifier=words.coded(line.qualifier_code, line.qualifier) if line.qualifier_code else None,
        counted_by=line.counted_by,
        definition=line.definition,
        date=line.date,
        since=line.since,
        source_url=line.url or None,
        **more,
    )


def _letters_counted(told: ToldPage) -> CountedLetters | None:
    source = told.source
    if source.pk in told.telling.counters or not source.letters_counted:
        return None
    return CountedLetters.model_construct(total=source.letters_counted, source_url=source.source_url or None)


def _taking_part(told: ToldPage) -> list[TakingPart]:
    telling, kind = told.telling, "campaign" if told.telling.model is CampaignPage else "event"
    parts = participations(generations=telling.generations).get((kind, told.source.pk), [])
    sections = {
        thing.source.partner_id: thing for thing in everywhere(PartnerPage, generations=telling.generations)
    }
    return [_part(part, sections.get(part.partner_id), telling) for part in parts]


def _part(participation: Participation, section: Everywhere | None, telling: Telling) -> TakingPart:
    language = telling.asked.served
    url = ""
    if section and language in section.pages:
        url = f"{telling.root}/{language}/partners/{section.source.slug}/"
    line = part_of(participation, language, url)
    return TakingPart.model_construct(
        name=line.name,
        role=telling.words.coded(line.role_code, line.role),
        url=line.url or None,
    )


def _campaign_of(told: ToldPage, pk: int | None) -> PageLink | None:
    """Return a link to the campaign that has this source page; None for none, or one not told."""
    campaigns = everywhere(CampaignPage, generations=told.telling.generations)
    return next(
        iter(told.telling.links([each for each in campaigns if each.source.pk == pk], CampaignPage)), None
    )


def _occasion(told: ToldPage) -> Word | None:
    source = told.source
    if not occasion_of(source):
        return None
    return told.words.word(Occasion(source.occasion))


def _ends(told: ToldPage) -> Day | None:
    return day_of(told.source.end, "day")


def _write_url(told: ToldPage) -> str | None:
    if is_past(told.source):
        return None
    slug, language = told.source.slug, told.telling.asked.served
    return f"{told.telling.root}/{language}/letters/write/?campaign={slug}"


def _events_of(told: ToldPage) -> list[PageLink]:
    events = everywhere(EventPage, generations=told.telling.generations)
    return told.telling.links(of_campaign(events, told.thing), EventPage)


def _event_ends(told: ToldPage) -> Day | None:
    end, first = told.source.end_date, told.source.date
    return day_of(end, "day") if end and end != first else None


def _place_hidden(told: ToldPage) -> bool:
    return told.source.place_hidden and not is_over(told.source)


def _photo(told: ToldPage) -> Photo | None:
    image = told.telling.material.images.get(told.source.photo_id)
    if image is None:
        return None
    picture = picture_of(image, root=told.telling.root, alt=told.page.photo_alt)
    if picture is None:
        return None
    return Photo.model_construct(**dict(picture), alt_lang=told.language, credit_lang=None)


def _within(model: type[Page]) -> Callable[[ToldPage], list[PageLink]]:
    def links(told: ToldPage) -> list[PageLink]:
        things = everywhere(model, generations=told.telling.generations)
        return told.telling.links(within(things, told.thing), model)

    return links


PAGE: dict[str, Maker] = {
    "slug": lambda told: told.source.slug,
    "url": lambda told: told.address(told.language),
    "title": lambda told: told.text(told.page.title),
    "intro": lambda told: told.text(told.page.intro),
    "translations": _translations,
    "body": _body,
}
GATHERING: dict[str, Maker] = {
    "counter": _counter,
    "letters_counted": _letters_counted,
    "taking_part": _taking_part,
}
MAKERS: dict[type[Page], dict[str, Maker]] = {
    HomePage: PAGE,
    StandardPage: PAGE,
    CampaignPage: {
        **PAGE,
        **GATHERING,
        "call_to_action": lambda told: told.text(told.page.call_to_action),
        "starts": lambda told: day_of(told.source.start, told.source.start_precision),
        "ends": _ends,
        "end_condition": lambda told: told.text(told.page.end_condition),
        "occasion": _occasion,
        "is_over": lambda told: is_past(told.source),
        "write_url": _write_url,
        "part_of": lambda told: _campaign_of(told, told.source.parent_campaign_id),
        "events": _events_of,
        "people": lambda told: told.people(Prisoner.objects.addressed_by(told.source), "campaign"),
    },
    EventPage: {
        **PAGE,
        **GATHERING,
        "starts": lambda told: day_of(told.source.date, told.source.date_precision),
        "ends": _event_ends,
        "place": lambda told: told.text(place_of(told.page, told.source)),
        "place_hidden": _place_hidden,
        "is_over": lambda told: is_over(told.source),
        "campaign": lambda told: _campaign_of(told, told.source.campaign_id),
        "photo": _photo,
    },
    PartnerPage: {
        **PAGE,
        "kind": lambda told: told.words.word(PartnerKind(told.source.partner.kind)),
        "website": lambda told: told.source.partner.website or None,
        "campaigns": _within(CampaignPage),
        "events": _within(EventPage),
        "people": lambda told: told.people(Prisoner.objects.for_partner(told.source.partner_id), "partner"),
    },
}
