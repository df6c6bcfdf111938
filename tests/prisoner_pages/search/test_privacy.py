"""What the search must not tell: of nobody more than their public page says, on no page and in no answer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from home.caching.read_models import current
from home.models import SearchEntry
from home.search.actions import catch_up
from prisoner_pages.choices import FacilityKind, Scope, Status
from prisoner_pages.models import (
    Consent,
    Facility,
    NameForm,
    Occupation,
    Place,
    Prisoner,
    PrisonerPage,
    Source,
    Topic,
)
from prisoner_pages.people.read_models.search_results import answer_to
from prisoner_pages.records.actions.pauses import pause_prisoner, resume_prisoner
from tests.factories.canaries import CANARY, plant_canaries
from tests.factories.prisoner_pages import PrisonerFactory, open_locales, write
from tests.factories.site_content import word_in
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ADDRESSES = (
    "/uk/prisoners/?q={}",
    "/en/prisoners/?q={}",
    "/en/letters/write/?q={}",
    "/en/search/suggestions/?q={}",
    "/api/v1/search?q={}&locale=en",
    "/api/v1/prisoners?q={}&locale=en",
)


def indexed():
    """Return every word of the index, as it lies in the table and in what the database makes of it."""
    rows = SearchEntry.objects.values_list("names", "facts", "story", "vector")
    return " ".join(text for row in rows for text in row)


def found(words, language="uk"):
    keys = answer_to(words, language, generations=current()).people
    return set(Prisoner.objects.filter(pk__in=keys).values_list("slug", flat=True))


@standing
def one():
    open_locales("uk", "en")
    person = PrisonerFactory(slug="one", name_uk="Селім Баглиєв", name_en="Selim Bahlyiev", writable=True)
    person.occupations.set([word_in(["uk", "en"], Occupation, "бджоляр", "beekeeper")])
    person.home_place = word_in(["uk", "en"], Place, "Бахчисарай", "Bakhchysarai", region="crimea")
    person.save()
    return person


@standing
def canaries():
    return plant_canaries()


def test_no_canary_is_in_the_index(canaries):
    catch_up()

    assert CANARY not in indexed()


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_found_by_a_canary_and_nothing_counted(canaries, client, address):
    ours, others = (client.get(address.format(word)).content for word in (CANARY, "zanary"))

    assert ours.replace(CANARY.encode(), b"zanary") == others


def test_a_person_is_found_by_what_the_page_says(one):
    assert (
        found("бджоляр") == found("Баглиев") == found("Selim", "en") == found("beekeepers", "en") == {"one"}
    )


def test_whoever_is_hidden_leaves_the_index_with_that_change_and_comes_back_with_it(one):
    pause_prisoner(one, by=None)
    assert "баглиев" not in indexed()
    assert found("Баглиєв") == set()

    resume_prisoner(one, by=None)
    assert found("Баглиєв") == {"one"}


def test_whose_name_may_not_be_told_any_more_leaves_it(one):
    one.consents.get(scope=Scope.NAME).delete()

    assert not SearchEntry.objects.filter(kind="person").exists()


def test_a_row_that_was_left_behind_finds_nobody(one, client):
    Prisoner.objects.filter(pk=one.pk).update(live=False)  # as no action does it

    for address in ADDRESSES:
        assert b"Bahlyiev" not in client.get(address.format("beekeeper")).content


def test_home_is_found_by_only_while_its_basis_holds(one):
    assert found("Бахчисарай") == set()

    ends = timezone.localdate() + timedelta(days=5)
    basis = Consent.objects.create(prisoner=one, scope=Scope.HOME, basis="given", expires_on=ends)
    assert found("Бахчисарай") == {"one"}

    SearchEntry.objects.filter(kind="person").update(until=timezone.localdate())  # the day after has come
    assert found("Бахчисарай") == set()
    basis.delete()
    assert found("Бахчисарай") == set()
    assert found("Баглиєв") == {"one"}


def test_somebody_of_whom_only_the_name_is_told_is_found_by_the_name_only(one):
    PrisonerPage.objects.get(prisoner=one, locale__language_code="uk")
    one.status = Status.MISSING
    one.save()
    Prisoner.objects.filter(pk=one.pk).update(status=Status.RELEASED_UNDER_CONTROL)
    one.refresh_from_db()
    one.consents.first().save()

    assert found("Баглиєв") == {"one"}
    assert found("бджоляр") == found("Коротко") == set()


def test_a_story_that_is_not_shown_is_no_reason_either(one, client):
    one.other_names.add(NameForm(name="Аліме", language="uk"))
    one.save()
    write(
        PrisonerPage.objects.get(prisoner=one, locale__language_code="uk"),
        live=True,
        intro="Аліме живе коло моря.",
    )
    told = [address for address in ADDRESSES if address.startswith(("/uk", "/api"))]
    assert "коло моря" in client.get(told[0].format("живе")).content.decode()

    Prisoner.objects.filter(pk=one.pk).update(status=Status.RELEASED_UNDER_CONTROL)
    one.consents.first().save()

    assert found("Аліме") == {"one"}
    for address in told:
        assert "коло моря" not in client.get(address.format("Аліме")).content.decode()


def test_nobody_is_found_by_what_a_writer_must_not_mention_nor_by_a_private_source(one):
    one.topics_to_avoid.set([word_in(["uk", "en"], Topic, "тиша", "silence")])
    one.sources = [Source(url="https://example.org/x", title="Дзвінок", is_public=False)]
    one.save()

    assert found("тиша") == found("дзвінок") == set()


def test_a_hospital_is_told_by_its_basis_alone(one):
    ward = Facility.objects.create(name_ru="Больница", name_uk="Лікарня Тополя", kind=FacilityKind.HOSPITAL)
    one.facility = ward
    one.save()
    assert found("Тополя") == set()

    Consent.objects.create(prisoner=one, scope=Scope.HEALTH, basis="given")
    assert found("Тополя") == {"one"}


def test_a_place_that_becomes_a_hospital_is_forgotten_before_the_worker_comes(one):
    ward = Facility.objects.create(name_ru="Колония", name_uk="Колонія Тополя", kind=FacilityKind.COLONY)
    one.facility = ward
    one.save()
    assert found("Тополя") == {"one"}

    ward.kind = FacilityKind.HOSPITAL
    ward.save()

    assert found("Тополя") == set()


def test_a_draft_is_found_by_nobody(one):
    story = PrisonerPage.objects.get(prisoner=one, locale__language_code="uk")
    write(story, live=False, intro="Грає на скрипці.")
    assert found("скрипка") == set()

    write(story, live=True, intro="Грає на скрипці.")
    assert found("скрипка") == {"one"}
    story.unpublish()
    assert found("скрипка") == set()


def test_what_was_deleted_is_gone_from_the_words_of_the_database(one):
    SearchEntry.objects.all().delete()

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM home_searchentry_words('selim')")
            assert cursor.fetchone() == (0,)


HOSTILE = [
    *('"', "'", "\x00", "a\x00b", "* OR", 'names:"x"', "NEAR(a b)", "-a", "a & b | !c", "(", ":*", "\\"),
    *("\u202eabc", "х" * 10_000, "слово " * 2_000, "%", "_", "{", "\ufffd", "'; DROP TABLE letters; --"),
    *("ь", "Осман ь", "Харь ъ", "\uff9e", "\u037a"),  # nothing is left of them
]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_break_the_search(one, client, words):
    for address in ("/en/prisoners/", "/en/search/suggestions/", "/api/v1/search", "/api/v1/prisoners"):
        assert client.get(address, {"q": words}).status_code < 500
    assert isinstance(answer_to(words[:200], "uk", generations=current()).people, list)
