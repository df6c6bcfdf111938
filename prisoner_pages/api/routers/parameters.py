"""The parameters of operations about people, under the names the public list has for them.

All are texts: what can't be read is told in words of ours, by the parameter's name.
"""

from typing import Any

from pydantic import BaseModel, Field, create_model

from prisoner_pages.api.routers.orders import KNOWN_ORDERS
from prisoner_pages.api.routers.several_values import IN_SEVERAL, MOST_VALUES
from prisoner_pages.people.filters.table import FILTERS, Filter
from prisoner_pages.people.read_models.person import CARD_FIELDS, FIELDS

LARGEST_PART, USUAL_PART = 100, 20
MOST_DRAWN, USUALLY_DRAWN = 12, 3


def one_of(description: str, *values: str) -> Any:
    return Field("", description=description, json_schema_extra={"enum": ["", *values]})


def number(description: str, lowest: int, highest: int) -> Any:
    """Describe a number, which may be left empty too."""
    extra: dict[str, Any] = {
        "type": ["integer", "string"],
        "minimum": lowest,
        "maximum": highest,
        "pattern": "^[0-9]*$",
    }
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


def parameter_of(each: Filter) -> Any:
    """Return a filter of the public list as the document describes it: its values, where they are fixed."""
    if each.choices is None or callable(each.choices):
        return Field("", description=each.description)
    values = [value for value, _label in each.choices]
    if isinstance(values[0], int):
        return number(each.description, min(values), max(values))
    return one_of(each.description, *values)


FILTERED: dict[str, Any] = {each.name: (str, parameter_of(each)) for each in FILTERS}
FILTERED |= {
    name: (str, Field("", description=f"Several of `{each.name}` with commas: whoever answers any of them."))
    for name, each in IN_SEVERAL.items()
}
FilteredPeople: Any = create_model("FilteredPeople", __base__=PartInLocale, **FILTERED)


ORDER_WORDS = (
    "`name` (usual), `shuffled`: another order each day, or a date that is told: the newest step of that kind"
    " in `timeline`, `birth`, `status_since`, or `updated`, the newest day in `updates`. With a minus the"
    " newest date first. Whoever has no such date that may be told stands last; what is even goes by name."
)


class PeopleQuery(FilteredPeople):
    slug__in: str = Field(
        "",
        description=f"These people alone, up to {MOST_VALUES} slugs with commas. Whoever may not be shown is"
        " not there, like somebody unknown.",
    )
    order: str = one_of(ORDER_WORDS, *KNOWN_ORDERS)
    limit: str = number(f"How many at once; {USUAL_PART} without it.", 1, LARGEST_PART)
    cursor: str = Field("", description="Where to go on: take the address in `meta.next` as it is.")
    updated_since: str = Field(
        "",
        description="Only people of whom something public has changed since: a time as in ISO 8601, with its"
        " offset. A change is noted within a minute, and those of two minutes before are told again. Then go"
        " on with the address in `changes`, which misses none and tells in `removed` who is gone.",
    )


class DrawQuery(PartInLocale):
    count: str = number(f"How many people; {USUALLY_DRAWN} without it.", 1, MOST_DRAWN)
