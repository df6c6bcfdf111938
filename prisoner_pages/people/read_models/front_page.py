"""What the first page shows of people, campaigns and published figures (home.registry)."""

from typing import Any

from django.http import HttpRequest

from home.caching.read_models import current
from home.languages.info import collation_key
from home.site.read_models import Link
from prisoner_pages.campaigns.read_models.figures import newest_about
from prisoner_pages.campaigns.read_models.telling import Telling
from prisoner_pages.campaigns.read_models.told_pages import ToldCampaign, ToldPartner
from prisoner_pages.choices import FigureSubject
from prisoner_pages.people.read_models.random_draw import drawn_today
from prisoner_pages.public.read_models import reference_lists
from prisoner_pages.public.read_models.reader import reader_of
from prisoner_pages.public.read_models.words import Words

PEOPLE_SHOWN = 6
CAMPAIGNS_SHOWN = 3


def people_to_write_to(request: HttpRequest) -> dict[str, Any] | None:
    """A few people who take letters, others every day, in an order that reveals nothing about anybody."""
    cards = drawn_today(reader_of(request), PEOPLE_SHOWN)
    return {"cards": cards} if cards else None


def current_campaigns(request: HttpRequest) -> dict[str, Any] | None:
    reader = reader_of(request)
    running = [told for told in Telling.to(reader).all(ToldCampaign) if not told.is_over]
    return {"campaigns": running[:CAMPAIGNS_SHOWN]} if running else None


def published_figures(request: HttpRequest) -> dict[str, Any] | None:
    reader = reader_of(request)
    words, figures = Words(reader.language), reference_lists.published_figures(generations=reader.generations)
    prisoners = newest_about(FigureSubject.PRISONERS, figures, words)
    letters = newest_about(FigureSubject.LETTERS, figures, words)
    return {"prisoners": prisoners, "letters": letters} if prisoners or letters else None


def partner_links(language: str) -> list[Link]:
    telling = Telling(language, [language], [language], generations=current())
    partners = sorted(telling.all(ToldPartner), key=lambda told: collation_key(told.page.title, language))
    return [Link(told.page.title, told.url) for told in partners]
