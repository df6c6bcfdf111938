"""What a list of letters is narrowed by, as it stands in the address: ids and codes, never a name."""

from collections.abc import Container
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from home.languages.language_names import LANGUAGE_WORDS
from letters.choices.desk import QueueStep
from letters.choices.letters import HoldReason, LetterState
from letters.handling.read_models import is_at, is_older_than, steps_of
from letters.models import Letter
from letters.permissions.letters import seats_of
from letters.querysets.letters import LetterQuerySet, at_desks, claimed, in_languages, listed_for
from letters.retention.read_models import is_late, told_of_from

ALL_STEPS = "all"
AGES_DAYS = [3, 7, 14, 30]
MINE, FREE = "mine", "free"
LATE = "late"
LONGEST_NUMBER = 9


@dataclass(frozen=True)
class Filters:
    """The filters of one list; an empty one does not narrow. Wrong values in the address are ignored."""

    step: str = ALL_STEPS
    state: str = ""
    language: str = ""
    partner: int | None = None
    campaign: int | None = None
    event: int | None = None
    person: int | None = None
    age: int | None = None
    mine: str = ""
    group: str = ""
    held: str = ""
    late: str = ""
    told_from: date | None = None  # of late letters: the day on which the youngest came

    @classmethod
    def read(cls, query: QueryDict, user: User) -> Self:
        """Return the filters in `query` (QueryDict); without a step, the first one the user works at."""
        steps = steps_of(user)
        step = query.get("step", "")
        if step not in [*steps, ALL_STEPS]:
            step = steps[0] if steps else ALL_STEPS
        return cls(
            step=step,
            state=_one_of(LetterState.values, query.get("state")),
            language=_one_of(LANGUAGE_WORDS, query.get("language")),
            partner=number_in(query.get("partner")),
            campaign=number_in(query.get("campaign")),
            event=number_in(query.get("event")),
            person=number_in(query.get("person")),
            age=number_in(query.get("age")),
            mine=_one_of([MINE, FREE], query.get("mine")),
            group=_hex(query.get("group")),
            held=_one_of(HoldReason.values, query.get("held")),
            late=_one_of([LATE], query.get("late")),
            told_from=told_of_from(timezone.localdate()) if query.get("late") == LATE else None,
        )

    def letters(self, user: User) -> LetterQuerySet:
        """Return the letters that the user finds by these filters."""
        return Letter.objects.filter(self.condition(user))

    def condition(self, user: User) -> Q:
        """Return the condition of these filters for this user."""
        is_all = self.step == ALL_STEPS
        found = listed_for(seats_of(user)) if is_all else is_at(user, QueueStep(self.step))
        if self.mine == MINE:
            found &= claimed() & Q(claimed_by=user)
        elif self.mine == FREE:
            found &= ~claimed()
        return found & self._narrowing()

    @property
    def shows_groups(self) -> bool:
        """Do similar letters stand as one line? Until somebody looks into the group."""
        return self.step == QueueStep.INBOX and not self.group

    def _narrowing(self) -> Q:
        asked = {
            "state": Q(state=self.state),
            "language": in_languages([self.language]),
            "partner": at_desks([self.partner or 0]) | Q(prisoner__partner=self.partner),
            "campaign": Q(campaign=self.campaign),
            "event": Q(event=self.event),
            "person": Q(prisoner=self.person),
            "age": is_older_than(self.age or 0),
            "group": Q(flood_group=self.group),
            "held": Q(held_because=self.held),
            "late": is_late(self.told_from) if self.told_from else Q(),
        }
        condition = Q()
        for name, each in asked.items():
            condition &= each if getattr(self, name) else Q()
        return condition

    def query(self, **changes: Any) -> str:
        """Return the address of the list with these filters, some of them changed."""
        values = asdict(replace(self, **changes))
        return "?" + urlencode(
            {name: value for name, value in values.items() if value and name != "told_from"}
        )

    @property
    def is_narrowed(self) -> bool:
        return replace(self, step="") != Filters(step="")


def _one_of(values: Container[str], value: str | None) -> str:
    return value if value and value in values else ""


def number_in(value: str | None) -> int | None:
    """Return the number that an address names, or None for anything else."""
    is_number = value and value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER
    return int(value) if value and is_number else None


def _hex(value: str | None) -> str:
    return value if value and value.isascii() and value.isalnum() and len(value) <= 64 else ""
