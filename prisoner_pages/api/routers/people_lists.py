"""The list of people: the public list's own filters, one part of the answer, and where it continues."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.caching.read_models import Numbers
from home.headless.answers.api import cursors
from home.headless.answers.api.parameters import whole_number
from home.headless.answers.api.problems import Problem, fault
from prisoner_pages.api.routers.orders import DATED, KNOWN_ORDERS, Place, after
from prisoner_pages.api.routers.pagination import not_possible
from prisoner_pages.api.routers.parameters import LARGEST_PART, USUAL_PART, PeopleQuery
from prisoner_pages.api.routers.several_values import among
from prisoner_pages.models import ListedName, Prisoner
from prisoner_pages.people.filters.form import SHUFFLED, PeopleFilter
from prisoner_pages.people.filters.table import Offer
from prisoner_pages.people.filters.told_dates import told_dates
from prisoner_pages.people.read_models.search_results import Answer
from prisoner_pages.public.read_models.reader import Reader
from prisoner_pages.querysets.records import PrisonerQuerySet

Narrow = Callable[[PrisonerQuerySet], PrisonerQuerySet]
LONGEST_KEY = 200  # characters of a sort key that a cursor carries; a longer one is looked up
MOST_KNOWN = 100  # values that a refusal names
PURPOSE = "people {order} {language}"
OTHER_DAY = _("This order is made anew each day, and the day has changed. Start again without the cursor.")
IS_GONE = _("The person where this cursor stood is not in the list any more. Start again without it.")


@dataclass(frozen=True)
class PeopleAsked:
    """A part of the list: `people` are all that were asked for, in order; `cursor` is where it begins."""

    people: PrisonerQuerySet
    stamp: tuple[Any, ...]  # how many, and a sum of who they are
    limit: int
    order: str
    language: str
    day: date
    cursor: str
    found: Answer | None  # what the words found, pages too
    generations: Numbers

    @property
    def purpose(self) -> str:
        return PURPOSE.format(order=self.order, language=self.language)

    def likeliest(self, people: PrisonerQuerySet) -> list[Any]:
        """Return of `people` those who answer the words best, as many as a part has."""
        order = self.found.people if self.found else []
        shown = set(people.order_by().values_list("pk", flat=True))
        first = [pk for pk in order if pk in shown][: self.limit]
        by_key = {each.pk: each for each in people.filter(pk__in=first)}
        return [by_key[pk] for pk in first if pk in by_key]

    def begin(self, people: PrisonerQuerySet) -> tuple[list[Any], str]:
        """Return the people of this part of `people` and the cursor of the next, "" at the end."""
        found = list(self._from_cursor(people)[: self.limit + 1])
        part = found[: self.limit]
        return part, self._cursor_after(part[-1]) if len(found) > self.limit else ""

    def _cursor_after(self, person: Any) -> str:
        key = person.listed_key if len(person.listed_key) <= LONGEST_KEY else None
        return cursors.issue([person.pk, key, self.day.isoformat()], purpose=self.purpose)

    def _from_cursor(self, people: PrisonerQuerySet) -> PrisonerQuerySet:
        if not self.cursor:
            return people
        pk, key, day = cursors.read(self.cursor, purpose=self.purpose)
        if self.order != SHUFFLED:
            return people.named_after(self._stored_key(pk) if key is None else key, pk)
        if day != self.day.isoformat():
            raise Problem(400, OTHER_DAY, errors=[fault("cursor", OTHER_DAY)])
        return people.shuffled_after(self.day, pk)

    def _stored_key(self, pk: int) -> str:
        key = ListedName.objects.filter(language=self.language, prisoner=pk).values_list(
            "sort_key", flat=True
        )
        if not key:
            raise Problem(400, IS_GONE, errors=[fault("cursor", IS_GONE)])
        return key[0]


@dataclass(frozen=True)
class DatedPeopleAsked(PeopleAsked):
    """A part of the list in the order of a date that is told."""

    def begin(self, people: PrisonerQuerySet) -> tuple[list[Any], str]:
        dated = DATED[self.order]
        dates = told_dates(self.day, generations=self.generations)[dated.told]
        places = self._places_after(dated.places(people, dates, self.language))
        part = places[: self.limit]
        found = people.in_bulk([pk for _worth, _key, pk in part])
        cursor = self._cursor_of(part[-1]) if len(places) > self.limit else ""
        return [found[pk] for _worth, _key, pk in part if pk in found], cursor

    def _cursor_of(self, place: Place) -> str:
        worth, key, pk = place
        return cursors.issue([worth, key if len(key) <= LONGEST_KEY else None, pk], purpose=self.purpose)

    def _places_after(self, places: Sequence[Place]) -> Sequence[Place]:
        if not self.cursor:
            return places
        worth, key, pk = cursors.read(self.cursor, purpose=self.purpose)
        return after(places, (worth, self._stored_key(pk) if key is None else key, pk))


def people_asked(query: PeopleQuery, reader: Reader, narrow: Narrow | None = None) -> PeopleAsked:
    """Read the parameters of the list; `narrow` leaves out more people than they do.

    Raises a Problem (400) that names each that can't be used.
    """
    wish = query.model_dump()
    is_dated = query.order in DATED
    form = PeopleFilter(wish | ({"order": ""} if is_dated else {}), Offer(reader.lexicon, reader.generations))
    if form.errors:
        raise refused(form)
    order, day = query.order if is_dated else form.chosen.get("order", ""), timezone.localdate()
    found = among(form.narrow(Prisoner.objects.public()), wish, form)
    people = (narrow(found) if narrow else found).named(reader.language)
    kind = DatedPeopleAsked if is_dated else PeopleAsked
    return kind(
        people=people.shuffled(day) if order == SHUFFLED else people,
        stamp=people.fingerprint(),
        limit=whole_number("limit", query.limit, lowest=1, highest=LARGEST_PART, usual=USUAL_PART),
        order=order,
        language=reader.language,
        day=day,
        cursor=query.cursor,
        found=form.found,
        generations=reader.generations,
    )


def refused(form: PeopleFilter) -> Problem:
    errors = [_fault(form, name) for name in form.errors]
    return Problem(400, errors[0]["message"], errors=errors)


def _fault(form: PeopleFilter, name: str) -> dict[str, Any]:
    """Return the fault of one filter; the page's form would go on without it, which we don't."""
    if name == "order":
        return not_possible(name, form.data[name], KNOWN_ORDERS)
    choices = getattr(form.fields[name], "choices", None)
    if choices is None:
        return fault(name, " ".join(map(str, form.errors[name])))
    known = [str(value) for value, _label in choices if value]
    return not_possible(name, form.data[name], known[:MOST_KNOWN])
