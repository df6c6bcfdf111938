"""A campaign asks for whoever fits its rule, the same everywhere, and by nothing that no page says."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from home.caching.read_models import current
from home.headless.answers.read_models import content_changed
from letters.writing.read_models.choice import campaign_to_keep_to, people_to_choose
from prisoner_pages.campaigns.actions.copies import copy_for_another_year
from prisoner_pages.campaigns.read_models.appeals import campaigns_asking
from prisoner_pages.choices import FacilityKind, Scope, Status
from prisoner_pages.models import CampaignPage, CaseGroup, Facility, Occupation, Prisoner
from prisoner_pages.people.filters.table import FILTERS
from prisoner_pages.querysets.told_facts import RULE_FACTS
from prisoner_pages.records.actions.pauses import pause_prisoner
from prisoner_pages.vocabularies.actions import merge_words
from tests.factories.partners import employ_coordinator, employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales, write
from tests.factories.site_content import a_campaign, word_in
from tests.prisoner_pages.people.test_filters import SAID_OF_ONE, somebody
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
BY_MIGRATION = import_module("prisoner_pages.migrations.0030_cases_of_campaigns_become_rules")


@standing
def one():
    """Somebody who fits each rule, beside somebody who fits none."""
    open_locales("uk", "en")
    open_partner("zmina")
    PrisonerFactory(status=Status.ON_TRIAL, slug="elsewhere", partner=open_partner("pen"), writable=True)
    Prisoner.objects.filter(slug="elsewhere").update(status=Status.ON_TRIAL, facility=None)
    return somebody("one", name_en="Olena One")


def rule_for(one, *names):
    return {name: str(SAID_OF_ONE[name][0](one)) for name in names}


def asking(rule, people=(), slug="by-rule"):
    page = a_campaign(list(people), languages=["uk", "en"], slug=slug)
    write(page, recipient_rule=rule, live=True)
    return page


def asked_for_everywhere(client, slug="by-rule"):
    """Return whom the campaign asks for, by each road that tells it."""
    page = client.get(f"/en/campaigns/{slug}/").text
    listed = client.get("/api/v1/prisoners", {"campaign": slug, "locale": "en"}).json()["items"]
    people = Prisoner.objects.public()
    told = campaigns_asking("en", generations=current())
    to_write = people.filter(pk__in=people_to_choose(campaign=campaign_to_keep_to(slug))).values_list(
        "slug", flat=True
    )
    total = client.get(f"/api/v1/campaigns/{slug}?locale=en").json()["item"]["people"]["total"]
    own_pages = {each.slug: client.get(f"/en/prisoners/{each.slug}/").text for each in people}
    roads = {
        "the page": {each.slug for each in people if f"/prisoners/{each.slug}/" in page},
        "the API": {item["slug"] for item in listed},
        "profiles": {each.slug for each in people for one in told if one.slug == slug and one.asks_for(each)},
        "their own pages": {key for key, text in own_pages.items() if f"campaigns/{slug}/" in text},
        "step 1 of writing": set(to_write),
    }
    assert total == len(roads["the API"])
    return roads


def same_on_each(*slugs):
    roads = ("the page", "the API", "profiles", "their own pages", "step 1 of writing")
    return dict.fromkeys(roads, set(slugs))


# --- One declaration --------------------------------------------------------------------------------
def test_a_rule_goes_by_filters_of_the_public_list_and_finds_what_they_find():
    filters = {each.name: each.narrow for each in FILTERS}

    assert {name: filters[name] for name in RULE_FACTS} == RULE_FACTS


@pytest.mark.full(LONG)
@pytest.mark.parametrize("name", first_of(RULE_FACTS))
def test_whoever_fits_the_rule_is_asked_for_on_every_road(client, one, name):
    asking(rule_for(one, name))

    assert asked_for_everywhere(client) == same_on_each("one")


def test_whoever_is_chosen_by_name_is_asked_for_besides(client, one):
    asking(rule_for(one, "occupation"), [Prisoner.objects.get(slug="elsewhere")])

    assert asked_for_everywhere(client) == same_on_each("one", "elsewhere")


@pytest.mark.full(LONG)
def test_of_several_parts_of_a_rule_all_are_to_be_true(client, one):
    other = somebody("other", name_en="Olena Other")
    Prisoner.objects.filter(pk=other.pk).update(facility=None)
    rule = rule_for(one, "occupation", "facility")
    asking(rule)
    asking({"occupation": rule["occupation"]}, slug="of-one-work")

    assert asked_for_everywhere(client) == same_on_each("one")
    assert asked_for_everywhere(client, "of-one-work") == same_on_each("one", "other")


@pytest.mark.parametrize("rule", [{}, {"no such filter": "1"}, {"partner": "zmina"}, {"facility": "0"}])
def test_a_rule_that_says_nothing_known_asks_for_nobody(one, rule):
    assert not Prisoner.objects.fitting(rule).exists()
    assert not Prisoner.objects.fitting({**rule, "case": "0"}).exists()


# --- Nothing but what is told -----------------------------------------------------------------------
@pytest.mark.full(LONG)
@pytest.mark.parametrize("name", first_of(RULE_FACTS))
def test_a_rule_finds_nobody_of_whom_it_may_not_be_told(client, one, name):
    scope = SAID_OF_ONE[name][1]
    asking(rule_for(one, name))
    one.consents.exclude(scope__in=[Scope.NAME, scope]).delete()
    with_its_basis_alone = asked_for_everywhere(client)["the page"]
    one.consents.filter(scope=scope).delete()
    content_changed()
    without = asked_for_everywhere(client)

    assert with_its_basis_alone == {"one"}
    assert {road: without[road] for road in ("the page", "the API", "profiles", "their own pages")} == (
        dict.fromkeys(("the page", "the API", "profiles", "their own pages"), set() if scope else {"one"})
    )


@pytest.mark.full(LONG)
@pytest.mark.parametrize(("name", "words"), first_of([("occupation", Occupation), ("case", CaseGroup)]))
def test_by_a_word_that_was_taken_back_a_rule_finds_nobody_and_its_form_says_so(client, one, name, words):
    campaign = asking(rule_for(one, name))
    assert asked_for_everywhere(client) == same_on_each("one")

    words.objects.get(pk=campaign.recipient_rule[name]).unpublish()

    found = asked_for_everywhere(client)
    del found["step 1 of writing"]  # where a campaign asks for nobody, all are offered
    assert not set().union(*found.values())
    form = logged_in(employ_coordinator()).get(reverse("wagtailadmin_pages:edit", args=[campaign.pk])).text
    assert "немає у списку" in form


@pytest.mark.parametrize("name", first_of(RULE_FACTS))
@pytest.mark.parametrize("ending", first_of(["is only named", "is paused"]))
def test_of_whom_no_facts_are_shown_no_rule_finds_them(client, one, ending, name):
    asking(rule_for(one, name))
    if ending == "is paused":
        pause_prisoner(one, by=None)
    else:
        Prisoner.objects.filter(pk=one.pk).update(status=Status.RELEASED_UNDER_CONTROL)
        content_changed()

    found = asked_for_everywhere(client)

    assert not found["the page"] | found["the API"] | found["profiles"] | found["their own pages"]


@pytest.mark.full(LONG)
def test_somebody_in_hospital_is_found_by_the_place_only_with_the_basis_for_health(client, one):
    Facility.objects.filter(pk=one.facility_id).update(kind=FacilityKind.HOSPITAL)
    content_changed()
    asking(rule_for(one, "facility"))

    assert asked_for_everywhere(client)["the API"] == {"one"}
    one.consents.filter(scope=Scope.HEALTH).delete()
    content_changed()
    assert asked_for_everywhere(client)["the API"] == set()


@pytest.mark.full(LONG)
@pytest.mark.parametrize("name", first_of(RULE_FACTS))
def test_the_count_of_a_rule_counts_nobody_whom_others_hide(one, name):
    hidden = somebody("hidden", name_en="Olena Hidden")
    Prisoner.objects.filter(pk=hidden.pk).update(live=False, facility=one.facility_id)
    rule = {f"recipient_rule_{key}": value for key, value in rule_for(one, name).items()}

    def words(user):
        return logged_in(user).post(reverse("count_recipients"), rule).json()["words"]

    assert words(employ_editor(open_partner("pen"))).startswith("Кампанія просить писати 1 людині.")
    assert words(employ_editor(one.partner)).startswith("Кампанія просить писати 2 людям.")


# --- The form ---------------------------------------------------------------------------------------
@pytest.mark.full(LONG)
def test_the_form_offers_the_words_of_the_lists_and_keeps_what_is_there(one):
    page = asking({**rule_for(one, "occupation"), "case": "999999"})
    form = logged_in(employ_editor(one.partner)).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    shown = form.content.decode()

    assert "Учитель</option>" in shown and "Справа садівників</option>" in shown
    assert 'value="999999" selected>' in shown
    # Of whom nothing but the name is told, nobody is found by it.
    assert f'value="{Status.RELEASED_UNDER_CONTROL}"' not in shown


def test_two_versions_of_a_rule_are_compared_in_words(one):
    page = asking(rule_for(one, "occupation"))
    page.save_revision()
    page.recipient_rule = rule_for(one, "birthday_month")
    page.save_revision()
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
    shown = logged_in(employ_editor(one.partner)).get(address).content.decode()

    assert ": Учитель</span>" in shown and ": травень</span>" in shown.lower()


def test_copied_for_another_year_a_campaign_keeps_its_rule(one):
    page = asking(rule_for(one, "occupation"))
    copied = copy_for_another_year(page, by=employ_editor(one.partner))

    assert copied.recipient_rule == rule_for(one, "occupation")


def test_a_word_that_a_rule_goes_by_is_not_merged_away(one):
    asking(rule_for(one, "occupation"))
    other = word_in(["uk"], Occupation, "Вчителька", "")

    with pytest.raises(ValidationError, match="Зимові листи"):
        merge_words(one.occupations.get(), into=other, by=employ_coordinator())


# --- What it costs ----------------------------------------------------------------------------------
@pytest.mark.full(LONG)
def test_any_number_of_rules_costs_profiles_one_query(one, django_assert_max_num_queries):
    for number, name in enumerate(RULE_FACTS):
        asking(rule_for(one, name), slug=f"rule-{number}")
    content_changed()
    generations = current()

    with django_assert_max_num_queries(4):
        told = campaigns_asking("en", generations=generations)
    assert [each.asks_for(one) for each in told if each.slug.startswith("rule-")] == [True] * len(RULE_FACTS)


# --- From the release before ------------------------------------------------------------------------
def test_a_campaign_for_a_case_goes_by_it_as_a_rule_and_back_again(one):
    case = one.cases.get()
    page = asking({})
    other = asking(rule_for(one, "case", "facility"), slug="of-more")
    CampaignPage.objects.filter(pk=page.pk).update(everyone_in_case=case)

    BY_MIGRATION.cases_become_rules(apps, None)
    assert CampaignPage.objects.get(pk=page.pk).recipient_rule == {"case": str(case.pk)}

    CampaignPage.objects.update(everyone_in_case=None)
    BY_MIGRATION.rules_become_cases(apps, None)
    cases = dict(CampaignPage.objects.values_list("pk", "everyone_in_case"))
    assert (cases[page.pk], cases[other.pk]) == (case.pk, None)


def test_a_draft_from_the_release_before_asks_for_its_case(one):
    page, case = asking({}), one.cases.get()
    draft = page.serializable_data()
    del draft["recipient_rule"]

    assert page.with_content_json({**draft, "everyone_in_case": case.pk}).recipient_rule == {
        "case": str(case.pk)
    }
    assert page.with_content_json({**draft, "everyone_in_case": None}).recipient_rule == {}
