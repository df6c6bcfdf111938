"""Every column that holds something sealed, found by its name, and how many rows each key seals there."""

from collections import Counter
from typing import Any

from django.apps import apps
from django.db.models import BinaryField, Count, Model, QuerySet
from django.db.models.functions import Substr

# "v1:" and the id of a key.
KID_START, KID_CHARS = 4, 8


def sealed_columns() -> list[tuple[type[Model], str]]:
    """Return (model, column) for each column whose parts `letters_private` opens."""
    return [
        (model, field.attname)
        for model in apps.get_app_config("letters").get_models()
        for field in model._meta.concrete_fields
        if field.attname == "sealed" or field.attname.startswith("sealed_")
    ]


def filled(model: type[Model], column: str) -> QuerySet[Any]:
    """Return the rows with something in the column, each with the id of its key as `kid`."""
    is_binary = isinstance(model._meta.get_field(column), BinaryField)
    empty = b"" if is_binary else ""
    rows: QuerySet[Any] = model._base_manager.annotate(kid=Substr(column, KID_START, KID_CHARS))
    return rows.exclude(**{column: empty}).order_by("pk")


def count_by_key() -> Counter[str]:
    """Return {key id: number of sealed parts} over all columns."""
    found: Counter[str] = Counter()
    for model, column in sealed_columns():
        counted = filled(model, column).order_by().values_list("kid").annotate(rows=Count("pk"))
        for kid, rows in counted:
            found[as_text(kid)] += rows
    return found


def as_text(kid: str | bytes | memoryview) -> str:
    return kid if isinstance(kid, str) else bytes(kid).decode("ascii", errors="replace")
