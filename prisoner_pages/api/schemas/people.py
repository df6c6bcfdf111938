"""The schemas of answers about people: what stands here is public, and nothing else is."""

from collections.abc import Collection
from typing import Any

from pydantic import BaseModel, Field, create_model

from home.headless.answers.api.router import ListMeta, Meta, Text, Translation
from home.headless.answers.schemas import Shape
from home.headless.content.serializers.blocks import AnyBlock
from home.headless.content.serializers.images import Picture
from prisoner_pages.facts.read_models.declarations import CAPTIONED, HEEDED


class Word(Shape):
    """A value from a fixed list: `code` for machines, the same for ever, `label` for people."""

    code: str
    label: Text


class Day(Shape):
    """A date as precise as it is known: `2020`, `2020-03` or `2020-03-15`."""

    date: str = Field(examples=["2020-03"])
    precision: str = Field(description="day, month, year; before or after: this day is only a bound.")


class Writing(Shape):
    """Can one write to this person now, and if not, why."""

    call: Word
    reason: Word | None
    takes_letters: bool
    url: str | None = Field(description="Where a letter to this person begins on our site.")


class Photo(Picture):
    """A picture whose words say in which language they are."""

    alt_lang: str
    credit_lang: str | None


class Birth(Day):
    age: int | None


class Place(Shape):
    """A place of detention: `id` is that of `/facilities`."""

    id: int
    name: Text


class Sentence(Shape):
    """The newest first: that one is in force. One of which all but the regime is null is no verdict."""

    years: int | None
    months: int | None
    prison_years: int = Field(description="Of these in a prison, with the months below.")
    prison_months: int
    regime: Word | None
    instance: Word | None
    court: Text | None
    date: Day | None


class Article(Shape):
    code: str
    part: str
    title: Text | None


class Charge(Article):
    """What Russia alleges: put its title in quotation marks, last; an article without one quotes nobody.

    `through` is the article that applies it.
    """

    through: Article | None


class Step(Shape):
    date: Day
    what: Word
    place: Text | None


class Statement(Shape):
    value: Text
    stated_on: str | None
    url: str | None


class Conflict(Shape):
    """A fact of which other sources state something else than the record holds."""

    fact: Word
    statements: list[Statement]


class Source(Shape):
    title: Text
    url: str | None
    date: str | None


class Check(Shape):
    """A group of facts, and the day on which it was last found to hold, or changed."""

    facts: Word
    date: Day


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


FIELDS = tuple(Person.model_fields)
# What a card of the public list says; `fields=*` gives all.
CARD_FIELDS = (
    *("slug", "url", "name", "names", "invented", "name_only", "told_apart", "translations", "writing"),
    *("work", "home", "photo"),
)


def some_of(model: type[BaseModel], *, base: type[BaseModel], without: Collection[str] = ()) -> Any:
    """Return what a list's items have: those fields of `model` that were asked for, `slug` among them."""
    kinds: dict[str, Any] = {name: field.annotation for name, field in model.model_fields.items()}
    fields: dict[str, Any] = {
        name: (kind, ...) if name == "slug" else (kind | None, None)
        for name, kind in kinds.items()
        if name not in without
    }
    return create_model(f"_PartOf{model.__name__}", __base__=base, **fields)


_PartOfPerson: Any = some_of(Person, base=Shape)


class PersonPart(_PartOfPerson):
    """A person with the fields that were asked for (`fields=`); the others are not there."""


class PeoplePage(Shape):
    meta: ListMeta
    items: list[PersonPart]


class PersonAnswer(Shape):
    meta: Meta
    item: Person


class IdsMeta(Shape):
    total: int


class Ids(Shape):
    """The slugs of all people who may be shown now: drop whoever is not among them."""

    meta: IdsMeta
    ids: list[str]


class Drawn(Shape):
    """People to write to, newly drawn for each who asks; the order says nothing of anybody."""

    meta: Meta
    items: list[PersonPart]


class Count(Shape):
    value: Word
    people: int


class Statistics(Shape):
    """How many people are shown, and where they stand. Small numbers are not told."""

    people: int
    taking_letters: int
    statuses: list[Count]
    crimean_tatars: int | None = Field(
        description="Rounded down to a step of five; null where few. Those count too of whom it is not shown."
    )


class StatisticsAnswer(Shape):
    meta: Meta
    item: Statistics
