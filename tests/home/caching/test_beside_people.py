"""What is kept whatever changes of a person hangs on nothing of people; all else that changes renews it."""

import inspect
import re
import sys
from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from home.caching.read_models import BESIDE_PEOPLE, CONTENT, Memoized, current
from home.headless.answers.read_models import content_changed
from home.registry import provided
from prisoner_pages.choices import Basis, Scope
from prisoner_pages.models import CampaignPage, EventPage, PartnerPage
from prisoner_pages.public.read_models.reference_lists import LISTED_VOCABULARIES
from prisoner_pages.syndication.read_models.public_state import SHOWN_MODELS
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import a_campaign
from tests.tiers import LONG

DAY = date(2026, 5, 17)
# Values for each name of a parameter; a function with another name says here what to call it with.
ARGUMENTS = {
    "language": ["uk", "en"],
    "model": [CampaignPage, EventPage, PartnerPage],
    "kind": list(LISTED_VOCABULARIES),
    "today": [DAY],
}


def numbers():
    return current()[CONTENT], current().get(BESIDE_PEOPLE)


def kept_in_the_process():
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith("prisoner_pages.")]
    return {each for module in modules for each in vars(module).values() if isinstance(each, Memoized)}


def kept_beside_people():
    return [each for each in kept_in_the_process() if each.names == (BESIDE_PEOPLE,)]


def calls_of(build):
    """Return the arguments with which to call it."""
    names = [name for name in inspect.signature(build).parameters if name != "generations"]
    if not names:
        return [()]
    [name] = names
    return [(value,) for value in ARGUMENTS[name.lstrip("_")]]


def tables_whose_rows_renew_it():
    """Those of shown things that are not of people, and of pages but stories; a locale is never changed."""
    pages = {model for model in apps.get_models() if issubclass(model, Page)}
    shown = {*SHOWN_MODELS, *pages, Locale} - set(provided("models_of_people"))
    return {model._meta.db_table for model in shown}


@pytest.mark.full(LONG)
def test_what_is_kept_beside_people_reads_only_what_renews_it(db, client):
    open_locales("uk", "en")
    person = PrisonerFactory(writable=True, stories=["uk", "en"])
    a_campaign([person], languages=["uk", "en"])
    client.get("/uk/")  # with it come all modules that answer
    found = kept_beside_people()
    assert len(found) > 7

    with CaptureQueriesContext(connection) as queries:
        for each in found:
            numbered = {"generations": current()} if each.tells_numbers else {}
            for arguments in calls_of(each.build):
                each.build(*arguments, **numbered)

    tables = {table for query in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
    assert len(tables) > 7
    assert tables - tables_whose_rows_renew_it() == set()


def test_a_value_made_of_others_is_made_anew_with_any_of_them():
    numbers, made = {CONTENT: 1, BESIDE_PEOPLE: 1}, []
    told = Memoized((CONTENT, BESIDE_PEOPLE), lambda generations: made.append(dict(generations)))

    for name in (CONTENT, BESIDE_PEOPLE):
        numbers[name] = 2
        told(generations=numbers)
        told(generations=numbers)

    assert made == [{CONTENT: 2, BESIDE_PEOPLE: 1}, {CONTENT: 2, BESIDE_PEOPLE: 2}]


def test_what_tells_its_numbers_to_others_hangs_on_theirs():
    """Or it would stay as it was when only theirs were renewed."""
    composed = [each for each in kept_in_the_process() if each.tells_numbers]
    assert len(composed) > 3
    assert [each.build.__qualname__ for each in composed if len(each.names) < 2] == []


@pytest.mark.full(LONG)
def test_change_of_a_person_renews_what_is_told_of_people_alone(db):
    open_locales("uk")
    person = PrisonerFactory(writable=True, stories=["uk"])
    content_changed()
    before = numbers()

    person.charge_articles = "205.5"
    person.save()
    person.consents.create(scope=Scope.HOME, basis=Basis.PUBLISHED, source_url="https://example.org/")
    story = person.pages.get()
    story.title = "Інакше"
    story.save()

    after = numbers()
    assert after[0] != before[0] and after[1] == before[1]


@pytest.mark.parametrize("change", ["campaign", "bulk"])
def test_any_other_change_renews_both(db, change):
    open_locales("uk")
    a_campaign([PrisonerFactory()], languages=["uk"])
    content_changed()
    before = numbers()

    content_changed() if change == "bulk" else CampaignPage.objects.get().save()

    after = numbers()
    assert after[0] != before[0] and after[1] != before[1]
