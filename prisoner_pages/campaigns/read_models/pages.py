"""Campaigns, events and partners: facts from the source-locale page, words from the page's own."""

from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise

from home.languages.info import SOURCE_LANGUAGE
from prisoner_pages.choices import Occasion, ParticipationRole, PartnerKind
from prisoner_pages.models import CampaignPage, EventPage, Partner, PartnerPage
from prisoner_pages.public.read_models.fallbacks import Marked, as_stated, mark, nearest, of_two

DAY_SHOWN_WITH_OCCASION = {Occasion.NONE, Occasion.OTHER}


@dataclass(frozen=True)
class ListedPage:
    """A campaign or an event in a list: `page` has the words, `source` the facts."""

    page: Any
    source: Any
    url: str
    language: str  # "" when the words are in the page's language

    @property
    def title(self):
        return self.page.title

    @property
    def intro(self):
        return self.page.intro


@dataclass(frozen=True)
class PartOf:
    """A partner's part in a campaign or an event, under the name it bore then."""

    name: Marked
    role: Promise
    role_code: str
    url: str


@dataclass(frozen=True)
class PartnerLine:
    name: Marked
    kind: Promise
    url: str
    intro: str


def told(model, *, language, languages):
    """Return every campaign or event that has a live source page, in the nearest language with a live page.

    One query; the newest first. Texts are left in the database.
    """
    pages = model.objects.exact_type(model).live().in_languages({*languages, SOURCE_LANGUAGE})
    by_key = {}
    for page in pages.select_related("locale").defer("body"):
        by_key.setdefault(page.translation_key, {})[page.locale.language_code] = page
    lines = [_told(found, language, languages) for found in by_key.values() if SOURCE_LANGUAGE in found]
    return sorted(
        filter(None, lines), key=lambda line: (_first_day(line.source), line.source.pk), reverse=True
    )


def _told(found, language, languages):
    chosen = nearest(found.keys() & set(languages), language)
    if not chosen:
        return None
    page = found[chosen]
    url = f"/{chosen}/{page.address_root}/{page.slug}/"
    return ListedPage(page, found[SOURCE_LANGUAGE], url, mark(chosen, language))


def _first_day(source):
    return (source.start if isinstance(source, CampaignPage) else source.date) or date.min


def source_of(page):
    """Return the page with the facts, or None while there is no live one."""
    if page.locale.language_code == SOURCE_LANGUAGE:
        return page
    return type(page).objects.live().source().translations_of(page).first()


# --- Campaigns -----------------------------------------------------------------------------------
def is_current(campaign, day=None):
    """Say whether a campaign (its source page) runs on that day; one without an end runs on."""
    day = day or timezone.localdate()
    return (campaign.start is None or campaign.start <= day) and (campaign.end is None or campaign.end >= day)


def is_past(campaign, day=None):
    return campaign.end is not None and campaign.end < (day or timezone.localdate())


def occasion_of(campaign):
    """Return the special day in words, or "" for none."""
    if campaign.occasion in DAY_SHOWN_WITH_OCCASION:
        return ""
    return Occasion(campaign.occasion).label


def parent_of(source, language):
    """Return the live page, in this language, of the campaign that this one is part of; None for none."""
    return _page_like(source.parent_campaign, language) if source.parent_campaign_id else None


def campaign_of(event_source, language):
    return _page_like(event_source.campaign, language) if event_source.campaign_id else None


def _page_like(page, language):
    return type(page).objects.live().in_languages([language]).translations_of(page).first()


# --- Events --------------------------------------------------------------------------------------
def is_over(event, day=None):
    last = event.end_date or event.date
    return last is not None and last < (day or timezone.localdate())


def place_of(page, source):
    """Return where it is, or "" while the place is kept back for the safety of guests."""
    return "" if source.place_hidden and not is_over(source) else page.place


# --- Partners ------------------------------------------------------------------------------------
def parts_in(source, language):
    """Return who took part and how, organisers first; of a draft, as it says. Two queries."""
    parts = sorted(source.participations.select_related("partner"), key=attrgetter("rank"))
    addresses = section_addresses([part.partner_id for part in parts], language)
    return [part_of(part, language, addresses.get(part.partner_id, "")) for part in parts]


def part_of(participation, language, url):
    return PartOf(
        name=_name_then(participation, language),
        role=ParticipationRole(participation.role).label,
        role_code=participation.role,
        url=url,
    )


def _name_then(part, language):
    return as_stated(part.name_then, language) if part.name_then else partner_name(part.partner, language)


def partner_name(partner, language):
    return of_two(partner.name_uk, partner.name_en, language)


def section_addresses(partner_ids, language):
    """Return {partner id: address of its page in this language}, where it has a live one. One query."""
    sections = PartnerPage.objects.live().in_languages([language]).of_partners(partner_ids)
    return {
        partner_id: f"/{language}/partners/{slug}/"
        for partner_id, slug in sections.values_list("partner_id", "slug")
    }


def partner_lines(language):
    """Return the partners with a page in this language, by kind and name. One query."""
    sections = PartnerPage.objects.live().in_languages([language]).select_related("partner").defer("body")
    lines = [
        PartnerLine(
            name=Marked(section.title),
            kind=PartnerKind(section.partner.kind).label,
            url=f"/{language}/partners/{section.slug}/",
            intro=section.intro,
        )
        for section in sections
    ]
    return sorted(lines, key=lambda line: line.name.text)


def partners_without_page(language):
    """Return the partners that took part in something and have no page of their own. One query."""
    partners = Partner.objects.taking_part().without_section()
    return [
        PartnerLine(partner_name(partner, language), PartnerKind(partner.kind).label, "", "")
        for partner in partners
    ]


def events_of(campaign_source, *, language, languages):
    """Return the events of a campaign, the newest first. One query."""
    events = told(EventPage, language=language, languages=languages)
    return [event for event in events if event.source.campaign_id == campaign_source.pk]


def told_by(model, section, reader):
    """Return the campaigns or events that lie in this partner's section, the newest first. One query."""
    lines = told(model, language=reader.language, languages=reader.languages)
    return [line for line in lines if not line.language and line.page.path.startswith(section.path)]
