"""The parameters of operations about people, under the names the public list has for them.

All are texts: what can't be read is told in words of ours, by the parameter's name.
"""

from pydantic import BaseModel, Field

from prisoner_pages.api.schemas.people import CARD_FIELDS, FIELDS
from prisoner_pages.can_be_written_to import NAME_ONLY_STATUSES
from prisoner_pages.choices import Status

LARGEST_PART, USUAL_PART = 100, 20
MOST_DRAWN, USUALLY_DRAWN = 12, 3
STATUSES = [status.value for status in Status if status not in NAME_ONLY_STATUSES]


def one_of(description, *values):
    return Field("", description=description, json_schema_extra={"enum": ["", *values]})


def number(description, lowest, highest):
    """Describe a number, which may be left empty too."""
    extra = {"type": ["integer", "string"], "minimum": lowest, "maximum": highest, "pattern": "^[0-9]*$"}
    return Field("", description=description, json_schema_extra=extra)


class InLocale(BaseModel):
    locale: str = Field(
        "", description="Language of the answer, like `crh`; without it that of `Accept-Language`."
    )
    fallback: str = Field(
        "",
        description="Where to look for a text that the locale lacks, like `uk,en`; each says its `lang`.",
    )


class PartInLocale(InLocale):
    fields: str = Field(
        "",
        description=f"Names with commas, or `*` for all: {', '.join(FIELDS)}. Without it: "
        f"{', '.join(CARD_FIELDS)}.",
    )


class PeopleQuery(PartInLocale):
    q: str = Field("", description="Words of a name, in any alphabet and spelling.")
    letters: str = one_of("`open`: only people one can write to.", "open")
    status: str = one_of("Where a person stands.", *STATUSES)
    case: str = Field("", description="Id of a case, see `/cases`.")
    facility: str = Field("", description="Id of a place of detention, see `/facilities`.")
    interest: str = Field("", description="Id of an interest.")
    birthday_month: str = number("Month of the birthday, where it may be told.", 1, 12)
    campaign: str = Field("", description="Slug of a campaign that is told in this language.")
    partner: str = Field("", description="Slug of a partner that has a page in this language.")
    order: str = one_of("`name` (usual), or `shuffled`: another order each day.", "name", "shuffled")
    limit: str = number(f"How many at once; {USUAL_PART} without it.", 1, LARGEST_PART)
    cursor: str = Field("", description="Where to go on: take the address in `meta.next` as it is.")


class DrawQuery(PartInLocale):
    count: str = number(f"How many people; {USUALLY_DRAWN} without it.", 1, MOST_DRAWN)
