"""Whom a pasted list of names means, for an announcement."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import User

from home.languages.info import SOURCE_LANGUAGE
from prisoner_pages.models import Prisoner
from prisoner_pages.permissions.choosers import own_records_of
from prisoner_pages.permissions.partners import is_coordinator
from prisoner_pages.policies import ANNOUNCED_AFTER
from prisoner_pages.querysets.records import PrisonerQuerySet

LONGEST_LINE, MOST_NAMESAKES, MOST_CELLS = 200, 10, 4
CELLS = re.compile(r"[\t;|]")
YEAR = re.compile(r"\b(19|20)\d\d\b")
WITH_FIGURES = re.compile(r"\S*\d\S*")


@dataclass
class NamedLine:
    """A line as it was pasted; `people` are those of one's own whom it may mean."""

    text: str
    people: list[Prisoner] = field(default_factory=list)
    elsewhere: list[Prisoner] = field(default_factory=list)  # public, and another partner's
    is_sure: bool = False  # its whole name answers, and no year speaks against it
    is_repeated: bool = False  # it means somebody who stands in the list already

    @property
    def offered(self) -> list[Prisoner]:
        return [person for person in self.people if can_be_announced(person)]

    @property
    def is_clear(self) -> bool:
        """Say whether it surely means one person, who can be announced."""
        return self.is_sure and len(self.people) == len(self.offered) == 1


def can_be_announced(person: Prisoner) -> bool:
    """Say whether anything at all can be announced of the person now."""
    follows = any(person.status in before for before in ANNOUNCED_AFTER.values())
    return follows and not person.is_being_announced


def own_people(user: User) -> PrisonerQuerySet:
    people = own_records_of(user)
    return people.select_related("partner", "facility").with_announcements().named(SOURCE_LANGUAGE)


def lines_of(text: str) -> list[str]:
    """Return the lines with a name in them, each once."""
    lines = (line.strip()[:LONGEST_LINE] for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if _name_in(line)))


def look_up(lines: Iterable[str], user: User) -> list[NamedLine]:
    """Return whom each line means, in any language and spelling."""
    own = own_people(user)
    found = [_named(own, text) for text in lines]
    if not is_coordinator(user):
        public = Prisoner.objects.public().select_related("partner")
        for line in found:
            line.elsewhere = [] if line.is_sure else _answering(public, line.text)
    _name_each_once(found)
    return found


def _named(own: PrisonerQuerySet, text: str) -> NamedLine:
    """Try the whole line, then the cells of a row, which may mean a namesake; a year tells these apart."""
    people, is_whole = _answering(own, text), True
    for cell in _cells(text):
        if people:
            break
        people, is_whole = _answering(own, cell), False
    years = {int(year[0]) for year in YEAR.finditer(text)}
    of_year = [person for person in people if person.birth_year in years]
    is_doubted = years and not of_year and any(person.birth_year for person in people)
    return NamedLine(text, of_year or people, is_sure=bool(people) and is_whole and not is_doubted)


def _cells(text: str) -> list[str]:
    """Return the first names in a row. A cell of one letter is nobody's name."""
    cells = (cell for cell in map(_name_in, CELLS.split(text)) if len(cell) > 1)
    return [cell for cell in dict.fromkeys(cells) if cell != _name_in(text)][:MOST_CELLS]


def _answering(people: PrisonerQuerySet, text: str) -> list[Prisoner]:
    return list(people.found_by(f"{_name_in(text)} ")[:MOST_NAMESAKES])


def _name_each_once(lines: Iterable[NamedLine]) -> None:
    """Leave each person to the line that names them surely, whichever comes first."""
    seen = set[int]()
    for line in sorted(lines, key=lambda line: not line.is_sure):
        line.is_repeated = line.is_sure and len(line.people) == 1 and line.people[0].pk in seen
        if not line.is_sure:
            line.people = [person for person in line.people if person.pk not in seen]
        seen |= {person.pk for person in line.people}


def _name_in(text: str) -> str:
    return WITH_FIGURES.sub(" ", CELLS.sub(" ", text)).strip(" .,-")
