"""Campaigns, events and partners: what is so on a day, and under which names."""

from datetime import date
from typing import Any

from django.utils import timezone

from home.headless.answers.schemas import Text
from prisoner_pages.models import CampaignPage, EventPage, Participation, Partner
from prisoner_pages.public.read_models.fallbacks import as_stated, of_two


def source_of(page: Any) -> Any:
    """Return the live page with the facts, or None."""
    return type(page).objects.live().source().translations_of(page).first()


def is_past(campaign: CampaignPage, day: date | None = None) -> bool:
    """Say whether a campaign (its source page) is over; one without an end never is."""
    return campaign.end is not None and campaign.end < (day or timezone.localdate())


def is_over(event: EventPage, day: date | None = None) -> bool:
    last = event.end_date or event.date
    return last is not None and last < (day or timezone.localdate())


def name_then(part: Participation, language: str) -> Text:
    """Return the name that a partner bore when it took part."""
    return as_stated(part.name_then, language) or partner_name(part.partner, language)


def partner_name(partner: Partner, language: str) -> Text:
    return of_two(partner.name_uk, partner.name_en, language) or Text.of(text="", lang=language)
