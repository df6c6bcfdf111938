"""Reads of what visitors asked for, as verbs, and the one way in which such a row is written."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When, Window
from django.db.models.functions import RowNumber, TruncHour

from letters.choices.requests import BY_CODE, RequestKind
from letters.querysets.inserting import insert_only

if TYPE_CHECKING:
    from letters.models import WriterRequest

# All that whoever asks says. The database adds the time.
WRITTEN = ("kind", "letter_uuid", "digest", "sealed", "language")
Kinds = tuple[RequestKind, ...]
# Kinds in the order of their turns: what takes back a letter before what tells somebody of one.
TURNS: tuple[Kinds, ...] = (
    BY_CODE,
    (RequestKind.ERASE_YES,),
    (RequestKind.CONFIRM,),
    (RequestKind.ERASE_MAIL,),
    (RequestKind.NOTIFY,),
)
LINKED = {"link_digest": OuterRef("digest")}
# What a request of these kinds names, by a digest that only who holds the code or the link can know.
NAMED: dict[Kinds, tuple[str, dict[str, Any]]] = {
    BY_CODE: ("Letter", {"uuid": OuterRef("letter_uuid"), "code_digest": OuterRef("digest")}),
    (RequestKind.ERASE_YES,): ("ErasureRequest", LINKED),
    (RequestKind.CONFIRM,): ("WriterAddress", LINKED),
    (RequestKind.NOTIFY,): ("Letter", {"uuid": OuterRef("letter_uuid"), "has_email": True}),
}


class WriterRequestQuerySet(models.QuerySet["WriterRequest"]):
    def waiting(self) -> Self:
        """Those that nobody has carried out or refused."""
        return self.filter(done_at=None)

    def due(self, at: datetime) -> Self:
        """Those that no fault keeps waiting."""
        return self.waiting().filter(Q(due_at=None) | Q(due_at__lte=at))

    def plainly_false(self, kinds: Kinds, *, mails_an_hour: int) -> Self:
        """Those of these kinds (one of `TURNS`) that name nothing there is, or addresses beyond the limit.

        No key is needed to see it, and nobody who knows code or link has written such a row.
        """
        asked = self.filter(kind__in=kinds)
        if kinds in NAMED:
            return asked.filter(~_names_something(kinds))
        return asked.filter(
            pk__in=self.model._default_manager.all().over_the_hour(mails_an_hour).values("pk")
        )

    def in_turn(self, kinds: Kinds) -> Self:
        """Those of these kinds that name something, one of each letter or link before the second of any.

        Of those about one thing the newest comes first; a flood about one keeps no other waiting.
        """
        asked, about = self.filter(kind__in=kinds), [F("pk")]
        if kinds in NAMED:
            asked = asked.filter(_names_something(kinds))
            about = [F("kind"), F("letter_uuid"), F("digest")]
        turn = Window(RowNumber(), partition_by=about, order_by=F("pk").desc())
        first = Case(*(When(kind=kind, then=Value(place)) for place, kind in enumerate(kinds)))
        return asked.annotate(turn=turn).order_by("turn", first, "pk")

    def over_the_hour(self, limit: int) -> Self:
        """Requests for a link, of all addresses together, beyond so many in an hour of the clock."""
        place = Window(RowNumber(), partition_by=TruncHour("asked_at"), order_by=F("pk").asc())
        asked = self.filter(kind=RequestKind.ERASE_MAIL).annotate(place=place)
        return asked.filter(place__gt=limit)

    def add(self, **values: Any) -> None:
        """Insert these columns and no other, and read nothing back: the public host's user may do no more."""
        insert_only(self, WRITTEN, values)


def _names_something(kinds: Kinds) -> Exists:
    model, named = NAMED[kinds]
    return Exists(apps.get_model("letters", model).objects.filter(**named))
