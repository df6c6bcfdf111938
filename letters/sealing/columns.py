"""Every column that holds something sealed, found by its name, and how many rows each key seals there."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import BinaryField, Count, Model, Q, QuerySet, TextField
from django.db.models.functions import Substr

from letters.choices.letters import Channel, LetterState
from letters.sealing.sealed_box import OFFLINE

# "v1:" and the id of a key.
KID_START, KID_CHARS = 4, 8
UNKNOWN = "unknown"
# What a public host adds, and so whoever has taken it: there a key's id is no more than a word.
ADDED_FROM_OUTSIDE = {
    "Letter": {"sealed_body", "sealed_name", "sealed_email", "sealed_wishes"},
    "LetterDrawing": {"sealed"},
    "WriterRequest": {"sealed"},
    "FamilyRequest": {"sealed"},
}
# Somebody has opened the text of a letter before it stands in one of these.
READ = {
    *(LetterState.ACCEPTED, LetterState.TRANSLATED, LetterState.APPROVED),
    *(LetterState.PRINTED, LetterState.POSTED, LetterState.ANSWERED, LetterState.RETURNED),
}


def sealed_columns() -> list[tuple[type[Model], str]]:
    """Return (model, column) for each column whose parts `letters_private` opens."""
    return [
        (model, field.attname)
        for model in apps.get_app_config("letters").get_models()
        for field in model._meta.concrete_fields
        if field.attname == "sealed" or field.attname.startswith("sealed_")
    ]


def filled(model: type[Model], column: str) -> QuerySet[Any]:
    """Return the rows with something in the column, each with the id of its key as `kid`.

    Without those that staff have sealed for the offline key: no ring of a host opens these.
    """
    kind = BinaryField if isinstance(model._meta.get_field(column), BinaryField) else TextField
    empty, offline = (b"", OFFLINE.encode()) if kind is BinaryField else ("", OFFLINE)
    rows: QuerySet[Any] = model._base_manager.annotate(kid=Substr(column, KID_START, KID_CHARS))
    rows = rows.exclude(**{column: empty}).order_by("pk")
    if column in ADDED_FROM_OUTSIDE.get(model.__name__, ()):
        return rows
    return rows.alias(form=Substr(column, 1, len(OFFLINE), output_field=kind())).exclude(form=offline)


def surely_ours(model: type[Model], column: str) -> QuerySet[Any]:
    """Of these rows, return those that staff wrote, or have read: no forged one is among them."""
    rows = filled(model, column)
    if column not in ADDED_FROM_OUTSIDE.get(model.__name__, ()):
        return rows
    if model.__name__ != "Letter":
        return rows.none()
    ours = Q(channel__in=[Channel.EMAIL, Channel.PAPER])
    return rows.filter(ours | Q(state__in=READ) if column == "sealed_body" else ours)


def count_by_key(rows_of: Callable[[type[Model], str], QuerySet[Any]] = filled) -> Counter[str]:
    """Return {key id: number of sealed parts} over all columns."""
    found: Counter[str] = Counter()
    for model, column in sealed_columns():
        counted = rows_of(model, column).order_by().values_list("kid").annotate(rows=Count("pk"))
        for kid, rows in counted:
            found[as_text(kid)] += rows
    return found


def as_text(kid: str | bytes | memoryview) -> str:
    """Return the id, or UNKNOWN for what can be none: it is printed, and anybody may have written it."""
    text = kid if isinstance(kid, str) else bytes(kid).decode("ascii", errors="replace")
    return text if text.isascii() and text.isalnum() else UNKNOWN
