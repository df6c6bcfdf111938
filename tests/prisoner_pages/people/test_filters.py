"""Each filter of people, whatever it is: the same on the page, in the API and beside the admin's list."""

from datetime import date

import pytest
from django.urls import reverse

from home.headless.answers.read_models import content_changed
from prisoner_pages.choices import Scope, Status
from prisoner_pages.consents.actions.consents import withdraw_consent
from prisoner_pages.models import CaseGroup, Interest, Occupation, Prisoner
from prisoner_pages.people.filters.table import FILTERS
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.contract import SNAPSHOT
from tests.factories.partners import employ_coordinator, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.site_content import a_campaign, word_in
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_prisoner_pages_prisoner:list"
NAMES = [each.name for each in FILTERS]
# Filter -> the value by which the person of `one` is found and nobody else, and the basis that it takes
# besides that for the name. The one for health is tried with the pages that tell of it (test_people_list).
SAID_OF_ONE = {
    "q": (lambda one: "Olena", None),
    "letters": (lambda one: "open", Scope.LETTERS),
    "status": (lambda one: Status.SENTENCED, None),
    "case": (lambda one: one.cases.get().pk, None),
    "facility": (lambda one: one.facility_id, None),
    "interest": (lambda one: one.interests.get().pk, None),
    "occupation": (lambda one: one.occupations.get().pk, None),
    "birthday_month": (lambda one: 5, Scope.BIRTHDAY),
    "campaign": (lambda one: "winter", None),
    "partner": (lambda one: "zmina", None),
}


@standing
def one():
    """Somebody of whom each filter is true; nobody else is told of but `elsewhere`, of whom none is."""
    open_locales("uk", "en")
    open_partner("zmina")
    PrisonerFactory(status=Status.ON_TRIAL, slug="elsewhere", partner=open_partner("pen"))
    return somebody("one", name_en="Olena One")


def somebody(slug, *, status=Status.SENTENCED, name_en="Somebody"):
    """Make a person of whom everything that a filter asks for is recorded and may be told."""
    person = PrisonerFactory(
        writable=True,
        slug=slug,
        name_en=name_en,
        birth_date=date(1980, 5, 1),
        bases=[Scope.NAME, Scope.LETTERS, Scope.BIRTHDAY, Scope.HEALTH],
    )
    person.cases.add(word_in(["uk", "en"], CaseGroup, "Справа садівників", "Gardeners’ case"))
    person.interests.add(word_in(["uk", "en"], Interest, "Шахи", "Chess"))
    person.occupations.add(word_in(["uk", "en"], Occupation, "Учитель", "Teacher"))
    person.save()
    Prisoner.objects.filter(pk=person.pk).update(status=status)
    a_campaign([person], languages=["uk", "en"])
    return person


def asked(one, name):
    return {name: SAID_OF_ONE[name][0](one)}


def slugs_in(response):
    assert response.status_code == 200, response.text
    slugs = Prisoner.objects.values_list("slug", flat=True)
    return {slug for slug in slugs if f"/prisoners/{slug}/" in response.text}


@pytest.mark.full(LONG)
@pytest.mark.both_databases
@pytest.mark.parametrize("name", first_of(NAMES))
def test_a_filter_finds_the_same_people_on_the_page_in_the_api_and_in_the_admin(client, one, name):
    answer = client.get("/api/v1/prisoners", asked(one, name) | {"locale": "en"})
    rows = logged_in(employ_coordinator()).get(reverse(LIST), asked(one, name)).context["object_list"]

    assert slugs_in(client.get("/en/prisoners/", asked(one, name))) == {"one"}
    assert [item["slug"] for item in answer.json()["items"]] == ["one"]
    assert [record.slug for record in rows] == ["one"]


@pytest.mark.full(LONG)
@pytest.mark.parametrize("name", first_of(NAMES))
def test_of_whom_nothing_but_the_name_is_told_no_other_filter_finds_them(client, one, name):
    hidden = somebody("hidden", status=Status.RELEASED_UNDER_CONTROL, name_en="Olena Hidden")

    found = slugs_in(client.get("/en/prisoners/", asked(one, name)))

    assert found == ({"one", hidden.slug} if name == "q" else {"one"})


@pytest.mark.parametrize("name", first_of(NAMES))
def test_a_filter_finds_nobody_of_whom_it_may_not_be_told(client, one, name):
    where, scope = asked(one, name), SAID_OF_ONE[name][1]
    one.consents.exclude(scope__in=[Scope.NAME, scope]).delete()
    with_its_basis_alone = slugs_in(client.get("/en/prisoners/", where))
    one.consents.filter(scope=scope).delete()

    assert with_its_basis_alone == {"one"}
    assert slugs_in(client.get("/en/prisoners/", where)) == (set() if scope else {"one"})


@pytest.mark.parametrize("each", first_of(FILTERS), ids=NAMES)
def test_a_filter_is_shown_and_described_wherever_it_stands(client, one, each):
    page = client.get("/en/prisoners/").text
    admin = logged_in(employ_coordinator()).get(reverse(LIST)).text
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    parameters = [paths[f"/api/v1/{path}"]["get"]["parameters"] for path in ("prisoners", "prisoners.csv")]
    described = {row["description"] for rows in parameters for row in rows if row["name"] == each.name}

    assert f'name="{each.name}"' in page and f'name="{each.name}"' in admin
    assert described == {each.description} != {""}
    assert f'"name": "{each.name}"' in SNAPSHOT.read_text(), "python -m tests.write_contract"


# What ends that the work of somebody is told.
ENDINGS = {
    "is paused": lambda one: pause_prisoner(one, by=None),
    "is a draft": lambda one: stored(one, live=False),
    "has no basis": lambda one: withdraw_consent(one.consents.get(scope=Scope.NAME), by=None),
    "is only named": lambda one: stored(one, status=Status.RELEASED_UNDER_CONTROL),
}


def stored(record, **fields):
    Prisoner.objects.filter(pk=record.pk).update(**fields)
    content_changed()


WORDS_OF_ONE = {
    "case": ("Gardeners’ case", "Справа садівників"),
    "occupation": ("Teacher", "Учитель"),
    "interest": ("Chess", "Шахи"),
}


@pytest.mark.parametrize("kind", first_of(WORDS_OF_ONE))
@pytest.mark.parametrize("ending", first_of(ENDINGS))
def test_word_of_somebody_who_is_not_told_of_stands_in_no_list(client, one, ending, kind):
    word, in_ukrainian = WORDS_OF_ONE[kind]
    lists = ["/en/prisoners/", *(f"/api/v1/{kind}s{form}?locale=en" for form in ("", ".csv"))]
    before = [client.get(address) for address in lists]

    ENDINGS[ending](Prisoner.objects.get(slug="one"))
    after = [client.get(address) for address in lists]

    assert all(word in content_of(answer) for answer in before)
    assert not any(word in content_of(answer) for answer in after)
    assert client.get("/api/v1/prisoners", asked(one, kind)).status_code == 400
    assert in_ukrainian in logged_in(employ_coordinator()).get(reverse(LIST)).text


def test_a_case_is_listed_with_the_larger_ones_around_it(client, one):
    case = one.cases.get()
    case.parent = word_in(["uk", "en"], CaseGroup, "Велика справа", "Large case")
    case.parent.parent = word_in(["uk", "en"], CaseGroup, "Уся справа", "Whole case")
    case.parent.save()
    case.save()

    items = client.get("/api/v1/cases?locale=en").json()["items"]
    listed = {item["name"]["text"]: item["parent"] for item in items}

    assert listed == {
        "Gardeners’ case": case.parent_id,
        "Large case": case.parent.parent_id,
        "Whole case": None,
    }


def content_of(answer):
    assert answer.status_code == 200
    return b"".join(answer).decode()


# --- Fields that nobody has set are written once ------------------------------------------------------
def field_in(client, name, **parameters):
    """Return the field of a filter as the list shows it: what stands up to the next one."""
    page = client.get("/en/prisoners/", parameters).text
    return page.partition(f"filter filter--{name}")[2].partition("filter filter--")[0]


@pytest.mark.parametrize("name", ["status", "facility", "case", "order"])
def test_what_somebody_set_is_shown_to_nobody_else(client, one, name):
    value = "shuffled" if name == "order" else asked(one, name)[name]
    unset = field_in(client, name)

    assert f'value="{value}" selected' in field_in(client, name, **{name: value})
    assert field_in(client, name) == unset


@pytest.mark.parametrize("name", ["q", "status"])
def test_what_is_wrong_with_a_value_is_told_to_nobody_else(client, one, name):
    unset = field_in(client, name)

    assert "field__error" in field_in(client, name, **{name: "x" * 300})
    assert field_in(client, name) == unset and "field__error" not in unset


def test_the_best_match_is_offered_to_whoever_typed_words_and_to_nobody_else(client, one):
    assert "the best match first" not in field_in(client, "order")
    assert "the best match first" in field_in(client, "order", q="Olena")
    assert "the best match first" not in field_in(client, "order")


def test_a_place_is_offered_in_its_new_name_with_the_next_answer(client, one):
    field_in(client, "facility")
    one.facility.name_en = "New name of the place"
    one.facility.save()

    assert "New name of the place" in field_in(client, "facility")
