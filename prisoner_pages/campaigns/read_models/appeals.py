"""Which campaigns ask for letters to a person, for many people at once; cached until something changes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.db.models import QuerySet, Value
from django.utils import timezone

from home.caching.read_models import BESIDE_PEOPLE, CONTENT, Numbers, memoized_for
from prisoner_pages.models import CampaignPage, Prisoner

# Of fewer people, a number of letters to all of them would tell how many one of them gets.
FEWEST_PEOPLE = 5


@dataclass(frozen=True)
class Asking:
    """A live campaign in one language, and whom it asks for, by name or by its rule."""

    slug: str
    title: str
    language: str
    people: frozenset[int]

    def asks_for(self, prisoner: Prisoner) -> bool:
        return prisoner.pk in self.people


def campaigns_asking(language: str, *, generations: Numbers) -> list[Asking]:
    """Return every Asking of this language today."""
    return _asking(language, timezone.localdate(), generations=generations)


@memoized_for(CONTENT, BESIDE_PEOPLE)
def _asking(language: str, _today: date, generations: Numbers) -> list[Asking]:
    """Two queries for all. Rules go by what may be told, which ends with a day."""
    pages = _pages_that_ask(language, generations=generations)
    people = _asked_for_by({source for _page, source in pages})
    return [Asking(page.slug, page.title, language, frozenset(people[source.pk])) for page, source in pages]


@memoized_for(BESIDE_PEOPLE)
def _pages_that_ask(language: str) -> list[tuple[CampaignPage, CampaignPage]]:
    """Return the live campaigns of a language, each with the page that has its facts. Two queries."""
    pages = CampaignPage.objects.live().in_languages([language]).order_by("path").defer("body")
    sources = {page.translation_key: page for page in CampaignPage.objects.live().source()}
    return [(page, source) for page in pages if (source := sources.get(page.translation_key))]


def campaigns_asking_in(languages: Iterable[str], *, generations: Numbers) -> list[Asking]:
    """Return every Asking available in one of these languages, each in the first that has it."""
    found: dict[str, Asking] = {}
    for language in languages:
        for asking in campaigns_asking(language, generations=generations):
            found.setdefault(asking.slug, asking)
    return list(found.values())


def asking_for_many(campaigns: Collection[CampaignPage]) -> list[CampaignPage]:
    """Return those of these campaigns (source pages) that ask for enough public people. Three queries."""
    if not campaigns:
        return []
    people = _asked_for_by(campaigns)
    shown = Prisoner.objects.public().filter(pk__in=set().union(*people.values())).order_by()
    public = set(shown.values_list("pk", flat=True))
    return [each for each in campaigns if len(people[each.pk] & public) >= FEWEST_PEOPLE]


def _asked_for_by(campaigns: Collection[CampaignPage]) -> dict[int, set[int]]:
    """Return {campaign: people it asks for}, as `addressed_by` finds them for one. Two queries for all."""
    found: dict[int, set[int]] = {campaign.pk: set() for campaign in campaigns}
    listed = CampaignPage.recipients.through.objects.filter(campaignpage__in=campaigns)
    by_rule = [_fitting(campaign) for campaign in campaigns if campaign.recipient_rule]
    rows = by_rule[0].union(*by_rule[1:], all=True) if by_rule else ()
    for campaign, person in chain(listed.values_list("campaignpage_id", "prisoner_id"), rows):
        found[campaign].add(person)
    return found


def _fitting(campaign: CampaignPage) -> QuerySet[Prisoner, Any]:
    people = Prisoner.objects.fitting(campaign.recipient_rule).order_by()
    return people.values_list(Value(campaign.pk), "pk")
