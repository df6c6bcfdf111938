"""Campaigns, events and partners' pages in every language at once, cached until the site changes.

There are few of them and they are asked for often; their bodies stay in the database.
"""

from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Exists

from home.caching.read_models import BESIDE_PEOPLE, CONTENT, memoized_for
from home.languages.info import SOURCE_LANGUAGE
from home.translation.desk.read_models.work import behind
from prisoner_pages.models import Participation


@dataclass(frozen=True)
class Everywhere:
    """The live pages of one campaign, event or partner: `source` has the facts, each page its own words."""

    source: Any
    pages: dict[str, Any]  # by language

    @property
    def place(self) -> list[int]:
        """Return the sort key of a list, the newest first."""
        return [-first_day(self.source).toordinal(), -self.source.pk]


def first_day(source: Any) -> date:
    return getattr(source, "start", None) or getattr(source, "date", None) or date.min


@memoized_for(BESIDE_PEOPLE)
def everywhere(model: Any) -> list[Everywhere]:
    """Return the Everywhere of each page of `model` whose source page is live, the newest first.

    One query; takes `generations` besides (home.caching.read_models).
    """
    pages = model.objects.exact_type(model).live().public()
    related = ["locale", "partner"] if hasattr(model, "partner") else ["locale"]
    by_key: dict[UUID, dict[str, Any]] = {}
    for page in pages.select_related(*related).defer("body"):
        by_key.setdefault(page.translation_key, {})[page.locale.language_code] = page
    found = [
        Everywhere(source=pages[SOURCE_LANGUAGE], pages=pages)
        for pages in by_key.values()
        if SOURCE_LANGUAGE in pages
    ]
    return sorted(found, key=lambda thing: thing.place)


@memoized_for(CONTENT)
def behind_in(model: Any) -> frozenset[int]:
    """Return the keys of the live pages of `model` whose text is older than the original's. One query."""
    pages = model.objects.exact_type(model).live().filter(Exists(behind()))
    return frozenset(pages.order_by().values_list("pk", flat=True))


@memoized_for(BESIDE_PEOPLE)
def participations() -> dict[tuple[str, int | None], list[Participation]]:
    """Return {("campaign" or "event", source id): who took part, the organisers first}. One query."""
    found: dict[tuple[str, int | None], list[Participation]] = {}
    for part in sorted(Participation.objects.select_related("partner"), key=attrgetter("rank")):
        kind, pk = ("campaign", part.campaign_id) if part.campaign_id else ("event", part.event_id)
        found.setdefault((kind, pk), []).append(part)
    return found
