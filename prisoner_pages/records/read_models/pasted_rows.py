"""Rows pasted from a spreadsheet become what is typed into the sheet. Nobody is guessed, nothing is lost."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from home.languages.written_dates import DateRefused, read_date
from prisoner_pages.choices import MailStatus
from prisoner_pages.facts.cells import CellRefused, addresses, yes_no
from prisoner_pages.importing.reading import clean
from prisoner_pages.models import Prisoner
from prisoner_pages.names import is_wholly_named, without_patronymic
from prisoner_pages.permissions.choosers import own_records_of

MOST_ROWS, MOST_CHARS = 150, 200_000
# The columns in the order of the sheet, and how a heading may call them: as lists do, or as people write.
HEADINGS = {
    "name": ("full_name_uk", "full_name_en", "name_crh", "name", "ім’я", "ім'я", "піб", "прізвище та ім’я"),
    "listed": ("listed", "у переліку", "адресат"),
    "name_ru": ("full_name_ru", "повне ім’я російською", "пиб", "фио"),
    "birth_date": ("birth_date", "birth_year", "народження", "дата народження", "рік народження"),
    "place": ("facility_name", "place", "місце", "місце утримання", "заклад"),
    "letters": ("can_receive_letters", "letters", "листи"),
    "source": ("source_url", "source", "джерело"),
    "on": ("source_date", "date", "дата", "дата джерела"),
}
COLUMNS = (*HEADINGS,)
COLUMN_OF = {heading: column for column, headings in HEADINGS.items() for heading in headings}
# One who lists cells of others besides, an export of this site say, has them passed over.
FEWEST_HEADINGS = 2
SHORTEST_NAME = 2  # words
LETTERS: dict[bool | None, str] = {True: MailStatus.CAN.value, False: MailStatus.CANNOT.value}


@dataclass
class Pasted:
    """What to type for whom, {key: {field: text}}, and the lines that fill in nothing, with why."""

    typed: dict[int, dict[str, Any]] = field(default_factory=dict)
    unused: list[tuple[str, str]] = field(default_factory=list)
    otherwise: list[tuple[str, str]] = field(default_factory=list)  # who, and what the record knows better

    @property
    def rest(self) -> str:
        return "\n".join(line for line, _why in self.unused)


def read_pasted(text: str, user: User) -> Pasted:
    """Return what the rows say of one's own people. Two queries at most, however many rows there are."""
    pasted, people = Pasted(), list(own_records_of(user).defer("sheet").order_by("pk"))
    for line, cells in _lines(text):
        person, why = _person(people, cells)
        if person and person.pk in pasted.typed:
            why = _("This person stands in a row above.")
        if person is None or why:
            pasted.unused.append((line, why))
            continue
        pasted.typed[person.pk] = typed = {}
        for column, cell in cells.items():
            try:
                typed[column] = _typed(column, cell)
            except CellRefused as refused:
                pasted.unused.append((line, str(refused)))
    return pasted


def number_of_rows(text: str) -> int:
    return sum(1 for _line in _lines(text))


def _lines(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each row as it was pasted, and its cells by column; a row of headings says which is which."""
    columns: Iterable[str] = COLUMNS
    for raw in text.splitlines():
        cells = [clean(cell).strip('"') for cell in raw.split("\t")]
        known = [COLUMN_OF.get(cell.lower(), "") for cell in cells]
        if len([column for column in known if column]) >= FEWEST_HEADINGS:
            columns = known
        elif any(cells):
            yield "\t".join(cells), _by_column(columns, cells)


def _by_column(columns: Iterable[str], cells: Iterable[str]) -> dict[str, str]:
    """Of several columns of names the first that is filled counts."""
    found: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column and cell and column not in found:
            found[column] = cell
    return found


# --- Whom a row means ------------------------------------------------------------------------------
def _person(people: list[Prisoner], cells: dict[str, str]) -> tuple[Prisoner | None, str]:
    """Return the one person of that whole name, or None and why not."""
    name = cells.get("name") or cells.get("name_ru", "")
    if len(name.split()) < SHORTEST_NAME:
        return None, _("Write the whole name: a part of it may be somebody else’s.")
    found = _named(people, name)
    year = _year(cells.get("birth_date", ""))
    agreeing = [each for each in found if not year or each.birth_year in (None, year)]
    exact = [each for each in agreeing if year and each.birth_year == year] or agreeing
    if len(exact) == 1:
        return exact[0], ""
    if exact:
        return None, _("Several people bear this name: %(who)s. Add the year of birth.") % {
            "who": "; ".join(map(str, exact[:5]))
        }
    if found:
        return None, _("The year of birth is another one: %(who)s.") % {"who": "; ".join(map(str, found[:5]))}
    return None, _("Nobody of this name is among your people.")


def _named(people: list[Prisoner], name: str) -> list[Prisoner]:
    """Return those who bear all of the name; else those without a patronymic who bear the rest of it."""
    if whole := [each for each in people if is_wholly_named(name, each.search_text)]:
        return whole
    rest = without_patronymic(name)
    if len(rest.split()) == len(name.split()):
        return []
    lacking = (each for each in people if not each.patronymic_uk and not each.has_envelope_name)
    return [each for each in lacking if is_wholly_named(rest, each.search_text)]


def _year(text: str) -> int | None:
    try:
        return read_date(text).year if text else None
    except DateRefused:
        return None


# --- What a cell types -----------------------------------------------------------------------------
def _typed(column: str, cell: str) -> Any:
    """Return what to type into the field; where only yes or no can be typed, raise CellRefused for others."""
    if column == "source":
        return (addresses(cell)[0] or (cell,))[0]
    if column == "listed":
        return bool(yes_no(cell))
    return LETTERS.get(yes_no(cell), "") if column == "letters" else cell
