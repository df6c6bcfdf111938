"""Loading the demo: idempotent, each thing in a transaction of its own, nothing existing is changed."""

from wagtail.models import Page
from wagtail.search.index import get_indexed_models

from home.models import HomePage
from home.pages.actions.indexing import catch_up, deferred_indexing
from home.site.reference_texts import home_fields
from home.translation.core.actions.reference_pages import create_reference_pages
from home.translation.glossary.actions.vocabulary import load_vocabulary
from prisoner_pages.demo.actions.accounts import DEMO_GROUP, load_accounts
from prisoner_pages.demo.actions.addresses import load_addresses
from prisoner_pages.demo.actions.desk import load_desk
from prisoner_pages.demo.actions.front_ends import load_front_ends
from prisoner_pages.demo.actions.initiative import load_figures, load_initiative
from prisoner_pages.demo.actions.partners import load_partners
from prisoner_pages.demo.actions.people import Shelf, load_people
from prisoner_pages.demo.actions.places import load_facilities
from prisoner_pages.demo.actions.words import load_words
from prisoner_pages.demo.reading import content
from prisoner_pages.models import Prisoner
from prisoner_pages.opening.actions.observances import make_observances
from prisoner_pages.opening.read_models.first_site import administrators, there_is_a_site
from prisoner_pages.partners.actions.locales import open_locale


class RealPeopleHere(Exception):
    """The site holds real people and no demo: invented people must not be mixed among them."""


class StartedSite(Exception):
    """Somebody administers a site here that is not the demo: invented people must not appear on it."""


def load_content(*, password: str) -> None:
    """Load what is missing of the demo, accounts and their work last. Raises RealPeopleHere, StartedSite.

    Real people who came after the demo are no obstacle: a second run changes nothing of theirs.
    """
    refuse_among_real_people()
    refuse_on_a_started_site()
    indexed = [model for model in get_indexed_models() if model is not Page]
    with deferred_indexing(*indexed):
        load_locales()
        create_reference_pages(by=None)
        load_vocabulary()
        load_addresses()
        partners = load_partners()
        load_front_ends(partners)
        load_people(Shelf(partners=partners, facilities=load_facilities(), words=load_words()))
        make_observances()
        load_initiative(partners)
        load_figures()
    load_accounts(password)
    load_desk()
    catch_up(*indexed)


def refuse_among_real_people() -> None:
    people = Prisoner.objects
    if people.filter(invented=False).exists() and not people.filter(invented=True).exists():
        raise RealPeopleHere


def refuse_on_a_started_site() -> None:
    is_demo = Prisoner.objects.filter(invented=True).exists()
    own = administrators().exclude(groups__name=DEMO_GROUP)
    if not is_demo and there_is_a_site() and own.exists():
        raise StartedSite


def load_locales() -> None:
    open_already = set(HomePage.objects.values_list("locale__language_code", flat=True))
    languages = content("site")["languages"]
    for language in (*languages["public"], *languages["begun"]):
        if language not in open_already:
            live = language in languages["public"]
            open_locale(language, **home_fields(language), by=None, live=live)
