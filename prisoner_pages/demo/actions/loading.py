"""Loading the demo: idempotent, each thing in a transaction of its own, nothing existing is changed."""

from wagtail.models import Page
from wagtail.search.index import get_indexed_models

from home.models import HomePage
from home.pages.actions.indexing import catch_up, deferred_indexing
from home.translation.core.actions.reference_pages import create_reference_pages
from home.translation.glossary.actions.vocabulary import load_vocabulary
from prisoner_pages.demo.actions.accounts import load_accounts
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
from prisoner_pages.partners.actions.locales import open_locale


class RealPeopleHere(Exception):
    """The site holds real people and no demo: invented people must not be mixed among them."""


def load_content(*, password: str) -> None:
    """Load what is missing of the demo, accounts and their work last. Raises RealPeopleHere.

    Real people who came after the demo are no obstacle: a second run changes nothing of theirs.
    """
    refuse_among_real_people()
    indexed = [model for model in get_indexed_models() if model is not Page]
    with deferred_indexing(*indexed):
        load_locales()
        create_reference_pages(by=None)
        load_vocabulary()
        load_addresses()
        partners = load_partners()
        load_front_ends(partners)
        load_people(Shelf(partners=partners, facilities=load_facilities(), words=load_words()))
        load_initiative(partners)
        load_figures()
    load_accounts(password)
    load_desk()
    catch_up(*indexed)


def refuse_among_real_people() -> None:
    people = Prisoner.objects
    if people.filter(invented=False).exists() and not people.filter(invented=True).exists():
        raise RealPeopleHere


def load_locales() -> None:
    open_already = set(HomePage.objects.values_list("locale__language_code", flat=True))
    for language, home in content("site")["home"].items():
        if language not in open_already:
            open_locale(language, title=home["title"], intro=home["intro"], by=None, live=home["is_public"])
