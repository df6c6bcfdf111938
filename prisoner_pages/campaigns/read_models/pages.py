"""Campaigns, events and partners: facts from the source-locale page, words from the page's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise

from home.headless.answers.schemas import Text
from home.languages.info import SOURCE_LANGUAGE
from prisoner_pages.choices import Occasion, ParticipationRole, PartnerKind
from prisoner_pages.models import CampaignPage, EventPage, Participation, Partner, PartnerPage
from prisoner_pages.public.read_models.fallbacks import as_stated, mark, nearest, of_two
from prisoner_pages.public.read_models.reader import Reader

DAY_SHOWN_WITH_OCCASION = {Occasion.NONE, Occasion.OTHER}


@dataclass(frozen=True)
class ListedPage:
    """A campaign or an event in a list: `page` has the words, `source` the facts."""

    page: Any
    source: Any
    url: str
    language: str  # "" when the words are in the page's language

    @property
    def title(self) -> str:
        return self.page.title

    @property
    def intro(self) -> str:
        return self.page.intro


@dataclass(frozen=True)
class PartOf:
    """A partner's part in a campaign or an event, under the name it bore then."""

    name: Text
    role: Promise
    role_code: str
    url: str


@dataclass(frozen=True)
class PartnerLine:
    name: Text
    kind: Promise
    url: str
    intro: str


def told(model: Any, *, language: str, languages: Iterable[str]) -> list[ListedPage]:
    """Return every campaign or event that has a live source page, in the nearest language with a live page.

    One query; the newest first. Texts are left in the database.
    """
    pages = model.objects.exact_type(model).live().in_languages({*languages, SOURCE_LANGUAGE})
    by_key: dict[UUID, dict[str, Any]] = {}
    for page in pages.select_related("locale").defer("body"):
        by_key.setdefault(page.translation_key, {})[page.locale.language_code] = page
    lines = [_told(found, language, languages) for found in by_key.values() if SOURCE_LANGUAGE in found]
    return sorted(
        filter(None, lines), key=lambda line: (_first_day(line.source), line.source.pk), reverse=True
    )


def _told(found: dict[str, Any], language: str, languages: Iterable[str]) -> ListedPage | None:
    chosen = nearest(found.keys() & set(languages), language)
    if not chosen:
        return None
    page = found[chosen]
    url = f"/{chosen}/{page.address_root}/{page.slug}/"
    return ListedPage(page, found[SOURCE_LANGUAGE], url, mark(chosen, language))


def _first_day(source: Any) -> date:
    return (source.start if isinstance(source, CampaignPage) else source.date) or date.min


def source_of(page: Any) -> Any:
    """Return the page with the facts, or None while there is no live one."""
    if page.locale.language_code == SOURCE_LANGUAGE:
        return page
    return type(page).objects.live().source().translations_of(page).first()


# --- Campaigns -----------------------------------------------------------------------------------
def is_current(campaign: CampaignPage, day: date | None = None) -> bool:
    """Say whether a campaign (its source page) runs on that day; one without an end is never over."""
    day = day or timezone.localdate()
    return (campaign.start is None or campaign.start <= day) and (campaign.end is None or campaign.end >= day)


def is_past(campaign: CampaignPage, day: date | None = None) -> bool:
    return campaign.end is not None and campaign.end < (day or timezone.localdate())


def occasion_of(campaign: CampaignPage) -> str | Promise:
    """Return the special day in words, or "" for none."""
    if campaign.occasion in DAY_SHOWN_WITH_OCCASION:
        return ""
    return Occasion(campaign.occasion).label


def parent_of(source: CampaignPage, language: str) -> CampaignPage | None:
    """Return the live page, in this language, of the campaign that this one is part of; None for none."""
    return _page_like(source.parent_campaign, language) if source.parent_campaign_id else None


def campaign_of(event_source: EventPage, language: str) -> CampaignPage | None:
    return _page_like(event_source.campaign, language) if event_source.campaign_id else None


def _page_like(page: Any, language: str) -> Any:
    return type(page).objects.live().in_languages([language]).translations_of(page).first()


# --- Events --------------------------------------------------------------------------------------
def is_over(event: EventPage, day: date | None = None) -> bool:
    last = event.end_date or event.date
    return last is not None and last < (day or timezone.localdate())


def place_of(page: EventPage, source: EventPage) -> str:
    """Return the place, or "" while it is withheld for the safety of guests."""
    return "" if source.place_hidden and not is_over(source) else page.place


# --- Partners ------------------------------------------------------------------------------------
def parts_in(source: Any, language: str) -> list[PartOf]:
    """Return who took part and how, organisers first; for a draft, as the draft says. Two queries."""
    parts = sorted(source.participations.select_related("partner"), key=attrgetter("rank"))
    addresses = section_addresses([part.partner_id for part in parts], language)
    return [part_of(part, language, addresses.get(part.partner_id, "")) for part in parts]


def part_of(participation: Participation, language: str, url: str) -> PartOf:
    return PartOf(
        name=_name_then(participation, language),
        role=ParticipationRole(participation.role).label,
        role_code=participation.role,
        url=url,
    )


def _name_then(part: Participation, language: str) -> Text:
    return as_stated(part.name_then, language) or partner_name(part.partner, language)


def partner_name(partner: Partner, language: str) -> Text:
    return of_two(partner.name_uk, partner.name_en, language) or Text.of(text="", lang=language)


def section_addresses(partner_ids: Iterable[int], language: str) -> dict[int, str]:
    """Return {partner id: address of its page in this language}, where it has a live one. One query."""
    sections = PartnerPage.objects.live().in_languages([language]).of_partners(partner_ids)
    return {
        partner_id: f"/{language}/partners/{slug}/"
        for partner_id, slug in sections.values_list("partner_id", "slug")
    }


def partner_lines(language: str) -> list[PartnerLine]:
    """Return the partners with a page in this language, by kind and name. One query."""
    sections = PartnerPage.objects.live().in_languages([language]).select_related("partner").defer("body")
    lines = [
        PartnerLine(
            name=Text.of(text=section.title, lang=language),
            kind=PartnerKind(section.partner.kind).label,
            url=f"/{language}/partners/{section.slug}/",
            intro=section.intro,
        )
        for section in sections
    ]
    return sorted(lines, key=lambda line: line.name.text)


def partners_without_page(language: str) -> list[PartnerLine]:
    """Return the partners that took part in something and have no page of their own. One query."""
    partners = Partner.objects.taking_part().without_section()
    return [
        PartnerLine(partner_name(partner, language), PartnerKind(partner.kind).label, "", "")
        for partner in partners
    ]


def events_of(campaign_source: CampaignPage, *, language: str, languages: Iterable[str]) -> list[ListedPage]:
    """Return the events of a campaign, the newest first. One query."""
    events = told(EventPage, language=language, languages=languages)
    return [event for event in events if event.source.campaign_id == campaign_source.pk]


def told_by(model: Any, section: PartnerPage, reader: Reader) -> list[ListedPage]:
    """Return the campaigns or events in this partner's section, the newest first. One query."""
    lines = told(model, language=reader.language, languages=reader.languages)
    return [line for line in lines if not line.language and line.page.path.startswith(section.path)]
