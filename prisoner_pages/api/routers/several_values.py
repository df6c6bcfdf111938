"""Filters with several values, `status__in=detained,on_trial`: whoever answers any of them."""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from home.headless.answers.api.parameters import Sentence
from home.headless.answers.api.problems import Problem, fault
from prisoner_pages.models import Prisoner
from prisoner_pages.people.filters.form import PeopleFilter
from prisoner_pages.people.filters.table import FILTERS, Filter
from prisoner_pages.querysets.records import PrisonerQuerySet

SUFFIX = "__in"
SLUGS = "slug" + SUFFIX
MOST_VALUES, MOST_KNOWN = 100, 100
TOO_MANY = _("“%(name)s” takes at most %(most)s values at once; here are %(count)s.")
NONE_OF_THESE = _("Not possible here: %(values)s. Choose of these: %(known)s.")
IN_SEVERAL = {each.name + SUFFIX: each for each in FILTERS if each.takes_several}


def among(people: PrisonerQuerySet, wish: Mapping[str, Any], form: PeopleFilter) -> PrisonerQuerySet:
    """Narrow by those of `wish` that name several values. Raises a Problem (400) that names wrong ones."""
    chosen = {name: _values(wish[name]) for name in (SLUGS, *IN_SEVERAL) if wish.get(name)}
    errors = [error for name, values in chosen.items() if (error := _fault(name, values, form))]
    if errors:
        raise Problem(400, errors[0]["message"], errors=errors)
    for name, values in chosen.items():
        each = IN_SEVERAL.get(name)
        people = people.filter(_any_of(each, values) if each else Q(slug__in=values))
    return people


def _values(text: str) -> list[str]:
    """Return the values between the commas, each once."""
    return list(dict.fromkeys(value for part in text.split(",") if (value := part.strip())))


def _any_of(each: Filter, values: list[str]) -> Q:
    found = (Q(pk__in=each.apply(Prisoner.objects.all(), value).order_by().values("pk")) for value in values)
    return reduce(or_, found, Q(pk__in=()))


def _fault(name: str, values: list[str], form: PeopleFilter) -> dict[str, Any] | None:
    """A slug that nobody has is no fault: whoever is not there can't be told from whoever never was."""
    if len(values) > MOST_VALUES:
        return fault(name, Sentence(TOO_MANY, name=name, most=MOST_VALUES, count=len(values)))
    if name == SLUGS:
        return None
    known = form.values_of(IN_SEVERAL[name])
    wrong = [value[:100] for value in values if value not in known]
    if not wrong:
        return None
    shown = ", ".join(f"“{value}”" for value in wrong)
    sentence = Sentence(NONE_OF_THESE, values=shown, known=", ".join(known[:MOST_KNOWN]))
    return fault(name, sentence, known=known[:MOST_KNOWN])
