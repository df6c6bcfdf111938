"""On SQLite each change leaves a segment of the index; they are merged daily, and after many rows."""

import pytest
from django.core.management import call_command
from django.db import connection

from home.jobs.queue import Turn, known_jobs
from home.models import SearchEntry
from home.search.actions import CATCH_UP, index, merge_segments
from home.search.read_models import found_by
from home.search.terms import Term
from prisoner_pages.importing.actions import import_prisoners as action
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory, open_locales
from tests.prisoner_pages.importing.conftest import list_of
from tests.tiers import LONG

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
IS_SQLITE = connection.vendor == "sqlite"
PERSON = "person"


@pytest.fixture
def people():
    open_locales("uk")
    people = [PrisonerFactory(writable=True, stories=["uk"]) for _person in range(3)]
    for _time in range(3):  # each change leaves one
        SearchEntry.objects.update(version=0)
        for person in people:
            index(PERSON, [person.pk])
    assert segments() > 1 or not IS_SQLITE
    return people


def segments():
    if not IS_SQLITE:
        return 1  # PostgreSQL has none
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(DISTINCT segid) FROM home_searchentry_words_idx")
        return cursor.fetchone()[0]


def found(people):
    return [
        found_by([Term(names=(person.name_uk.split()[-1].lower(),))], "uk").of(PERSON) for person in people
    ]


@pytest.mark.full(LONG)
def test_the_daily_job_and_the_command_leave_one_in_which_the_same_is_found(people):
    before, job = found(people), known_jobs()[CATCH_UP]

    job.run()

    assert job.every == Turn.DAY
    assert segments() == 1
    assert found(people) == before and all(before)
    call_command("index_search", anew=True)
    assert segments() == 1
    assert found(people) == before


@pytest.mark.full(LONG)
def test_merging_goes_on_where_it_stopped(people, monkeypatch):
    before = found(people)
    monkeypatch.setattr("home.search.actions.PAGES_AT_ONCE", 1)

    merge_segments()

    assert segments() == 1
    assert found(people) == before


@pytest.mark.full(LONG)
def test_an_import_of_many_rows_ends_with_one(people, monkeypatch):
    partner = PartnerFactory(section=True)
    monkeypatch.setattr(action, "MANY_ROWS", 1)

    report = action.import_prisoners(
        list_of({"full_name_uk": "Марко Вигад", "full_name_en": "Marko Vyhad"}),
        partner=partner,
        intent=action.Intent(publish=True),
    )

    assert report.created == 1
    assert segments() == 1
