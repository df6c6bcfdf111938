"""The schemas of answers about campaigns, events, partners and figures; nothing that isn't here leaves us."""

from typing import Any

from pydantic import Field

from home.headless.answers.schemas import ListMeta, Meta, Shape, Text, Translation
from home.headless.content.serializers.blocks import AnyBlock
from home.headless.content.serializers.images import Photo
from prisoner_pages.api.schemas.people import CHANGES, some_of
from prisoner_pages.campaigns.read_models.counters import Counter
from prisoner_pages.campaigns.read_models.figures import Published
from prisoner_pages.campaigns.read_models.partners import Participant
from prisoner_pages.campaigns.read_models.telling import PageLink, PeopleLink
from prisoner_pages.campaigns.read_models.told_pages import CountedLetters, TakingPart
from prisoner_pages.public.read_models.words import Day, Word

REMOVED: Any = Field(
    None,
    description="Of an answer to the address in `changes`: the slugs of what was public when that address was"
    " given and is not any more, or not in these languages, whatever the filters. Null where that is not"
    " known; then drop whatever the list without filters has not.",
)


class Figure(Published):
    id: int
    subject: Word
    campaign: str | None = Field(description="Slug of the campaign whose letters were counted.")
    event: str | None


class PublicPage(Shape):
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
    goal: int | None = Field(description="Letters hoped for; null where none is named.")
    letters_here: int | None = Field(
        description="Letters for it that came through our site and were accepted to be sent, rounded down to"
        " a step of five (0 stands for fewer than five). Null where a number was published, where no goal is"
        " named, and where so few people are written to that it would tell of one of them."
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


_PartOfCampaign: Any = some_of(Campaign, base=Shape, without=["people"])
_PartOfEvent: Any = some_of(Event, base=Shape)


class CampaignPart(_PartOfCampaign):
    """A campaign with the fields that were asked for (`fields=`)."""


class EventPart(_PartOfEvent):
    """An event with the fields that were asked for (`fields=`)."""


# What a card of the public list says, and what tells one from another; `fields=*` gives all.
CAMPAIGN_CARD = tuple(name for name in CampaignPart.model_fields if name not in ("events", "body"))
EVENT_CARD = tuple(name for name in EventPart.model_fields if name not in ("photo", "body"))


class TextList(Shape):
    meta: ListMeta
    items: list[PublicPage]


class TextAnswer(Shape):
    meta: Meta
    item: TextPage


class CampaignList(Shape):
    meta: ListMeta
    items: list[CampaignPart]
    removed: list[str] | None = REMOVED
    changes: str | None = CHANGES


class CampaignAnswer(Shape):
    meta: Meta
    item: Campaign


class EventList(Shape):
    meta: ListMeta
    items: list[EventPart]
    removed: list[str] | None = REMOVED
    changes: str | None = CHANGES


class EventAnswer(Shape):
    meta: Meta
    item: Event


class PartnerList(Shape):
    meta: ListMeta
    items: list[Participant]
    removed: list[str] | None = REMOVED
    changes: str | None = CHANGES


class PartnerAnswer(Shape):
    meta: Meta
    item: Partner


class FigureList(Shape):
    meta: ListMeta
    items: list[Figure]
