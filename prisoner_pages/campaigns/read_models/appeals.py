"""Which campaigns ask for letters to a person, for many people at once; cached until something changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from home.caching.read_models import CONTENT, Numbers, memoized_for
from prisoner_pages.models import CampaignPage, CaseGroup, Prisoner


@dataclass(frozen=True)
class Asking:
    """A live campaign in one language, and whom it asks for: people by name, or all of some cases."""

    slug: str
    title: str
    language: str
    people: frozenset[int]
    cases: frozenset[UUID]  # translation keys

    def asks_for(self, prisoner: Prisoner) -> bool:
        return prisoner.pk in self.people or not self.cases.isdisjoint(prisoner.facts.cases)


@memoized_for(CONTENT)
def campaigns_asking(language: str) -> list[Asking]:
    """Return every Asking of this language. Four queries; takes `generations` besides (home.caching)."""
    pages = CampaignPage.objects.live().in_languages([language]).order_by("path")
    sources = {page.translation_key: page for page in CampaignPage.objects.live().source()}
    listed, parts = _listed(sources.values()), _parts()
    return [
        Asking(page.slug, page.title, language, listed.get(source.pk, frozenset()), _cases(source, parts))
        for page in pages.defer("body")
        if (source := sources.get(page.translation_key))
    ]


def campaigns_asking_in(languages: Iterable[str], *, generations: Numbers) -> list[Asking]:
    """Return every Asking available in one of these languages, each in the first that has it."""
    found: dict[str, Asking] = {}
    for language in languages:
        for asking in campaigns_asking(language, generations=generations):
            found.setdefault(asking.slug, asking)
    return list(found.values())


def _listed(sources: Iterable[CampaignPage]) -> dict[int, frozenset[int]]:
    through = CampaignPage.recipients.through.objects.filter(campaignpage__in=sources)
    listed: dict[int, set[int]] = {}
    for campaign, prisoner in through.values_list("campaignpage_id", "prisoner_id"):
        listed.setdefault(campaign, set()).add(prisoner)
    return {campaign: frozenset(people) for campaign, people in listed.items()}


def _parts() -> dict[int | None, set[UUID]]:
    """Return {case group id: translation keys of it and of the groups within it}."""
    parts: dict[int | None, set[UUID]] = {}
    for pk, parent, key in CaseGroup.objects.values_list("pk", "parent_id", "translation_key"):
        for group in {pk, parent} - {None}:
            parts.setdefault(group, set()).add(key)
    return parts


def _cases(source: CampaignPage, parts: Mapping[int | None, set[UUID]]) -> frozenset[UUID]:
    return frozenset(parts.get(source.everyone_in_case_id, ()))
