"""Reads of desks, seats, emergency access and copies for a release."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from letters.choices.desk import DeskRole
from letters.lifecycle import ACCESS_GRANTED_WITHIN
from letters.querysets.letters import people_at
from prisoner_pages.models import Prisoner

if TYPE_CHECKING:
    from letters.models import DeskMember, GlassBreak, LetterDesk, ReleaseCopy


class LetterDeskQuerySet(models.QuerySet["LetterDesk"]):
    def with_seats(self) -> Self:
        """Each desk with its partner, the partners it also works for, and all its seats. Three queries."""
        return self.select_related("partner").prefetch_related("partner__desk_for", "members__user")


class GlassBreakQuerySet(models.QuerySet["GlassBreak"]):
    def waiting(self, at: datetime | None = None) -> Self:
        """Requests that a second person may still grant."""
        asked_after = (at or timezone.now()) - ACCESS_GRANTED_WITHIN
        return self.filter(granted_at__isnull=True, asked_at__gt=asked_after)

    def holding(self, at: datetime | None = None) -> Self:
        """Access that was granted and is not over."""
        return self.filter(granted_at__isnull=False, expires_at__gt=at or timezone.now())

    def at_desks(self, partners: Iterable[int]) -> Self:
        """Requests for letters that these partners' desks handle."""
        return self.filter(people_at(partners, "letter__prisoner__"))


class ReleaseCopyQuerySet(models.QuerySet["ReleaseCopy"]):
    def kept_for(self, prisoner: Prisoner) -> Self:
        """Copies that wait for this person, oldest letter first."""
        return self.filter(letter__prisoner=prisoner).order_by("letter__received_on", "pk")

    def exported(self) -> Self:
        return self.filter(exported_on__isnull=False)


class DeskMemberQuerySet(models.QuerySet["DeskMember"]):
    def seated(self, on: date | None = None) -> Self:
        """Seats that hold on that day (default today), of accounts that may log in."""
        on = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), user__is_active=True)

    def in_role(self, role: DeskRole) -> Self:
        return self.filter(role=role)

    def languages_by_desk(self) -> dict[int, set[str]]:
        """Return {id of a desk: codes of the languages in which these seats read letters}."""
        found: dict[int, set[str]] = {}
        for seat in self.in_role(DeskRole.TRANSLATOR):
            found.setdefault(seat.desk_id, set()).update(seat.language_codes)
        return found
