"""What the ground floor shows of us without knowing us: front page, footer, pictures; and its caches."""

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from home import front_page_sections as front
from home.caching.read_models import bump_when_changed
from home.headless.answers import read_models as freshness
from home.headless.answers.api import front_ends as headless_front_ends
from home.models import SiteRendition
from home.pictures import display_gates as picture_gates
from home.site.read_models import SHELL, register_partners
from home.translation.core.read_models.public_texts import register_hidden, register_kept_back
from home.translation.desk import preview_sites as elsewhere
from home.translation.matching.name_providers import register_name_provider
from prisoner_pages.models import (
    Claim,
    Consent,
    FacilityMailStatus,
    FactUpdate,
    Figure,
    FrontEnd,
    ImageSubject,
    ListedName,
    Participation,
    Partner,
    PartnerPage,
    Pause,
    Prisoner,
    Verification,
)
from prisoner_pages.partners.read_models import known_front_ends
from prisoner_pages.people.read_models.front_page import (
    current_campaigns,
    partner_links,
    people_to_write_to,
    published_figures,
)
from prisoner_pages.people.read_models.mentions import people_named
from prisoner_pages.pictures.read_models.photos import forbidden_among
from prisoner_pages.public.read_models.hidden import hidden_stories, hidden_strings
from prisoner_pages.public.read_models.lexicon import LEXICON, LEXICON_MODELS
from prisoner_pages.public.read_models.word_usage import register_uses
from prisoner_pages.stories.read_models import previews_of
from prisoner_pages.syndication.read_models.public_state import register_public_state

FRONT = "prisoner_pages/people/front_page"
STYLE = "prisoner_pages/people/people.css"
# Whatever a public answer is made of, pages aside (home.headless.answers.read_models sees all of them).
SHOWN_MODELS = (
    *LEXICON_MODELS,
    *(Prisoner, Consent, Pause, Claim, Verification, FactUpdate, ListedName, ImageSubject),
    *(Partner, Participation, FacilityMailStatus, Figure),
    *(SiteRendition, Redirect, PageViewRestriction),
)


def register_with_home():
    """Called once, when the app is ready."""
    front.register(f"{FRONT}/people.html", context=people_to_write_to, order=10, style=STYLE)
    front.register(f"{FRONT}/campaigns.html", context=current_campaigns, order=20, style=STYLE)
    front.register(f"{FRONT}/figures.html", context=published_figures, order=30, style=STYLE)
    picture_gates.register(forbidden_among)
    register_partners(partner_links)
    register_name_provider(people_named)
    register_hidden(hidden_stories)
    elsewhere.register(previews_of)
    register_kept_back(hidden_strings)
    register_uses()
    register_public_state()
    bump_when_changed(LEXICON, *LEXICON_MODELS)
    bump_when_changed(SHELL, Partner, PartnerPage)
    freshness.changes_with(*SHOWN_MODELS)
    headless_front_ends.register(known_front_ends)
    bump_when_changed(headless_front_ends.FRONT_ENDS, FrontEnd, Partner)
