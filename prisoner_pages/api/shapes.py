"""The schemas of answers about people: what stands here is public, and nothing else is."""

from pydantic import BaseModel, Field

from home.headless.api import ListMeta, Meta, Text, Translation


class Word(BaseModel):
    """A value from a fixed list: `code` for machines, the same for ever, `label` for people."""

    code: str
    label: Text


class Writing(BaseModel):
    """Can one write to this person now, and if not, why."""

    call: Word
    reason: Word | None
    takes_letters: bool
    url: str | None = Field(description="Where a letter to this person begins on our site.")


class Picture(BaseModel):
    url: str
    width: int
    height: int
    alt: Text


class PersonCard(BaseModel):
    """A person as in the list: name, work, home or region, whether one can write. Never a charge."""

    slug: str = Field(examples=["seidamet-kutlakly"])
    url: str = Field(description="The person's page, in the answer's language or the nearest there is.")
    name: str = Field(description="In the answer's language, transliterated where there is no other form.")
    invented: bool = Field(description="Made up, for demonstration; say so wherever you show this person.")
    name_only: bool = Field(description="True where nothing but the name may be shown; facts are then null.")
    translations: list[Translation]
    writing: Writing
    work: list[Text] | None
    home: Text | None
    photo: Picture | None


class PeoplePage(BaseModel):
    meta: ListMeta
    items: list[PersonCard]


class PersonAnswer(BaseModel):
    meta: Meta
    item: PersonCard
