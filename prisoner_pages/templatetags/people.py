"""What page templates need, as tags, so that a preview in the admin shows the same as the public page."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.translation import get_language, gettext_lazy as _

from home.headless.answers.schemas import Text
from home.languages.dates import date_as_stated
from home.shown_pictures import Pictures
from home.site.read_models import Link
from home.templatetags.interface import marked as in_span, t
from prisoner_pages.campaigns.read_models.appeals import Asking
from prisoner_pages.campaigns.read_models.pages import source_of
from prisoner_pages.campaigns.read_models.partners import participants
from prisoner_pages.campaigns.read_models.telling import Telling, ToldPage
from prisoner_pages.campaigns.read_models.told_pages import ToldCampaign, ToldEvent, ToldGathering, told_page
from prisoner_pages.facts.read_models.words import article_in_words
from prisoner_pages.models import CampaignPage, EventPage, PartnerPage, Prisoner, PrisonerPage
from prisoner_pages.people.filters.form import written
from prisoner_pages.people.filters.results import Listing, people_asked_for
from prisoner_pages.people.read_models.cards import PersonCard, cards_of
from prisoner_pages.people.read_models.person import Person
from prisoner_pages.people.read_models.profile import (
    campaigns_of,
    links_to_stories,
    pictures_of,
    portrait_of,
    profile_of,
)
from prisoner_pages.people.read_models.random_draw import OTHERS_SHOWN, drawn_near
from prisoner_pages.pictures.read_models.photos import rendition_of
from prisoner_pages.public.read_models.fallbacks import as_stated
from prisoner_pages.public.read_models.reader import Reader, reader_of
from prisoner_pages.querysets.records import PrisonerQuerySet

register = template.Library()

PEOPLE_SHOWN = 12
PAGE_PHOTO = "width-880"
KEPT_PARAMETERS = ("campaign", "event")
LISTS = {
    "prisoners": _("People"),
    "campaigns": _("Campaigns"),
    "events": _("Events"),
    "partners": _("Partners"),
}
KEPT_VALUE = re.compile(r"[-\w]{1,80}", re.ASCII)


@register.simple_tag(takes_context=True)
def people_list(context: Mapping[str, Any]) -> Listing:
    return people_asked_for(context["request"].GET, reader_of(context["request"]))


register.simple_tag(written, name="filter_field")


@register.simple_tag(takes_context=True)
def profile(context: Mapping[str, Any], prisoner: Prisoner) -> Person:
    """Return what the page of this person shows."""
    request = context["request"]
    return _once(request, ("person", prisoner.pk), lambda: profile_of(prisoner, reader_of(request).lexicon))


@register.simple_tag(takes_context=True)
def pictures_on_page(context: Mapping[str, Any], prisoner: Prisoner, story: PrisonerPage | None) -> Pictures:
    """Return the pictures of the page of this person, after `profile`."""
    key, others = ("pictures", prisoner.pk), _others(context["request"], prisoner)
    return _once(context["request"], key, lambda: pictures_of(prisoner, story, others))


def _others(request: HttpRequest, prisoner: Prisoner) -> list[Prisoner]:
    """Return whom one can write to instead of somebody who takes no letters."""
    if prisoner.call_to_action.takes_letters:
        return []
    key = "others", prisoner.pk
    return _once(request, key, lambda: drawn_near(prisoner, reader_of(request), OTHERS_SHOWN))


register.simple_tag(portrait_of, name="portrait")


def _once(request: HttpRequest, key: tuple[str, int], build: Callable[[], Any]) -> Any:
    """Build a value once per request, however many blocks of a page need it."""
    kept = request.__dict__.setdefault("_shown_facts", {})
    if key not in kept:
        kept[key] = build()
    return kept[key]


@register.simple_tag(takes_context=True)
def trail_to(context: Mapping[str, Any], address_root: str) -> list[Link]:
    return [Link(LISTS[address_root], f"/{reader_of(context['request']).language}/{address_root}/")]


@register.simple_tag(takes_context=True)
def stories_of(context: Mapping[str, Any], prisoner: Prisoner) -> list[Link]:
    return links_to_stories(prisoner, reader_of(context["request"]).languages)


register.filter("stated_day", date_as_stated)


@register.simple_tag(takes_context=True)
def others_for(context: Mapping[str, Any], prisoner: Prisoner, pictures: Pictures) -> list[PersonCard]:
    """Return the cards of people to write to instead of this one, if they take no letters."""
    request = context["request"]
    return cards_of(_others(request, prisoner), lexicon=reader_of(request).lexicon, pictures=pictures)


@register.simple_tag(takes_context=True)
def campaigns_for(context: Mapping[str, Any], prisoner: Prisoner) -> list[Asking]:
    return campaigns_of(prisoner, reader_of(context["request"]))


@register.simple_tag(takes_context=True)
def write_url(context: Mapping[str, Any], slug: str) -> str:
    """Return where a letter to this person begins; the campaign and event that led here are kept."""
    parameters = context["request"].GET
    values = {name: parameters.get(name, "") for name in KEPT_PARAMETERS}
    kept = "&".join(f"{name}={value}" for name, value in values.items() if KEPT_VALUE.fullmatch(value))
    return f"/{reader_of(context['request']).language}/letters/write/{slug}/{'?' if kept else ''}{kept}"


@register.simple_tag
def marked(words: object) -> str:
    """Print words, with their language where that is not the page's: a fact, a place, interface words."""
    if isinstance(words, Text):
        return words.html or in_span(words.text, "" if words.lang == get_language() else words.lang)
    return t(words) if isinstance(words, Promise) else str(words or "")


@register.simple_tag
def marked_as_stated(text: str) -> str:
    """Print a source's own words, whose language nobody noted."""
    return marked(as_stated(text, get_language() or ""))


@register.simple_tag
def marked_list(texts: Iterable[object]) -> str:
    """Print texts one after another, each with its language where that is not the page's."""
    return format_html_join(", ", "{}", ((marked(text),) for text in texts))


register.simple_tag(article_in_words)


# --- Campaigns, events, partners -----------------------------------------------------------------
@register.simple_tag(takes_context=True)
def told(context: Mapping[str, Any], page: CampaignPage | EventPage | PartnerPage) -> ToldPage | None:
    """Return the page with its facts, from the page in the source locale; None while that one is not live."""

    def tell() -> ToldPage | None:
        reader = reader_of(context["request"])
        telling = Telling.own(reader) if isinstance(page, PartnerPage) else Telling.to(reader)
        this = told_page(telling, page, source_of)
        telling.count([this] if isinstance(this, ToldGathering) else [])
        return this

    return _once(context["request"], (page._meta.label, page.pk), tell)


@register.simple_tag
def page_photo(event: ToldEvent) -> Any:
    """Return the photo of an event in the size of its page, or None."""
    return rendition_of(event.source.photo_id, PAGE_PHOTO) if event else None


@register.simple_tag(takes_context=True)
def campaign_list(context: Mapping[str, Any]) -> dict[str, Any]:
    campaigns = Telling.to(reader_of(context["request"])).all(ToldCampaign)
    return {
        "current": [told for told in campaigns if not told.is_over],
        "past": [told for told in campaigns if told.is_over],
    }


@register.simple_tag(takes_context=True)
def event_list(context: Mapping[str, Any]) -> dict[str, Any]:
    events = Telling.to(reader_of(context["request"])).all(ToldEvent)
    coming = [told for told in events if not told.is_over]
    return {"coming": coming[::-1], "past": [told for told in events if told.is_over]}


@register.simple_tag(takes_context=True)
def partner_list(context: Mapping[str, Any]) -> dict[str, Any]:
    found = [partner for _place, partner in participants(Telling.own(reader_of(context["request"])))]
    return {
        "with_page": [partner for partner in found if partner.url],
        "others": [partner for partner in found if not partner.url],
    }


@register.simple_tag(takes_context=True)
def some_people(context: Mapping[str, Any], people: PrisonerQuerySet) -> dict[str, Any]:
    return _people(people, reader_of(context["request"]))


def _people(people: PrisonerQuerySet, reader: Reader) -> dict[str, Any]:
    """Return the first people by name as cards, and how many there are in all."""
    people = people.public()
    cards = cards_of(
        people.named(reader.language).for_cards()[:PEOPLE_SHOWN],
        lexicon=reader.lexicon,
    )
    return {"cards": cards, "people_total": people.count()}
