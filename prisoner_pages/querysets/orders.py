"""Orders of people: by name as a language sorts names, or anew each day; and who is drawn from these."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, Expression, OuterRef, Q, QuerySet, When

from prisoner_pages.can_be_written_to import OPEN_STATUSES
from prisoner_pages.choices import MailStatus

if TYPE_CHECKING:
    from prisoner_pages.models import Facility, Prisoner

# A prime above any number of people; keeps the daily order spread evenly.
SHUFFLE_MODULUS = 1_000_003
# Many more than a page shows: some of those drawn lack a basis. Of each kind near somebody fewer will do.
DRAWN_A_DAY, DRAWN_OF_A_KIND = 120, 30


def all_of(model: str) -> Any:
    """Return the manager of a model, none of which can be imported here."""
    return apps.get_model("prisoner_pages", model).objects


def shuffle_of(day: date) -> tuple[int, int]:
    """Return the two numbers that place people on that day."""
    seed = int.from_bytes(sha256(day.isoformat().encode()).digest()[:4])
    return 1_000 + seed % 900_000, seed % SHUFFLE_MODULUS


def shuffled_place(day: date, person: "Prisoner") -> tuple[int, int]:
    """Return the sort key that `shuffled` orders by."""
    factor, shift = shuffle_of(day)
    return (person.pk * factor + shift) % SHUFFLE_MODULUS, person.pk


def _shuffled_place(factor: int, shift: int) -> models.expressions.CombinedExpression:
    # The operator: `Mod` is a function of Python's on SQLite.
    return (models.F("pk") * models.Value(factor) + models.Value(shift)) % models.Value(SHUFFLE_MODULUS)


def _is_among(links: QuerySet) -> Q:
    return Q(pk__in=links.values("prisoner"))


def _has(links: QuerySet) -> Exists:
    return Exists(links.filter(prisoner=OuterRef("pk")))


class OrderedPeople(models.QuerySet["Prisoner"]):
    def shuffled(self, day: date) -> Self:
        """Order anew each day, the same for everybody on that day, so that no place in it means anything."""
        return self.order_by(_shuffled_place(*shuffle_of(day)), "pk")

    def shuffled_after(self, day: date, pk: int) -> Self:
        """Those who come after the person of this key in that day's order."""
        factor, shift = shuffle_of(day)
        place = (pk * factor + shift) % SHUFFLE_MODULUS
        annotated = self.annotate(shuffled_place=_shuffled_place(factor, shift))
        return annotated.filter(Q(shuffled_place__gt=place) | Q(shuffled_place=place, pk__gt=pk))

    def drawn_on(self, day: date, count: int = DRAWN_A_DAY) -> Self:
        """The first of that day's order, by facts alone, so that not all consents are read."""
        open_ones = self.filter(
            live=True, paused_at__isnull=True, status__in=OPEN_STATUSES, mail_status=MailStatus.CAN
        )
        return open_ones.shuffled(day)[:count]

    def near(
        self,
        day: date,
        *,
        cases: Iterable[UUID] | Expression,
        facility: "Facility | int | Expression | None",
        interests: Iterable[UUID] | Expression,
        drawn: Iterable[int] | Expression,
    ) -> Self:
        """People of one of these cases first, then of this place, of one of these interests, then anybody.

        Words by their translation keys; `facility` may be None. Of each kind the first of that day among its
        people, and of the last those `drawn`: however many there are, few are looked at.
        """
        of_case = self._linked("cases", "casegroup", cases)
        of_interest = self._linked("interests", "interest", interests)
        of_place = Q(facility__isnull=False, facility=facility)
        looked_at = Q(pk__in=drawn)
        for kind in (_is_among(of_case), of_place, _is_among(of_interest)):
            first = self.model.objects.filter(kind).drawn_on(day, DRAWN_OF_A_KIND)
            looked_at |= Q(pk__in=first.values("pk"))
        # Of these few each is asked: to list all of a case costs more.
        kinds = Case(When(_has(of_case), 0), When(of_place, 1), When(_has(of_interest), 2), default=3)
        return self.filter(looked_at).order_by(kinds, *self.shuffled(day).query.order_by)

    def _linked(self, words: str, column: str, keys: Iterable[UUID] | Expression) -> QuerySet:
        """Return the links of people to the words with these keys."""
        links = getattr(self.model, words).through.objects
        return links.filter(**{f"{column}__translation_key__in": keys})

    def only_places(self, start: int, stop: int) -> Self:
        """The people at these places of the order, in no order: keys are sorted, not whole rows."""
        people: Any = self.model.objects
        return people.filter(pk__in=self.values("pk")[start:stop])

    def shuffled_with_stories_first(self, day: date, language: str) -> Self:
        """Like `shuffled`, those whose story is told in this language before the others."""
        stories = all_of("PrisonerPage").live().in_languages([language])
        told = Exists(stories.filter(prisoner=OuterRef("pk")))
        ordered = self.shuffled(day)
        return ordered.order_by(told.desc(), *ordered.query.order_by)

    def named(self, language: str, on: date | None = None) -> Self:
        """Annotate `listed_name` and order by it, as that language sorts names.

        `has_namesake` says whether somebody else who is shown that day (today) is listed by the same name.
        """
        return self.by_name(language).annotate(
            listed_name=models.F("in_language__name"),
            listed_key=models.F("in_language__sort_key"),
            has_namesake=self._namesake(language, on),
        )

    def by_name(self, language: str) -> Self:
        """Order as that language sorts names."""
        listed = models.FilteredRelation("listed_names", condition=Q(listed_names__language=language))
        # Every record has a name in every language; saying so lets the database walk them in order.
        named = self.annotate(in_language=listed).filter(in_language__sort_key__gte="")
        return named.order_by("in_language__sort_key", "pk")

    def _namesake(self, language: str, on: date | None) -> Exists:
        """The namesakes are found by the index of names first, and asked then whether they are shown."""
        listed = all_of("ListedName").filter(language=language, sort_key=OuterRef("in_language__sort_key"))
        shown = self.model.objects.public(on).filter(pk=OuterRef("prisoner"))
        return Exists(listed.exclude(prisoner=OuterRef("pk")).filter(Exists(shown)))

    def named_after(self, key: str, pk: int) -> Self:
        """Those of `named` who come after this place in the order."""
        return self.filter(Q(in_language__sort_key__gt=key) | Q(in_language__sort_key=key, pk__gt=pk))
