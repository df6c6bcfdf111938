"""Who may be the same person as somebody whose name is being typed, or whose record is open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse

from home.languages.info import SOURCE_LANGUAGE
from prisoner_pages.can_be_written_to import NAME_ONLY_STATUSES
from prisoner_pages.choices import DatePrecision
from prisoner_pages.models import Prisoner, RecordPair
from prisoner_pages.names import NAME_FIELDS, Heard, patronymics_agree, years_agree
from prisoner_pages.permissions.choosers import records_for
from prisoner_pages.permissions.partners import partners_for
from prisoner_pages.public.read_models.addresses import person_address
from prisoner_pages.querysets.records import PrisonerQuerySet

MOST_DOUBLES = 5
LOOKED_AT = 60  # people of a like name
COLUMNS = (
    "slug",
    "partner",
    *NAME_FIELDS.values(),
    "patronymic_uk",
    "birth_date",
    "birth_precision",
    "status",
)


@dataclass(frozen=True)
class Described:
    """Somebody by what tells people apart; a blank is unknown."""

    names: tuple[str, ...] = ()
    patronymic: str = ""
    birth_year: int | None = None

    @classmethod
    def by(cls, values: Mapping[str, Any]) -> "Described":
        """Return whom the values of a form describe."""
        born, precision = values.get("birth_date"), values.get("birth_precision")
        is_sure = isinstance(born, date) and precision not in (DatePrecision.BEFORE, DatePrecision.AFTER)
        return cls(
            tuple(filter(None, (values.get(field) for field in NAME_FIELDS.values()))),
            values.get("patronymic_uk") or "",
            born.year if born and is_sure else None,
        )

    @classmethod
    def of(cls, record: Prisoner) -> "Described":
        return cls(tuple(record.spellings), record.patronymic_uk, record.birth_year)

    def may_be(self, record: Prisoner) -> bool:
        """Say whether year and patronymic let it be the same person: one of them may be a slip, not both."""
        years = (self.birth_year, record.birth_year)
        same_year = None if None in years else years_agree(*years)
        said = (same_year, patronymics_agree(self.patronymic, record.patronymic_uk))
        return False not in said or True in said


@dataclass(frozen=True)
class Double:
    record: Prisoner
    is_own: bool
    address: str  # of the form of one's own, of the public page of another partner's

    def __str__(self) -> str:
        return str(self.record) if _is_told(self.record, is_own=self.is_own) else self.record.name_uk


def doubles_of(described: Described, user: User, *, record: Prisoner | None = None) -> list[Double]:
    """Return who may be the same person, but for those of whom somebody has said that it is another.

    Only one's own people, and those whom the site shows: of another partner's hidden record or draft nothing
    is told, not even that it is there; and of whom the site tells the name alone, here too only that counts.
    """
    people = records_for(user).named_like(described.names)
    if record and record.pk:
        people = people.exclude(pk__in={record.pk, *RecordPair.objects.apart_from(record.pk)})
    return _those_who_may_be(described, _doubles(_telling(people)[:LOOKED_AT], user))


def doubles_of_each(described: Mapping[int, Described], user: User) -> dict[int, list[Double]]:
    """Return the same for many, by their key, in as many queries as for one."""
    heard = Heard(dict(records_for(user).order_by().values_list("pk", "search_text")))
    alike = {key: sorted(heard.alike(each.names))[:LOOKED_AT] for key, each in described.items()}
    people = _telling(records_for(user)).in_bulk({pk for found in alike.values() for pk in found})
    doubles = {double.record.pk: double for double in _doubles(people.values(), user)}
    return {
        key: _those_who_may_be(each, [doubles[pk] for pk in alike[key] if pk in doubles])
        for key, each in described.items()
    }


def _telling(people: PrisonerQuerySet) -> PrisonerQuerySet:
    return people.select_related("partner").only(*COLUMNS, "partner__name_uk").order_by("pk")


def _doubles(people: Iterable[Prisoner], user: User) -> list[Double]:
    found = list(people)
    own = set(partners_for(user).values_list("pk", flat=True)) if found else set()
    return [_double(each, is_own=each.partner_id in own) for each in found]


def _those_who_may_be(described: Described, doubles: Iterable[Double]) -> list[Double]:
    return [each for each in doubles if _may_be(described, each)][:MOST_DOUBLES]


def _is_told(record: Prisoner, *, is_own: bool) -> bool:
    """Say whether more than the name may be told, and compared: an answer would tell it, too."""
    return is_own or record.status not in NAME_ONLY_STATUSES


def _may_be(described: Described, double: Double) -> bool:
    return not _is_told(double.record, is_own=double.is_own) or described.may_be(double.record)


def _double(record: Prisoner, *, is_own: bool) -> Double:
    if is_own:
        return Double(record, True, reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[record.pk]))
    return Double(record, False, person_address(SOURCE_LANGUAGE, record.slug))
