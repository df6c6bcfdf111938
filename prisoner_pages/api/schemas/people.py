"""The schemas of answers about people; of a person: `people.read_models.person`."""

from collections.abc import Collection
from typing import Any

from pydantic import BaseModel, Field, create_model

from home.headless.answers.schemas import ListMeta, Meta, Shape
from prisoner_pages.people.read_models.person import Person
from prisoner_pages.people.read_models.statistics import Statistics


def some_of(model: type[BaseModel], *, base: type[BaseModel], without: Collection[str] = ()) -> Any:
    """Return what a list's items have: those fields of `model` that were asked for, `slug` among them."""
    kinds: dict[str, Any] = {name: field.annotation for name, field in model.model_fields.items()}
    fields: dict[str, Any] = {
        name: (kind, ...) if name == "slug" else (kind | None, None)
        for name, kind in kinds.items()
        if name not in without
    }
    return create_model(f"_PartOf{model.__name__}", __base__=base, **fields)


CHANGES: Any = Field(
    None,
    description="Of an answer to `updated_since`: the address to ask the next time for what has changed.",
)
_PartOfPerson: Any = some_of(Person, base=Shape)


class PersonPart(_PartOfPerson):
    """A person with the fields that were asked for (`fields=`); the others are not there."""


class PeoplePage(Shape):
    meta: ListMeta
    items: list[PersonPart]
    removed: list[str] | None = Field(
        None,
        description="Of an answer to the address in `changes`: the slugs of those who were public when that"
        " address was given and are not any more, whatever the filters: take them down. Null where that is"
        " not known; then drop whoever is not in `/prisoners/ids`.",
    )
    changes: str | None = CHANGES


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


class StatisticsAnswer(Shape):
    meta: Meta
    item: Statistics
