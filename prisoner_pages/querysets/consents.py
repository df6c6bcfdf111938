"""Reads of bases: which of them hold on a day, and for what."""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils import timezone

from prisoner_pages.choices import Basis
from prisoner_pages.policies import BASES_FOR_SCOPE, CONFIRMED_SCOPES


def _allowed(scope, bases):
    rule = Q(scope=scope, basis__in=bases)
    if scope in CONFIRMED_SCOPES:
        rule &= ~Q(basis=Basis.PUBLISHED) | Q(confirmed_at__isnull=False)
    return rule


ALLOWED = {scope: _allowed(scope, bases) for scope, bases in BASES_FOR_SCOPE.items()}
ANY_ALLOWED = reduce(or_, ALLOWED.values())


class ConsentQuerySet(models.QuerySet):
    def valid(self, on=None):
        """Bases that hold on that day (default today): not withdrawn, not expired, confirmed where needed."""
        return self._holding(ANY_ALLOWED, on)

    def valid_for(self, scope, on=None):
        """Of the valid ones those of one scope: asked for in nearly every query, so by its own rule alone."""
        return self._holding(ALLOWED[scope], on)

    def _holding(self, allowed, on):
        on = on or timezone.localdate()
        return self.filter(
            allowed, Q(expires_on__isnull=True) | Q(expires_on__gte=on), withdrawn_at__isnull=True
        )

    def ended_since(self, moment):
        """Bases that were withdrawn or ran out after that moment."""
        ran_out = Q(expires_on__gte=moment.date(), expires_on__lt=timezone.localdate())
        return self.filter(Q(withdrawn_at__gt=moment) | ran_out & Q(withdrawn_at=None))

    def for_scope(self, scope):
        return self.filter(scope=scope)
