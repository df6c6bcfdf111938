"""Pages as they are shown and told: what every kind has, and what those told at once share.

Facts come from the source-locale page, words from the page's own. What an answer tells of them is listed by
name in `api.schemas.pages`.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, ClassVar, Self, TypeVar

from pydantic import Field
from wagtail.models import Page

from home.caching.read_models import Numbers
from home.headless.answers.schemas import Shape, Text, Translation, translation_of
from home.headless.content.serializers.blocks import Body, Material, Stored, shaped
from home.languages.info import reading_order
from prisoner_pages.campaigns.read_models.counters import Counter, counters_of, letters_beside_goals
from prisoner_pages.public.read_models.all_languages import Everywhere, behind_in, everywhere
from prisoner_pages.public.read_models.reader import Reader
from prisoner_pages.public.read_models.texts import material_for
from prisoner_pages.public.read_models.words import Words
from prisoner_pages.querysets.records import PrisonerQuerySet

API = "/api/v1"


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
        behind = behind_in(self.model, generations=self.telling.generations)
        return [
            translation_of(locale=code, slug=self.slug, url=self.address(code), behind=page.pk in behind)
            for code in self.telling.public
            if (page := self.thing.pages.get(code))
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
        self.beside_goals: dict[int, int] = {}
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

    def count(self, told: Iterable[ToldPage]) -> list[tuple[int, int, int]]:
        """Bring the counters of letters of these things; return what they say. Five queries at most."""
        sources = [each.source for each in told]
        self.counters = counters_of(sources, self.words)
        self.beside_goals = letters_beside_goals(each for each in sources if each.pk not in self.counters)
        published = [(pk, counter.figure.total, counter.ours) for pk, counter in self.counters.items()]
        return sorted([*published, *((pk, 0, ours) for pk, ours in self.beside_goals.items())])

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
