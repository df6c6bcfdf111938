"""Lists of the staff in the order of the Ukrainian alphabet: by a collation that both databases know."""

from functools import lru_cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, QuerySet
from django.db.models.functions import Collate

from home.languages.info import SOURCE_LANGUAGE, collation_key

# PostgreSQL has it from ICU; SQLite is taught one of this name.
UKRAINIAN = "uk-x-icu"


def by_alphabet(*names: str) -> list[Any]:
    """Return what to order by for fields of text, "-name" backwards."""
    terms = {name: Collate(name.removeprefix("-"), UKRAINIAN) for name in names}
    return [term.desc() if name.startswith("-") else term.asc() for name, term in terms.items()]


def in_alphabetical_order(rows: Any) -> Any:
    """Return rows that are ordered by text in the order of the alphabet; any other order stays as it is."""
    if not isinstance(rows, QuerySet):
        return rows
    asked: Any = rows.query.order_by or (rows.query.default_ordering and rows.query.get_meta().ordering) or ()
    if not any(_is_text(rows, name) for name in asked):
        return rows
    return rows.order_by(*(by_alphabet(name)[0] if _is_text(rows, name) else name for name in asked))


def _is_text(rows: QuerySet[Any], name: Any) -> bool:
    try:
        field = rows.model._meta.get_field(name.removeprefix("-"))
    except (AttributeError, FieldDoesNotExist):  # an expression, or what was annotated
        return False
    return isinstance(field, CharField) and not field.choices


def teach_alphabet(connection: Any, **_kwargs: Any) -> None:
    """Receiver of each new connection."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(UKRAINIAN, _compared)


def _compared(one: str, other: str) -> int:
    first, second = (_place(one), one), (_place(other), other)
    return (first > second) - (first < second)


@lru_cache(maxsize=10_000)
def _place(text: str) -> str:
    return collation_key(text, SOURCE_LANGUAGE)
