"""Reads of bases: which of them hold on a day, and for what."""

from collections.abc import Set
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self, cast

from django.db import models
from django.db.models import Aggregate, CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from home.written_once import Asked, written_once
from prisoner_pages.choices import Basis, Scope
from prisoner_pages.policies import BASES_FOR_SCOPE, CONFIRMED_SCOPES
from prisoner_pages.querysets.orders import all_of

if TYPE_CHECKING:
    from prisoner_pages.models import Consent


def _allowed(scope: Scope, bases: Set[Basis]) -> Q:
    rule = Q(scope=scope, basis__in=bases)
    if scope in CONFIRMED_SCOPES:
        rule &= ~Q(basis=Basis.PUBLISHED) | Q(confirmed_at__isnull=False)
    return rule


ALLOWED = {scope: _allowed(scope, bases) for scope, bases in BASES_FOR_SCOPE.items()}
ANY_ALLOWED = reduce(or_, ALLOWED.values())


class ConsentQuerySet(models.QuerySet["Consent"]):
    def valid(self, on: date | None = None) -> Self:
        """Bases that hold on that day (default today): not withdrawn, not expired, confirmed where needed."""
        return self._holding(ANY_ALLOWED, on)

    def valid_for(self, scope: Scope, on: date | None = None) -> Self:
        """Of the valid ones those of one scope: asked for in nearly every query, so by its own rule alone."""
        return self._holding(ALLOWED[scope], on)

    def _holding(self, allowed: Q, on: date | None) -> Self:
        on = on or timezone.localdate()
        return self.filter(
            allowed, Q(expires_on__isnull=True) | Q(expires_on__gte=on), withdrawn_at__isnull=True
        )

    def ended_since(self, moment: datetime) -> Self:
        """Bases that were withdrawn or ran out after that moment."""
        ran_out = Q(expires_on__gte=moment.date(), expires_on__lt=timezone.localdate())
        return self.filter(Q(withdrawn_at__gt=moment) | ran_out & Q(withdrawn_at=None))

    def to_confirm(self) -> Self:
        """Public already, says somebody; it holds once a moderator has looked."""
        said = self._holding(Q(scope__in=CONFIRMED_SCOPES, basis=Basis.PUBLISHED), None)
        return said.filter(confirmed_at=None)

    def for_scope(self, scope: str) -> Self:
        return self.filter(scope=scope)


@written_once
def bases_on(today: date) -> QuerySet[Any, tuple[int, str]]:
    """Return which scopes hold of `people`, not who gave them."""
    valid = all_of("Consent").valid(today).filter(prisoner__in=Asked("people"))
    return cast(QuerySet[Any, tuple[int, str]], valid.values_list("prisoner_id", "scope"))


class _Joined(Aggregate):
    """The values of a column, with commas between them."""

    function, template = "STRING_AGG", "%(function)s(%(expressions)s, ',')"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


def scopes_on(day: date | None) -> Coalesce:
    """Return an expression for which scopes hold of a person that day (today): with commas, "" for none."""
    valid = all_of("Consent").valid(day).filter(prisoner=OuterRef("pk")).order_by()
    return Coalesce(
        Subquery(valid.values("prisoner").annotate(all=_Joined("scope")).values("all")), Value("")
    )
