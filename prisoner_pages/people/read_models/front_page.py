"""What the first page shows of people, campaigns and published figures (home.front_page_sections)."""

from functools import partial
from typing import Any

from django.http import HttpRequest

from home.site.read_models import Link
from prisoner_pages.campaigns.read_models.figures import figures_about
from prisoner_pages.campaigns.read_models.pages import is_past, partner_lines, told
from prisoner_pages.choices import FigureSubject
from prisoner_pages.models import CampaignPage
from prisoner_pages.people.read_models.random_draw import drawn_today
from prisoner_pages.public.read_models.reader import reader_of

PEOPLE_SHOWN = 6
CAMPAIGNS_SHOWN = 3


def people_to_write_to(request: HttpRequest) -> dict[str, Any] | None:
    """A few people who take letters, others every day, in an order that reveals nothing about anybody."""
    cards = drawn_today(reader_of(request), PEOPLE_SHOWN)
    return {"cards": cards} if cards else None


def current_campaigns(request: HttpRequest) -> dict[str, Any] | None:
    reader = reader_of(request)
    lines = told(CampaignPage, language=reader.language, languages=reader.languages)
    current = [line for line in lines if not is_past(line.source)]
    return {"campaigns": current[:CAMPAIGNS_SHOWN]} if current else None


def published_figures(request: HttpRequest) -> dict[str, Any] | None:
    language = reader_of(request).language
    prisoners, letters = map(
        partial(figures_about, language=language), (FigureSubject.PRISONERS, FigureSubject.LETTERS)
    )
    return {"prisoners": prisoners, "letters": letters} if prisoners or letters else None


def partner_links(language: str) -> list[Link]:
    return [Link(line.name.text, line.url) for line in partner_lines(language)]
