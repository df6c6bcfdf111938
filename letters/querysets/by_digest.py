"""Finding what a digest stands for: the digest of a code, or of a link.

Whoever holds the ring of a public host and reads the digests could try all codes at home. So its database
user reads none: it asks a function of the database (migration `asked_by_digest`), one digest at a time.
"""

from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, models
from django.db.models import Func, QuerySet, Subquery, Value

from home.settings.defaults import settings

# Model: the column with the digest, and the function that returns the number of the row with it.
LOOKUPS = {
    "letters.Letter": ("code_digest", "letters_letter_by_code"),
    "letters.WriterAddress": ("link_digest", "letters_address_by_link"),
    "letters.ErasureRequest": ("link_digest", "letters_erasure_by_link"),
    "letters.FamilyRequest": ("code_digest", "letters_family_by_code"),
}
WAITING = "letters_request_waiting"  # returns the kind of the newest request with this digest that waits
# The names of the answers to a letter, by the digest of its code; a part of one, sealed, by its name.
ANSWERS, ANSWER_PART = "letters_answers_by_code", "letters_answer_part"
FUNCTIONS = (*(function for _column, function in LOOKUPS.values()), WAITING, ANSWERS, ANSWER_PART)
Rows = TypeVar("Rows", bound=QuerySet[Any])


def with_digest(rows: Rows, digest: str) -> Rows:
    """Return the row with this digest, or none."""
    column, function = LOOKUPS[rows.model._meta.label]
    if reads_no_digest():
        return rows.filter(pk=_asked(function, digest, models.BigIntegerField()))
    return rows.filter(**{column: digest})


def kind_waiting(digest: str) -> Func | Subquery:
    """Return the expression: what was asked for last with this digest and is not done yet (RequestKind)."""
    if reads_no_digest():
        return _asked(WAITING, digest, models.CharField())
    waiting: QuerySet[Any] = apps.get_model("letters", "WriterRequest").objects.waiting()
    return Subquery(waiting.filter(digest=digest).order_by("-pk").values("kind")[:1])


def ask(function: str, digest: str) -> Any:
    """Return what the function of the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [digest])
        return cursor.fetchone()[0]


def reads_no_digest() -> bool:
    return settings.SITE_ROLE == "public" and connection.vendor == "postgresql"


def _asked(function: str, digest: str, answer: models.Field[Any, Any]) -> Func:
    """Ask once for the whole query: a function called for each row would be waited for at each."""
    template = "(SELECT %(function)s(%(expressions)s))"
    return Func(Value(digest), function=function, template=template, output_field=answer)
