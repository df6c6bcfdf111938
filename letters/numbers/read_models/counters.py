"""How letters are counted: beside a published figure or a goal, and to draw whom to write to."""

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from letters.lifecycle import IN_FIGURES
from letters.models import Letter

# Published figures count letters that people wrote; ours counts those that a reader has accepted
# (IN_FIGURES), so that neither a flood nor abuse moves a number that the public sees.


def ours(name: str) -> Coalesce:
    """Return the expression, on a row of Figure, that counts letters of its campaign or event since then."""
    return _accepted(name, **{name: OuterRef(name)}, received_on__gt=OuterRef("counted_until"))


def letters_for_it() -> Coalesce:
    """Return the expression, on a row of CampaignPage, that counts the accepted letters for the campaign."""
    return _accepted("campaign", campaign=OuterRef("pk"))


def letters_before(day: date) -> Coalesce:
    """Return the expression, on a row of Prisoner, that counts the accepted letters received before a day."""
    return _accepted("prisoner", prisoner=OuterRef("pk"), received_on__lt=day)


def _accepted(name: str, **which: Any) -> Coalesce:
    accepted = Letter.objects.filter(**which).filter(state__in=IN_FIGURES).order_by().values(name)
    return Coalesce(Subquery(accepted.annotate(count=Count("pk")).values("count")), 0)
