"""The campaigns and events in which a partner takes part, as far as a user may know of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse

from prisoner_pages.models import CampaignPage, Participation, Partner
from prisoner_pages.permissions.choosers import own_pages_of, pages_for
from prisoner_pages.public.read_models.all_languages import first_day

BODIES = ("campaign__body", "event__body")


@dataclass(frozen=True)
class Part:
    """What the partner was to one of them; `address` is "" where the user may not edit the page."""

    page: Any
    participation: Participation
    address: str

    @property
    def is_campaign(self) -> bool:
        return isinstance(self.page, CampaignPage)

    @property
    def starts(self) -> date | None:
        return self.page.start if self.is_campaign else self.page.date

    @property
    def precision(self) -> str:
        return str(self.page.start_precision if self.is_campaign else self.page.date_precision)

    @property
    def ends(self) -> date | None:
        return self.page.end if self.is_campaign else self.page.end_date


def parts_of(partner: Partner, user: User) -> list[Part]:
    """Return them, the newest first. Two queries, and what the permissions of pages ask."""
    pages = pages_for(user).values("pk")
    known = partner.participations.filter(Q(campaign__in=pages) | Q(event__in=pages))
    found = list(known.select_related("campaign", "event").defer(*BODIES).order_by("pk"))
    keys = [each.campaign_id or each.event_id for each in found]
    editable = set(own_pages_of(user).filter(pk__in=keys).values_list("pk", flat=True))
    parts = [_part(each, editable) for each in found]
    return sorted(parts, key=lambda part: first_day(part.page), reverse=True)


def _part(participation: Participation, editable: set[int]) -> Part:
    page = participation.campaign or participation.event
    pk = participation.campaign_id or participation.event_id
    return Part(page, participation, reverse("wagtailadmin_pages:edit", args=[pk]) if pk in editable else "")
