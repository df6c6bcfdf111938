"""Campaigns, events, partners and texts as pages show them and answers tell them: each field made when read.

Facts come from the source-locale page, words from the page's own. What an answer tells of them is listed by
name in `api.schemas.pages`.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any, ClassVar, Self, TypeVar

from pydantic import Field
from wagtail.models import Page

from home.caching.read_models import Numbers
from home.headless.answers.schemas import Shape, Text, Translation, translation_of
from home.headless.content.serializers.blocks import Body, Material, Stored, shaped
from home.headless.content.serializers.images import Photo, photo_of
from home.languages.info import SOURCE_LANGUAGE, reading_order
from home.models import HomePage, StandardPage
from prisoner_pages.campaigns.read_models.counters import Counter, counters_of
from prisoner_pages.campaigns.read_models.observances import observances
from prisoner_pages.campaigns.read_models.pages import is_over, is_past, name_then
from prisoner_pages.choices import ParticipationRole, PartnerKind
from prisoner_pages.models import CampaignPage, EventPage, Participation, PartnerPage, Prisoner
from prisoner_pages.public.read_models.all_languages import Everywhere, everywhere, participations
from prisoner_pages.public.read_models.reader import Reader
from prisoner_pages.public.read_models.texts import material_for
from prisoner_pages.public.read_models.words import Day, Word, Words, day_of
from prisoner_pages.querysets.records import PrisonerQuerySet

API = "/api/v1"


class CountedLetters(Shape):
    """Letters collected, as published."""

    total: int
    source_url: str | None


class TakingPart(Shape):
    """A partner and its part, under the name it bore then."""

    name: Text
    role: Word
    url: str | None


class PageLink(Shape):
    slug: str
    title: Text
    url: str


class PeopleLink(Shape):
    total: int
    url: str = Field(description="Where this API lists them.")


class ToldPage:
    """One page in the language in which it is told."""

    model: ClassVar[type[Page]]
    root: ClassVar[str] = ""  # where it is found below its language

    def __init__(
        self, thing: Everywhere, language: str, telling: "Telling", *, is_asked: bool = False
    ) -> None:
        self.thing, self.language, self.telling, self.is_asked = thing, language, telling, is_asked
        self.source, self.page, self.words = thing.source, thing.pages[language], telling.words

    def text(self, text: str) -> Text | None:
        return self.words.told(text, self.language)

    def address(self, language: str) -> str:
        return f"{self.telling.root}/{language}/{self.root}{self.slug}/"

    @property
    def place_in_list(self) -> list[Any]:
        return self.thing.place

    @property
    def slug(self) -> str:
        return self.source.slug

    @property
    def url(self) -> str:
        return self.address(self.language)

    @property
    def title(self) -> Text | None:
        return self.text(self.page.title)

    @property
    def intro(self) -> Text | None:
        return self.text(self.page.intro)

    @property
    def translations(self) -> list[Translation]:
        return [
            translation_of(
                locale=code, slug=self.slug, url=self.address(code), behind=code in self.thing.behind
            )
            for code in self.telling.public
            if code in self.thing.pages
        ]

    @property
    def body(self) -> Body:
        return shaped(self.telling.bodies.get(self.page.pk, []), self.telling.material)

    @property
    def link(self) -> PageLink:
        return PageLink.of(slug=self.slug, title=self.title, url=self.url)

    def link_to_people(self, people: PrisonerQuerySet, name: str) -> PeopleLink:
        """Return how many public people these are, and where the API lists them."""
        query = f"{name}={self.slug}&locale={self.language}"
        return PeopleLink.of(total=people.public().count(), url=f"{self.telling.root}{API}/prisoners?{query}")


class ToldText(ToldPage):
    model = StandardPage


class ToldHome(ToldPage):
    model = HomePage

    def address(self, language: str) -> str:
        return f"{self.telling.root}/{language}/"


class ToldGathering(ToldPage):
    """A campaign or an event."""

    relation: ClassVar[str]  # of a participation to it

    @property
    def counter(self) -> Counter | None:
        return self.telling.counters.get(self.source.pk)

    @property
    def letters_counted(self) -> CountedLetters | None:
        total = self.source.letters_counted
        return (
            None
            if self.counter or not total
            else CountedLetters.of(total=total, source_url=self.source.source_url or None)
        )

    @property
    def taking_part(self) -> list[TakingPart]:
        """Who took part and how, organisers first; of a page that is asked for, as its draft says."""
        if self.is_asked:
            parts = sorted(self.source.participations.select_related("partner"), key=attrgetter("rank"))
        else:
            known = participations(generations=self.telling.generations)
            parts = known.get((self.relation, self.source.pk), [])
        sections = {told.source.partner_id: told for told in self.telling.in_own_language(ToldPartner)}
        return [self._part(part, sections.get(part.partner_id)) for part in parts]

    def _part(self, part: Participation, section: ToldPage | None) -> TakingPart:
        return TakingPart.of(
            name=name_then(part, self.telling.language),
            role=self.words.word(ParticipationRole(part.role)),
            url=section.url if section else None,
        )

    def campaign_by(self, pk: int | None) -> "ToldCampaign | None":
        """Return the campaign that has this source page; None for none, or one not told."""
        return next((told for told in self.telling.all(ToldCampaign) if told.source.pk == pk), None)


class ToldCampaign(ToldGathering):
    model, root, relation = CampaignPage, "campaigns/", "campaign"

    @property
    def call_to_action(self) -> Text | None:
        return self.text(self.page.call_to_action)

    @property
    def starts(self) -> Day | None:
        return day_of(self.source.start, self.source.start_precision)

    @property
    def ends(self) -> Day | None:
        return day_of(self.source.end, "day")

    @property
    def end_condition(self) -> Text | None:
        return self.text(self.page.end_condition)

    @property
    def occasion(self) -> Word | None:
        if self.source.observance_id is None:
            return None
        known = observances(generations=self.telling.generations).get(self.source.observance_id)
        return known.told_in(self.telling.language) if known else None

    @property
    def is_over(self) -> bool:
        return is_past(self.source)

    @property
    def goal(self) -> int | None:
        return self.source.goal_letters

    @property
    def write_url(self) -> str | None:
        address = f"{self.telling.root}/{self.telling.language}/letters/write/?campaign={self.slug}"
        return None if self.is_over else address

    @cached_property
    def parent(self) -> "ToldCampaign | None":
        return self.campaign_by(self.source.parent_campaign_id)

    @property
    def part_of(self) -> PageLink | None:
        return self.parent.link if self.parent else None

    @cached_property
    def events_told(self) -> "list[ToldEvent]":
        return [told for told in self.telling.all(ToldEvent) if told.source.campaign_id == self.source.pk]

    @property
    def events(self) -> list[PageLink]:
        return [told.link for told in self.events_told]

    @property
    def recipients(self) -> PrisonerQuerySet:
        return Prisoner.objects.addressed_by(self.source)

    @property
    def people(self) -> PeopleLink:
        return self.link_to_people(self.recipients, "campaign")


class ToldEvent(ToldGathering):
    model, root, relation = EventPage, "events/", "event"

    @property
    def starts(self) -> Day | None:
        return day_of(self.source.date, self.source.date_precision)

    @property
    def ends(self) -> Day | None:
        end, first = self.source.end_date, self.source.date
        return day_of(end, "day") if end and end != first else None

    @property
    def is_over(self) -> bool:
        return is_over(self.source)

    @property
    def place_hidden(self) -> bool:
        """Say whether the place is withheld for the safety of guests."""
        return self.source.place_hidden and not self.is_over

    @property
    def place(self) -> Text | None:
        return None if self.place_hidden else self.text(self.page.place)

    @cached_property
    def parent(self) -> ToldCampaign | None:
        return self.campaign_by(self.source.campaign_id)

    @property
    def campaign(self) -> PageLink | None:
        return self.parent.link if self.parent else None

    @property
    def photo(self) -> Photo | None:
        image = self.telling.material.images.get(self.source.photo_id)
        if image is None:
            return None
        return photo_of(image, root=self.telling.root, alt=self.page.photo_alt, alt_lang=self.language)


class ToldPartner(ToldPage):
    model, root = PartnerPage, "partners/"

    @property
    def place_in_list(self) -> list[Any]:
        return [0, self.page.title, self.source.pk]

    @property
    def name(self) -> Text | None:
        return self.title

    @property
    def kind(self) -> Word:
        return self.words.word(PartnerKind(self.source.partner.kind))

    @property
    def website(self) -> str | None:
        return self.source.partner.website or None

    @property
    def campaigns_told(self) -> list[ToldCampaign]:
        return self.within(self.telling.all(ToldCampaign))

    @property
    def events_told(self) -> list[ToldEvent]:
        return self.within(self.telling.all(ToldEvent))

    @property
    def campaigns(self) -> list[PageLink]:
        return [told.link for told in self.campaigns_told]

    @property
    def events(self) -> list[PageLink]:
        return [told.link for told in self.events_told]

    @property
    def kept(self) -> PrisonerQuerySet:
        return Prisoner.objects.for_partner(self.source.partner_id)

    @property
    def people(self) -> PeopleLink:
        return self.link_to_people(self.kept, "partner")

    def within(self, found: "Iterable[Told]") -> "list[Told]":
        """Return those in this partner's section."""
        return [told for told in found if told.source.path.startswith(self.source.path)]


TOLD_BY_MODEL: dict[type[Page], type[ToldPage]] = {
    kind.model: kind for kind in (ToldText, ToldHome, ToldCampaign, ToldEvent, ToldPartner)
}
Told = TypeVar("Told", bound=ToldPage)


class Telling:
    """What the pages told at once have in common; use it while its language is active.

    `order` says in which languages a page may be told, `language` first; `public` are those of the site;
    `root` stands before addresses.
    """

    def __init__(
        self,
        language: str,
        order: Sequence[str],
        public: Sequence[str],
        *,
        generations: Numbers,
        root: str = "",
    ) -> None:
        self.language, self.order, self.public = language, order, public
        self.generations, self.root = generations, root
        self.words = Words(language)
        self.material = Material()
        self.counters: dict[int, Counter] = {}
        self.bodies: dict[int, Stored] = {}
        self._all: dict[type[ToldPage], list[Any]] = {}

    @classmethod
    def to(cls, reader: Reader) -> Self:
        """Return the Telling of a page of the site that falls back to the nearest language."""
        order = tuple(dict.fromkeys((*reading_order(reader.language), *sorted(reader.languages))))
        return cls(reader.language, order, reader.languages, generations=reader.generations)

    @classmethod
    def own(cls, reader: Reader) -> Self:
        """Return that of a page that tells only what is there in its language."""
        return cls(reader.language, [reader.language], reader.languages, generations=reader.generations)

    def all(self, kind: type[Told]) -> list[Told]:
        """Return the things that have a page in one of the languages, the newest first."""
        if kind not in self._all:
            things = everywhere(kind.model, generations=self.generations)
            nearest = ((thing, self._nearest(thing)) for thing in things)
            self._all[kind] = [kind(thing, language, self) for thing, language in nearest if language]
        return self._all[kind]

    def in_own_language(self, kind: type[Told]) -> list[Told]:
        return [told for told in self.all(kind) if told.language == self.language]

    def _nearest(self, thing: Everywhere) -> str:
        has = (code for code in self.order if code in thing.pages and code in self.public)
        return next(has, "")

    def of_page(self, page: Page, original: Callable[[Any], Any]) -> Any:
        """Return this very page as a ToldPage, a draft or kept from the public as it may be.

        `original(page)` gives that of one whose original is not told; None where there is none.
        """
        things = everywhere(type(page), generations=self.generations)
        known = next((each for each in things if each.source.translation_key == page.translation_key), None)
        language = page.locale.language_code
        is_source = language == SOURCE_LANGUAGE
        source = page if is_source else known.source if known else original(page)
        if source is None:
            return None
        thing = Everywhere(source, {**(known.pages if known else {}), language: page}, frozenset())
        return TOLD_BY_MODEL[type(page)](thing, language, self, is_asked=True)

    def count(self, told: Iterable[ToldPage]) -> list[tuple[int, int, int]]:
        """Bring the counters of letters of these things; return what they say. One query."""
        self.counters = counters_of([each.source for each in told], self.words)
        return sorted((pk, counter.figure.total, counter.ours) for pk, counter in self.counters.items())

    def bring(self, told: Sequence[ToldPage], fields: Collection[str]) -> None:
        """Read what `fields` of these things need besides. Five queries at most, for any number."""
        if told and "body" in fields:
            pages = told[0].model.objects.filter(pk__in=[each.page.pk for each in told])
            self.bodies = {pk: body.raw_data for pk, body in pages.order_by().values_list("pk", "body")}
        self.gather(told, fields)

    def gather(self, told: Iterable[ToldPage], fields: Collection[str]) -> None:
        """Read what the bodies that are here point at, and the photos. Four queries at most."""
        photos = [each.source.photo_id for each in told] if "photo" in fields else []
        self.material = material_for(
            list(self.bodies.values()),
            language=self.language,
            languages=self.public,
            root=self.root,
            images=[photo for photo in photos if photo],
        )
