"""The search under the public host's database user: by the index of words, and past no rule about rows."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from home.caching.read_models import current
from home.models import SearchEntry
from home.search.read_models import WITH_WORDS
from prisoner_pages.models import Prisoner
from prisoner_pages.people.read_models.search_results import answer_to
from tests.cms.grants.public_user import as_public_user, make_user, name_of_user, only_postgresql
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, only_postgresql]
ENTRIES = f"SELECT * FROM {WITH_WORDS}(CAST(%s AS tsquery), %s)"  # noqa: S608


@standing
def people(db):
    open_locales("uk", "en")
    names = {"one": ("Селім Баглиєв", "Selim Bahlyiev"), "other": ("Селім Ялинський", "Selim Yalynskyi")}
    found = [PrisonerFactory(slug=slug, name_uk=uk, name_en=en) for slug, (uk, en) in names.items()]
    make_user()
    return found


def found(words, language="uk"):
    return answer_to(words, language, generations=current()).people


@pytest.mark.parametrize("words", ["Селім", "Selim", "Баглиєв", "Баглиив", "Selim Yalynski", "нікого"])
def test_the_same_people_are_found_in_the_same_order(people, words):
    expected = [found(words, language) for language in ("uk", "en")]

    with as_public_user():
        assert [found(words, language) for language in ("uk", "en")] == expected


def test_nobody_is_found_by_an_entry_that_was_left_behind(people):
    Prisoner.objects.filter(slug="one").update(live=False)  # as no action does it

    with as_public_user():
        assert found("Селім") == [people[1].pk]


def test_nothing_is_found_from_the_day_on_which_a_basis_has_ended(people):
    SearchEntry.objects.filter(key=people[0].pk).update(until=timezone.localdate())

    with as_public_user():
        assert found("Селім") == [people[1].pk]


def test_of_an_entry_nothing_is_told_but_its_number(people):
    Prisoner.objects.filter(slug="one").update(live=False)
    hidden = SearchEntry.objects.filter(key=people[0].pk)
    number = hidden.get(language="uk").pk

    with as_public_user(), connection.cursor() as cursor:
        cursor.execute(ENTRIES, ["'selim'", "uk"])
        rows = cursor.fetchall()
        readable = SearchEntry.objects.filter(pk=number).exists()

    assert (number,) in rows and all(len(row) == 1 for row in rows)
    assert not readable


def test_it_runs_with_the_rights_of_whoever_owns_the_entries_on_no_other_path_and_for_nobody_else(people):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT prosecdef, proconfig, proowner = (SELECT relowner FROM pg_class WHERE relname = %s),"
            " has_function_privilege('public', oid, 'EXECUTE') FROM pg_proc WHERE proname = %s",
            ["home_searchentry", WITH_WORDS],
        )
        assert cursor.fetchall() == [(True, ["search_path=pg_catalog, pg_temp"], True, False)]


def scans_of_words(cursor):
    cursor.execute("SELECT pg_stat_get_xact_numscans('home_searchentry_words'::regclass)")
    return cursor.fetchone()[0]


@pytest.fixture
def _large_table(people):
    """One as small as a test's is read whole, or by its languages, which finds as much."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("ALTER TABLE home_searchentry DROP CONSTRAINT one_search_entry_a_language")


@pytest.mark.usefixtures("_large_table")
def test_the_search_goes_by_the_index_of_words():
    with as_public_user(), connection.cursor() as cursor:
        before = scans_of_words(cursor)
        assert found("Селім")
        assert scans_of_words(cursor) > before


@pytest.mark.usefixtures("_large_table")
def test_the_index_does_not_help_who_reads_the_entries_themselves():
    """The reason why there is a function: should this fail, it is needed no more."""
    with as_public_user(), connection.cursor() as cursor:
        before = scans_of_words(cursor)
        cursor.execute("SELECT kind, key FROM home_searchentry WHERE vector @@ CAST('selim' AS tsquery)")
        assert cursor.fetchall() and scans_of_words(cursor) == before


def test_no_other_user_may_ask(people):
    other = f"other_{name_of_user()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {other}")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute(f"SET LOCAL ROLE {other}")
            cursor.execute(ENTRIES, ["'selim'", "uk"])


def test_no_search_reads_through_entries_that_the_index_has_not_taken(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'home_searchentry_words'")
        assert cursor.fetchall() == [(["fastupdate=off"],)]
