"""Whom a pasted list of names means, for an announcement."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import User

from prisoner_pages.models import Prisoner
from prisoner_pages.permissions.choosers import own_records_of
from prisoner_pages.permissions.partners import is_coordinator
from prisoner_pages.policies import ANNOUNCED_AFTER
from prisoner_pages.querysets.records import PrisonerQuerySet

MOST_LINES, LONGEST_LINE, MOST_NAMESAKES = 100, 200, 10
CELLS = re.compile(r"[\t;|]")
YEAR = re.compile(r"\b(19|20)\d\d\b")
WITH_FIGURES = re.compile(r"\S*\d\S*")


@dataclass
class NamedLine:
    """A line as it was pasted; `people` are those of one's own whom it may mean."""

    text: str
    people: list[Prisoner] = field(default_factory=list)
    elsewhere: list[Prisoner] = field(default_factory=list)  # public, and another partner's
    is_repeated: bool = False  # it means somebody who stands in the list already

    @property
    def offered(self) -> list[Prisoner]:
        return [person for person in self.people if can_be_announced(person)]

    @property
    def is_clear(self) -> bool:
        """Say whether it means one person, who can be announced."""
        return len(self.people) == len(self.offered) == 1


def can_be_announced(person: Prisoner) -> bool:
    """Say whether anything at all can be announced of the person now."""
    follows = any(person.status in before for before in ANNOUNCED_AFTER.values())
    return follows and not person.is_being_announced


def own_people(user: User) -> PrisonerQuerySet:
    people = own_records_of(user)
    return people.select_related("partner", "facility").with_announcements().order_by("name_uk", "pk")


def lines_of(text: str) -> list[str]:
    """Return the lines with a name in them, each once."""
    lines = (line.strip()[:LONGEST_LINE] for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if _name_in(line)))[:MOST_LINES]


def look_up(lines: Iterable[str], user: User) -> list[NamedLine]:
    """Return whom each line means, in any language and spelling. Two queries a line at most."""
    own, found, seen = own_people(user), [], set[int]()
    for text in lines:
        line = NamedLine(text, _found(own, text))
        if not line.people and not is_coordinator(user):
            line.elsewhere = _found(Prisoner.objects.public().select_related("partner"), text)
        line.is_repeated = len(line.people) == 1 and line.people[0].pk in seen
        seen |= {person.pk for person in line.people}
        found.append(line)
    return found


def _found(people: PrisonerQuerySet, text: str) -> list[Prisoner]:
    """Try the whole line, then each cell of a row; a year of birth tells namesakes apart."""
    for part in (text, *CELLS.split(text)):
        found = list(people.found_by(f"{_name_in(part)} ")[:MOST_NAMESAKES])
        if found:
            return _of_year(found, text)
    return []


def _of_year(people: list[Prisoner], text: str) -> list[Prisoner]:
    years = {int(year[0]) for year in YEAR.finditer(text)}
    return [person for person in people if person.birth_year in years] or people


def _name_in(text: str) -> str:
    return WITH_FIGURES.sub(" ", CELLS.sub(" ", text)).strip(" .,-")
