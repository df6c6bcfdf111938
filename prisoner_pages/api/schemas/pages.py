"""The schemas of answers about campaigns, events, partners and figures; nothing that isn't here leaves us."""

import datetime
from typing import Any

from pydantic import BaseModel, Field

from home.headless.answers.schemas import ListMeta, Meta, Text, Translation
from home.headless.content.serializers.blocks import AnyBlock
from prisoner_pages.api.schemas.people import some_of
from prisoner_pages.people.read_models.person import Photo
from prisoner_pages.public.read_models.words import Day, Word


class Published(BaseModel):
    """A number that somebody published: show it with who counted and when, and never add it to another."""

    total: int
    of_them: int | None = Field(description="Of them Crimean Tatars, where the count is of people.")
    qualifier: Word | None
    counted_by: Text
    definition: Text | None
    date: str = Field(description="As precise as it was published: YYYY, YYYY-MM or YYYY-MM-DD.")
    since: bool = Field(description="True where it counts from that date on.")
    source_url: str | None


class Figure(Published):
    id: int
    subject: Word
    campaign: str | None = Field(description="Slug of the campaign whose letters were counted.")
    event: str | None


class Counter(BaseModel):
    """A published number of letters, and beside it ours since that day; never one sum."""

    figure: Published
    since: datetime.date | None = Field(description="From this day on ours are counted; null: they can't be.")
    ours: int = Field(description="Rounded down to a step of five; 0 stands for fewer than five.")


class CountedLetters(BaseModel):
    """Letters collected, as published."""

    total: int
    source_url: str | None


class TakingPart(BaseModel):
    """A partner and its part, under the name it bore then."""

    name: Text
    role: Word
    url: str | None


class PageLink(BaseModel):
    slug: str
    title: Text
    url: str


class PeopleLink(BaseModel):
    total: int
    url: str = Field(description="Where this API lists them.")


class PublicPage(BaseModel):
    """What every page has: words in the first of the languages asked for, its address, its translations."""

    slug: str
    url: str
    title: Text
    intro: Text | None
    translations: list[Translation]


class TextPage(PublicPage):
    """A page of text: one of reference, or the first page of a language."""

    body: list[AnyBlock]


class Campaign(PublicPage):
    call_to_action: Text | None
    starts: Day | None
    ends: Day | None
    end_condition: Text | None
    occasion: Word | None
    is_over: bool
    write_url: str | None = Field(
        description="Where a letter for this campaign begins; null when it is over."
    )
    counter: Counter | None
    letters_counted: CountedLetters | None
    taking_part: list[TakingPart]
    part_of: PageLink | None
    events: list[PageLink]
    people: PeopleLink = Field(description="For whom it is.")
    body: list[AnyBlock]


class Event(PublicPage):
    starts: Day | None
    ends: Day | None
    place: Text | None
    place_hidden: bool = Field(description="True while the place is told to guests only, for their safety.")
    is_over: bool
    campaign: PageLink | None
    photo: Photo | None
    counter: Counter | None
    letters_counted: CountedLetters | None
    taking_part: list[TakingPart]
    body: list[AnyBlock]


class Partner(PublicPage):
    kind: Word
    website: str | None
    campaigns: list[PageLink]
    events: list[PageLink]
    people: PeopleLink = Field(description="Whose records it keeps.")
    body: list[AnyBlock]


class Participant(BaseModel):
    """A partner in the list: one with a page of its own, or one that took part in something."""

    slug: str
    name: Text
    kind: Word
    url: str | None
    intro: Text | None
    website: str | None
    translations: list[Translation]


_PartOfCampaign: Any = some_of(Campaign, base=BaseModel, without=["people"])
_PartOfEvent: Any = some_of(Event, base=BaseModel)


class CampaignPart(_PartOfCampaign):
    """A campaign with the fields that were asked for (`fields=`)."""


class EventPart(_PartOfEvent):
    """An event with the fields that were asked for (`fields=`)."""


# What a card of the public list says, and what tells one from another; `fields=*` gives all.
CAMPAIGN_CARD = tuple(name for name in CampaignPart.model_fields if name not in ("events", "body"))
EVENT_CARD = tuple(name for name in EventPart.model_fields if name not in ("photo", "body"))


class TextList(BaseModel):
    meta: ListMeta
    items: list[PublicPage]


class TextAnswer(BaseModel):
    meta: Meta
    item: TextPage


class CampaignList(BaseModel):
    meta: ListMeta
    items: list[CampaignPart]


class CampaignAnswer(BaseModel):
    meta: Meta
    item: Campaign


class EventList(BaseModel):
    meta: ListMeta
    items: list[EventPart]


class EventAnswer(BaseModel):
    meta: Meta
    item: Event


class PartnerList(BaseModel):
    meta: ListMeta
    items: list[Participant]


class PartnerAnswer(BaseModel):
    meta: Meta
    item: Partner


class FigureList(BaseModel):
    meta: ListMeta
    items: list[Figure]
