"""Partners as coordinators see them: what each keeps, who works there, where its letters are handled."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from prisoner_pages.models import Partner
from prisoner_pages.partners.letter_desks import DeskAt, letter_desks


@dataclass(frozen=True)
class PartnerRow:
    """`partner` has its counts (`counted`); `desk` handles the letters to its people."""

    partner: Any
    staff_count: int
    desk: DeskAt | None

    @property
    def keeps_people(self) -> bool:
        return bool(self.partner.editors_id) and not self.partner.closed_on

    @property
    def is_only_named(self) -> bool:
        return not self.partner.editors_id and not self.partner.closed_on

    @property
    def desk_is_staffed(self) -> bool:
        return bool(self.desk and self.desk.seated)


def address_taken(partner: Partner) -> ValidationError:
    return ValidationError(
        _("This is the address of %(partner)s: choose another."), params={"partner": partner}
    )


def partner_rows() -> list[PartnerRow]:
    """Return all partners by name. Two queries, and those of the desks."""
    return _rows(list(Partner.objects.counted().select_related("letter_desk")))


def partner_row(partner: Partner) -> PartnerRow:
    """Return the row of one, who was `counted`."""
    return _rows([partner])[0]


def _rows(partners: list[Partner]) -> list[PartnerRow]:
    staff, desks = _staff_of(partners), letter_desks()
    return [
        PartnerRow(partner, len(staff[partner.pk]), desks.get(partner.letter_desk_id or partner.pk))
        for partner in partners
    ]


def _staff_of(partners: Iterable[Partner]) -> dict[int, set[int]]:
    """Return {partner: accounts that work for it}."""
    of_group = {
        group: partner.pk
        for partner in partners
        for group in (partner.editors_id, partner.moderators_id)
        if group
    }
    found: dict[int, set[int]] = defaultdict(set)
    working = User.objects.filter(is_active=True, groups__in=of_group).values_list("groups", "pk")
    for group, user in working:
        found[of_group[group]].add(user)
    return found
