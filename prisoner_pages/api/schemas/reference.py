"""The schemas of answers about places, words, the site itself, addresses and searches."""

import datetime

from pydantic import BaseModel, Field

from home.headless.answers.schemas import ListMeta, Meta, Text, Translation
from prisoner_pages.api.schemas.people import PersonPart
from prisoner_pages.public.read_models.words import Word


class Point(BaseModel):
    """Of the town, never of the building."""

    latitude: float
    longitude: float


class Mail(BaseModel):
    """Whether the place lets letters through, since when, and when that was last checked."""

    status: Word
    since: datetime.date | None
    checked_on: datetime.date | None
    source_url: str | None
    letters_arrived: str | None = Field(
        description="The month in which letters are last known to arrive; null where that is not known,"
        " or must not be told.",
        examples=["2026-10"],
    )


class Postal(BaseModel):
    """The address as it stands on an envelope, in Russian."""

    name: str
    address: str | None
    index: str | None
    region: str | None
    complete: bool


class LetterLimits(BaseModel):
    """What one letter may hold there; null where it is not known."""

    pages: int | None
    grams: int | None
    images: int | None


class Facility(BaseModel):
    """A place of detention; `id` is the value of the filter `facility`."""

    id: int
    name: Text
    kind: Word
    town: Text | None
    point: Point | None
    mail: Mail
    languages_read: list[str] = Field(description="Languages the censor reads.")
    limits: LetterLimits
    postal: Postal
    source_url: str | None
    people_url: str = Field(description="Where this API lists who is held there.")


class FacilityList(BaseModel):
    meta: ListMeta
    items: list[Facility]


class ListedWord(BaseModel):
    """A word that records point at; `id` is the value of the filter of that name."""

    id: int
    name: Text
    names: list[Text] = Field(description="In every language that has it.")
    parent: int | None = Field(description="The larger group that it is part of.")
    people_url: str = Field(description="Where this API lists to whom it belongs.")


class WordList(BaseModel):
    meta: ListMeta
    items: list[ListedWord]


class SiteLanguage(BaseModel):
    code: str
    name: str = Field(description="By which its speakers call it.")
    url: str


class SiteLink(BaseModel):
    title: Text
    url: str
    path: str


class Site(BaseModel):
    """What stands around every page."""

    name: Text | None
    languages: list[SiteLanguage]
    menu: list[SiteLink]
    reference: list[SiteLink]
    partners: list[SiteLink]
    contact_email: str | None


class SiteAnswer(BaseModel):
    meta: Meta
    item: Site


class Resolved(BaseModel):
    """What is found at an address of the site: a page, or where it has gone."""

    status: int = Field(description="200: a page. 301 or 302: see `location`.", examples=[200])
    location: str | None
    type: str | None = Field(examples=["prisoner"])
    locale: str | None
    slug: str | None
    title: str | None
    url: str | None
    api_url: str | None = Field(description="Where this API tells what stands there.")
    translations: list[Translation]


class FoundPage(BaseModel):
    type: str = Field(examples=["campaign"])
    slug: str
    title: Text
    intro: Text | None
    url: str


class FoundReason(BaseModel):
    """Why somebody was found: a caption, and of the public page what has the words."""

    slug: str
    caption: Text
    text: Text | None = Field(description="Null where the caption says it all.")


class FoundPeople(BaseModel):
    total: int
    url: str = Field(description="Where this API lists all of them.")
    items: list[PersonPart]
    reasons: list[FoundReason] = Field(
        description="Why these people were found, in their order; nothing of whoever is called so."
    )


class Found(BaseModel):
    people: FoundPeople
    pages: list[FoundPage]


class FoundAnswer(BaseModel):
    meta: Meta
    item: Found
