"""What is kept whatever changes of a person hangs on nothing of people; all else that changes renews it."""

import inspect
import sys
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.caching.read_models import BESIDE_PEOPLE, CONTENT, Memoized, current
from home.headless.answers.read_models import content_changed
from home.registry import provided
from prisoner_pages.choices import Basis, Scope
from prisoner_pages.models import CampaignPage, EventPage, PartnerPage
from prisoner_pages.public.read_models.reference_lists import LISTED_VOCABULARIES
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import a_campaign

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


def kept_beside_people():
    modules = [module for name, module in sorted(sys.modules.items()) if name.startswith("prisoner_pages.")]
    found = {each for module in modules for each in vars(module).values() if isinstance(each, Memoized)}
    return [each for each in found if each.name == BESIDE_PEOPLE]


def calls_of(build):
    """Return the arguments with which to call it."""
    names = [name for name in inspect.signature(build).parameters if name != "generations"]
    if not names:
        return [()]
    [name] = names
    return [(value,) for value in ARGUMENTS[name.lstrip("_")]]


def test_what_is_kept_beside_people_reads_no_table_of_people(db, client):
    open_locales("uk", "en")
    person = PrisonerFactory(writable=True, stories=["uk", "en"])
    a_campaign([person], languages=["uk", "en"])
    client.get("/uk/")  # with it come all modules that answer
    found, tables = kept_beside_people(), [each._meta.db_table for each in provided("models_of_people")]
    assert len(found) > 7 and len(tables) > 7

    with CaptureQueriesContext(connection) as queries:
        for each in found:
            numbered = {"generations": current()} if each.tells_numbers else {}
            for arguments in calls_of(each.build):
                each.build(*arguments, **numbered)

    asked = [query["sql"] for query in queries]
    assert len(asked) >= len(found)
    assert [sql for sql in asked for table in tables if f'"{table}"' in sql] == []


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
