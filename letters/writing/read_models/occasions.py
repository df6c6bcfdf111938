"""The campaign and the event that an address or a form names; a name of neither never costs a letter."""

from home.headless.answers.schemas import Text
from prisoner_pages.models import CampaignPage, EventPage
from prisoner_pages.public.read_models.reader import Reader


def campaign_named(slug: str) -> CampaignPage | None:
    """Return the live page in the source locale; one campaign is the same in all languages."""
    if not slug:
        return None
    return CampaignPage.objects.live().source().named_in_address(slug).first()


def event_named(name: str) -> EventPage | None:
    """Return the live event in the source locale: by its code on its own days, by its slug on any day."""
    if not name:
        return None
    return event_open_by(name) or EventPage.objects.live().source().named_in_address(name).first()


def event_open_by(code: str) -> EventPage | None:
    """Return the live event that this code opens today; the slug, which everybody sees, opens none."""
    return EventPage.objects.live().open_by(code).first() if code else None


def title_of(page: CampaignPage | EventPage | None, *, reader: Reader) -> Text | None:
    """Return its title in the reader's language, else in its own."""
    if page is None:
        return None
    told = type(page).objects.live().translations_of(page).in_languages([reader.language]).first() or page
    return Text(text=told.title, lang=told.locale.language_code)
