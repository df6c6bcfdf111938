"""The list and the search as a visitor reads them."""

from datetime import date
from itertools import product

import pytest
from django.utils import timezone

from prisoner_pages.choices import EventKind, FacilityKind, Scope, Status
from prisoner_pages.models import CaseEvent, Claim, Detention, Facility, Prisoner, Sentence
from prisoner_pages.policies import shown_status
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.prisoner_pages.people.cards import names_on
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db


@standing
def trees():
    return open_locales("uk", "en", "crh")


# --- The list ------------------------------------------------------------------------------------
@pytest.mark.both_databases
@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_person_is_listed_and_found_at_the_flat_address(trees, client, language):
    record = PrisonerFactory(writable=True)

    listed = client.get(f"/{language}/prisoners/")
    shown = client.get(f"/{language}/prisoners/{record.slug}/")

    assert names_on(listed) == [record.name_in(language)]
    assert shown.status_code == 200
    assert f"<h1>{record.name_in(language)}</h1>" in shown.text


def test_a_person_whose_story_is_not_translated_has_a_page_with_the_facts_that_leads_to_it(trees, client):
    PrisonerFactory(slug="one", name_crh="Ayşe", stories=["uk"])

    listed = client.get("/crh/prisoners/")
    page = client.get("/crh/prisoners/one/")

    assert names_on(listed) == ["Ayşe"]
    assert '<a href="/crh/prisoners/one/">' in listed.text
    assert (page.status_code, page.headers["Content-Language"]) == (200, "crh")
    assert '<html lang="crh">' in page.text and "<h1>Ayşe</h1>" in page.text
    assert '<a href="/uk/prisoners/one/" hreflang="uk" lang="uk">Українська</a>' in page.text


def test_a_person_without_any_story_has_a_page_in_every_language_and_says_nothing_of_stories(trees, client):
    PrisonerFactory(slug="one", stories=[])

    for language in ("uk", "en", "crh"):
        page = client.get(f"/{language}/prisoners/one/")
        assert page.status_code == 200
        assert f'<html lang="{language}">' in page.text
        assert 'class="lead"' not in page.text and 'class="notice"' not in page.text


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_names_are_sorted_as_the_language_sorts_them(trees, client):
    for surname in ("Ґудзь", "Їжак", "Гудз", "Яворівська", "Іваненко"):
        PrisonerFactory(name_uk=f"Ім’я {surname}", name_en="")

    listed = names_on(client.get("/uk/prisoners/"))

    assert [name.split()[-1] for name in listed] == ["Гудз", "Ґудзь", "Іваненко", "Їжак", "Яворівська"]


@pytest.mark.full(LONG)
@pytest.mark.both_databases
@pytest.mark.parametrize("query", first_of(["Джелял", "Джелялов", "Dzhelyal", "Dzhelial", "Celâl"]))
def test_a_person_is_found_in_every_script_and_spelling(trees, client, query):
    PrisonerFactory(
        name_uk="Наріман Джелял",
        name_en="Nariman Dzhelyal",
        name_crh="Nariman Celâl",
        name_ru="Джелялов Нариман",
    )
    PrisonerFactory(name_uk="Інша Людина", name_en="Other Person")

    assert names_on(client.get("/uk/prisoners/", {"q": query})) == ["Наріман Джелял"]


@pytest.mark.both_databases
@pytest.mark.parametrize("status", first_of([Status.RELEASED, Status.EXCHANGED, Status.DIED]))
def test_nobody_free_or_dead_is_found_by_the_place_where_they_were_held(trees, client, status):
    place = Facility.objects.create(name_uk="Колонія № 1", name_ru="ИК-1")
    held = PrisonerFactory(writable=True, facility=place)
    PrisonerFactory(status=status, facility=place)

    assert names_on(client.get("/uk/prisoners/", {"facility": place.pk})) == [held.name_in("uk")]


@pytest.mark.full(LONG)
def test_the_facility_filter_finds_whose_page_names_the_place(trees, client):
    place = Facility.objects.create(name_uk="Колонія № 1", name_en="Colony 1", name_ru="ИК-1")
    for status in Status:
        PrisonerFactory(status=status, facility=place, slug=status.replace("_", "-"), name_en=status)

    found = names_on(client.get("/en/prisoners/", {"facility": place.pk}))

    for status in Status:
        page = client.get(f"/en/prisoners/{status.replace('_', '-')}/").text
        assert ("<dd>Colony 1</dd>" in page) == (status in found), status


@pytest.mark.parametrize("status", first_of([Status.RELEASED, Status.EXCHANGED, Status.DIED]))
def test_places_where_somebody_was_held_stay_in_the_timeline_alone(trees, client, status):
    place = Facility.objects.create(name_en="Colony 1", name_ru="ИК-1")
    record = PrisonerFactory(status=status, facility=place, slug="one")
    record.detentions = [Detention(facility=place, from_date=date(2021, 5, 1), to_date=date(2023, 5, 1))]
    record.sentences = [Sentence(years=7, date=date(2021, 4, 1), court="Суд")]
    record.save()
    for field, value in (("place", "Colony 2"), ("mail_status", "can"), ("occupations", "printer")):
        shown_claim(record, field, value)

    text = client.get("/en/prisoners/one/").text

    assert text.count("Colony 1") == 1 and "held here from this day: Colony 1" in text
    assert "7 years" in text and "verdict" in text
    assert "printer" in text
    assert "Colony 2" not in text and "can receive letters" not in text


def shown_claim(record, field, value):
    Claim.objects.create(prisoner=record, field=field, value=value, shown_since=timezone.now())


# --- Health --------------------------------------------------------------------------------------
WITHOUT, WITH = [Scope.NAME], [Scope.NAME, Scope.HEALTH]


def in_hospital(*, bases, sentenced=False, slug="one"):
    """Somebody in a prison hospital, whose every fact says so."""
    place = Facility.objects.get_or_create(
        name_ru="Больница № 1", name_en="Ward 1", name_uk="Ward 1", kind=FacilityKind.HOSPITAL
    )[0]
    record = PrisonerFactory(
        status=Status.HOSPITAL, facility=place, bases=bases, slug=slug, status_since=date(2024, 3, 5)
    )
    record.detentions = [Detention(facility=place, from_date=date(2024, 3, 5))]
    record.case_events = [CaseEvent(kind=EventKind.TRANSFER, date=date(2024, 3, 4), facility=place)]
    record.sentences = [Sentence(years=7)] if sentenced else []
    record.save()
    for field, value in (
        ("status", "hospital"),
        ("place", "Ward 1"),
        ("place", "тюремна лікарня в Ростові"),
        ("place", "МСЧ, больница"),
    ):
        shown_claim(record, field, value)
    return record


@pytest.mark.parametrize(
    ("sentenced", "word"), first_of([(False, "<dd>detained</dd>"), (True, "<dd>sentenced</dd>")])
)
def test_without_a_basis_for_health_nothing_tells_that_somebody_is_in_hospital(
    trees, client, sentenced, word
):
    in_hospital(bases=WITHOUT, sentenced=sentenced)

    text = client.get("/en/prisoners/one/").text.partition("<main")[2]

    assert word in text
    assert not [told for told in ("ospital", "Ward 1", "лікарня", "больница", "5 March 2024") if told in text]
    assert "transferred" in text


def test_with_a_basis_for_health_the_hospital_is_shown(trees, client):
    in_hospital(bases=WITH)

    text = client.get("/en/prisoners/one/").text

    assert "in a prison hospital" in text and "5 March 2024" in text and "лікарня" in text
    assert text.count("Ward 1") == 4  # the place, the transfer, the stay, what another source says


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_filters_find_people_in_hospital_only_with_a_basis_for_health(trees, client):
    secret, told = in_hospital(bases=WITHOUT, slug="secret"), in_hospital(bases=WITH, slug="told")

    def found(**parameters):
        return names_on(client.get("/uk/prisoners/", parameters))

    assert found(status="hospital") == found(facility=told.facility_id) == [told.name_uk]
    assert found(status="detained") == [secret.name_uk]


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_the_status_filter_finds_by_the_status_that_a_page_shows(trees):
    for status, bases, sentenced in product(Status, [WITHOUT, WITH], [True, False]):
        record = PrisonerFactory(status=status, bases=bases, stories=[])
        record.sentences = [Sentence(years=7)] if sentenced else []
        record.save()

    people = Prisoner.objects.all()
    for status in Status:
        shown = {
            person
            for person in people
            if shown_status(person.status, bases=person.bases, is_sentenced=bool(person.facts.sentences))
            == status
        }
        assert set(Prisoner.objects.of_status(status)) == shown, status


@pytest.mark.both_databases
def test_filters_narrow_together(trees, client):
    writable = PrisonerFactory(writable=True, name_en="Writable One")
    PrisonerFactory(status=Status.ON_TRIAL, name_en="On Trial")

    assert names_on(client.get("/en/prisoners/?letters=open")) == [writable.name_en]
    assert names_on(client.get("/en/prisoners/?status=on_trial")) == ["On Trial"]
    assert names_on(client.get("/en/prisoners/?status=on_trial&letters=open")) == []


@pytest.mark.both_databases
def test_a_birthday_is_found_by_its_month_only_with_a_basis(trees, client):
    known = {"birth_date": date(1980, 5, 1)}
    shown = PrisonerFactory(name_en="May Child", bases=[Scope.NAME, Scope.BIRTHDAY], **known)
    PrisonerFactory(name_en="Hidden Child", **known)

    assert names_on(client.get("/en/prisoners/?birthday_month=5")) == [shown.name_en]


def test_a_malformed_filter_is_explained_and_leaves_the_others(trees, client):
    PrisonerFactory(name_en="On Trial", status=Status.ON_TRIAL)
    PrisonerFactory(name_en="Another Person")

    response = client.get("/en/prisoners/?status=on_trial&case=nonsense&page=99&unknown=1")

    assert response.status_code == 200
    assert names_on(response) == ["On Trial"]
    assert "“nonsense” is not possible here" in response.text
    assert "There is no page “99”" in response.text


def test_an_empty_answer_says_what_to_do(trees, client):
    PrisonerFactory()

    response = client.get("/en/prisoners/?q=nobody-of-that-name")

    assert names_on(response) == []
    assert "Nobody matches all of this" in response.text


@pytest.mark.full(LONG)
def test_a_long_list_has_pages_that_keep_the_filters(trees, client):
    for _number in range(25):
        PrisonerFactory(stories=["uk"], writable=True)

    first = client.get("/uk/prisoners/?letters=open")
    second = client.get("/uk/prisoners/?letters=open&page=2")

    assert (len(names_on(first)), len(names_on(second))) == (24, 1)
    assert "?letters=open&amp;page=2" in first.text
