"""An entry of My day, declared once by its app (`provides_day_entries`). Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from home.registry import provided


class DaySubject(models.TextChoices):
    """Under which heading an entry stands, in their order."""

    PEOPLE = "people", _("People and stories")
    GAPS = "gaps", _("What letters wait for")
    REACH = "reach", _("Whom letters reach")
    LETTERS = "letters", _("Letters")
    HELD = "held", _("Letters that are held, and why")
    TRANSLATIONS = "translations", _("Translations of pages")
    STAFF = "staff", _("Staff")


@dataclass(frozen=True)
class Line:
    """One row of a list that has no screen of its own; `url` is "" where the reader may not open it."""

    label: Any
    url: str = ""
    note: Any = ""


@dataclass(frozen=True, eq=False)
class DayEntry:
    """Something that waits. `rows(user)` are this user's own, and no others: the number counts them.

    `is_for` asks what is known of the user at once. `leads_to` is the address of a list with a line for each
    of the rows; without it My day has a list of its own, made of `lines(rows, user)` or of a panel.
    """

    name: str
    subject: DaySubject
    title: Any
    is_for: Callable[[User], bool]
    rows: Callable[[User], QuerySet[Any]]
    leads_to: Callable[[], str] | None = None
    lines: Callable[[Iterable[Any], User], Iterable[Line]] | None = None
    panel: Callable[[], Any] | None = None
    hint: Any = ""


def day_of(moment: datetime) -> str:
    """Return the day in words, for the note of a line."""
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def entries_for(user: User) -> list[DayEntry]:
    """Return what this user is shown, in the order of the apps."""
    return [entry for entry in provided("day_entries") if entry.is_for(user)]


def entry_named(name: str, user: User) -> DayEntry | None:
    return next((entry for entry in entries_for(user) if entry.name == name), None)
