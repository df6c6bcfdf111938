"""What it costs to publish one story or one fact: the same among few people and among many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from prisoner_pages.facts.actions.changes import change_record
from prisoner_pages.models import Prisoner, PrisonerPage
from tests.factories.crowd import gather_crowd
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales
from tests.tiers import LONG, first_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LANGUAGES = ["uk", "en"]


@pytest.fixture
def partner(db):
    open_locales(*LANGUAGES)
    return PartnerFactory(slug="zmina", section=True)


@pytest.fixture
def person(partner):
    return PrisonerFactory(partner=partner, slug="one", writable=True, stories=LANGUAGES)


def publish_story(person, words):
    story = PrisonerPage.objects.get(prisoner=person, locale__language_code="uk")
    story.intro = words
    story.save_revision().publish()


def publish_fact(person, words):
    def change(facts):
        facts.name_uk = words

    change_record(Prisoner.objects.get(pk=person.pk), change=change, by=None)


@pytest.mark.full(LONG)
@pytest.mark.parametrize("publish", first_of([publish_story, publish_fact]))
def test_publishing_costs_the_same_among_few_and_among_many(
    partner, person, publish, django_capture_on_commit_callbacks
):
    def cost(words):
        with CaptureQueriesContext(connection) as queries, django_capture_on_commit_callbacks(execute=True):
            publish(person, words)
        return len(queries)

    publish(person, "Перші слова")  # what is kept in the process is read with it
    few = cost("Другі слова")
    gather_crowd(100, partner=partner, languages=LANGUAGES)

    assert cost("Треті слова") == few
