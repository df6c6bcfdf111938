"""What the list of people can show of each, on the screen and in an export: nothing private.

Pure: a column reads what `PrisonerQuerySet.with_columns` has brought with the row.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from home.languages.written_dates import date_to_type
from prisoner_pages.records.gap_words import gaps_in_words

if TYPE_CHECKING:
    from prisoner_pages.models import Prisoner


@dataclass(frozen=True)
class PeopleColumn:
    name: str
    label: Any
    value: Callable[["Prisoner"], Any]  # "" where nothing is known
    is_usual: bool = False  # shown to whoever has chosen no columns
    sort_key: str | None = None


def _day(value: Any, precision: str = "day") -> str:
    return date_to_type(value, precision) if value else ""


def _place_verified_on(person: Any) -> str:
    return _day(person.place_verified_on, person.checked_precision)


def _given_to(person: "Prisoner") -> str:
    given = getattr(person, "assignment", None)
    return (given.to.get_full_name() or given.to.get_username()) if given else ""


def _stories(person: "Prisoner") -> str:
    pages: Any = person
    return ", ".join(sorted(page.locale.language_code for page in pages.live_stories))


COLUMNS = (
    PeopleColumn("status", _("status"), lambda person: person.get_status_display(), is_usual=True),
    PeopleColumn("facility", _("place of detention"), lambda person: person.facility or "", is_usual=True),
    PeopleColumn("public_state", _("on the site"), lambda person: person.public_state, is_usual=True),
    PeopleColumn("letters", _("letters wait for"), gaps_in_words, is_usual=True),
    PeopleColumn("partner", _("partner"), lambda person: person.partner, is_usual=True, sort_key="partner"),
    PeopleColumn("place_verified_on", _("place verified on"), _place_verified_on),
    PeopleColumn(
        "status_since",
        _("status since"),
        lambda person: _day(person.status_since, person.status_since_precision),
    ),
    PeopleColumn("birth_year", _("year of birth"), lambda person: str(person.birth_year or "")),
    PeopleColumn("name_en", pgettext_lazy("of a person", "name in English"), lambda person: person.name_en),
    PeopleColumn("name_ru", _("full name in Russian, as in prison papers"), lambda person: person.name_ru),
    PeopleColumn("mail_status", _("letters"), lambda person: person.get_mail_status_display()),
    PeopleColumn(
        "letters_arrived",
        _("letters last known to arrive"),
        lambda person: _day(person.letters_arrived_in, "month"),
    ),
    PeopleColumn("stories", _("stories in"), _stories),
    PeopleColumn("given_to", _("given to"), _given_to),
)


def columns_named(names: Iterable[str]) -> list[PeopleColumn]:
    """Return the columns chosen, in their own order; the usual ones where none is known."""
    chosen = set(names)
    return [each for each in COLUMNS if each.name in chosen] or [each for each in COLUMNS if each.is_usual]
