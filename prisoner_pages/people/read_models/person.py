"""A person as pages show them and answers tell them: what stands here is public, and nothing else is."""

import datetime
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field, create_model

from home.headless.answers.schemas import Shape, Text, Translation
from home.headless.content.serializers.blocks import AnyBlock
from home.headless.content.serializers.images import Photo
from prisoner_pages.facts.read_models.declarations import CAPTIONED, HEEDED
from prisoner_pages.facts.read_models.fact import Fact
from prisoner_pages.people.read_models.checked_facts import Check
from prisoner_pages.people.read_models.disputes import Conflict
from prisoner_pages.people.read_models.sentences import Charge, Sentence
from prisoner_pages.people.read_models.timeline import Step
from prisoner_pages.public.read_models.words import Day, Word


class Writing(Shape):
    """Can one write to this person now, and if not, why."""

    call: Word
    reason: Word | None
    takes_letters: bool
    url: str | None = Field(description="Where a letter to this person begins on our site.")
    letters_arrived: str | None = Field(
        description="The month in which letters are last known to arrive at the place of detention; null"
        " where that is not known, or must not be told.",
        examples=["2026-10"],
    )


class Birth(Day):
    age: int | None


class Place(Shape):
    """A place of detention: `id` is that of `/facilities`."""

    id: int
    name: Text


class Source(Shape):
    title: Text
    publisher: Text | None
    kind: Word | None
    url: str | None = Field(
        description="Where to lead: the page, its archived copy once the link is dead, or nowhere."
    )
    date: str | None
    dead_url: str | None = Field(description="A link that was found dead: name it, and lead nobody there.")
    dead_on: datetime.date | None = Field(description="When it was found dead.")

    @property
    def untold_kind(self) -> Word | None:
        """The kind, where the title does not name it by a word of its own."""
        if self.kind is None:
            return None
        word = rf"(?<!\w){re.escape(self.kind.label.text.casefold())}(?!\w)"
        return None if re.search(word, self.title.text.casefold()) else self.kind


class PartnerLink(Shape):
    slug: str
    name: Text


class CampaignLink(Shape):
    slug: str
    title: str
    lang: str
    url: str


class Story(Shape):
    """What is told of a person, in one language."""

    lang: str
    url: str
    intro: str
    description: str
    body: list[AnyBlock]


class _Person(Shape):
    slug: str = Field(examples=["seidamet-kutlakly"])
    url: str = Field(description="The person's page in the answer's language.")
    name: str = Field(description="In the answer's language, transliterated where there is no other form.")
    names: list[Text] = Field(
        description="`name` with its language, then the forms of the fallbacks; `uk-Latn`: transliterated."
    )
    invented: bool = Field(description="Made up, for demonstration: say so wherever you show this person.")
    name_only: bool = Field(description="True where nothing but the name may be shown.")
    told_apart: list[Text] = Field(
        description="Where others have the same name: patronymic and birth year, else region. Show it too."
    )
    translations: list[Translation]
    writing: Writing
    work: list[Text] | None
    home: Text | None = Field(description="Place or, without its basis, region.")
    photo: Photo | None
    other_names: list[Text] | None
    prison_name: Text | None = Field(
        description="As it stands on an envelope, in Russian; of people who are held."
    )
    birth: Birth | None
    status: Word | None
    status_since: Day | None
    place: Place | None
    cases: list[Text] | None
    sentences: list[Sentence] | None
    charges: list[Charge] | None
    timeline: list[Step] | None
    conflicts: list[Conflict] | None
    sources: list[Source] | None
    verified: list[Check] | None
    updates: list[Check] | None
    partner: PartnerLink | None = Field(description="Who keeps this record.")
    campaigns: list[CampaignLink] | None
    story: Story | None


DECLARED: dict[str, Any] = {
    **{fact.name: (list[Text] | None, Field(description=fact.description)) for fact in HEEDED},
    **{fact.name: (Text | None, Field(description=fact.description)) for fact in CAPTIONED},
}
_WholePerson: Any = create_model("_WholePerson", __base__=_Person, **DECLARED)


class Person(_WholePerson):
    """A person who may be shown, with every public fact; where `name_only` is true they are null."""

    @property
    def verdict(self) -> Sentence | None:
        """The sentence in force."""
        return next((sentence for sentence in self.sentences or () if sentence.is_verdict), None)

    @property
    def captioned(self) -> Iterator[tuple[Fact, Text]]:
        """The facts told by themselves, with a caption."""
        return ((fact, words) for fact in CAPTIONED if (words := getattr(self, fact.name)))

    @property
    def heeded(self) -> Iterator[tuple[Fact, list[Text]]]:
        """What a writer must heed."""
        return ((fact, words) for fact in HEEDED if (words := getattr(self, fact.name)))


FIELDS = tuple(Person.model_fields)
# What a card of the public list says; `fields=*` gives all.
CARD_FIELDS = (
    *("slug", "url", "name", "names", "invented", "name_only", "told_apart", "translations", "writing"),
    *("work", "home", "photo"),
)
