"""Days of observance: kept by coordinators, shown by campaigns, and carried over from the fixed list."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import Locale

from home.translation.core.actions.catch_up import catch_up
from home.translation.core.actions.text_entry import place_story
from home.translation.models import Unit
from prisoner_pages.campaigns.actions.copies import copy_for_another_year
from prisoner_pages.models import CampaignPage, Observance
from prisoner_pages.opening.actions.languages import prepare_language
from prisoner_pages.opening.actions.observances import make_observances
from prisoner_pages.vocabularies.actions import merge_words, refuse_word
from prisoner_pages.vocabularies.known_observances import known_observances
from tests.factories.partners import employ_coordinator, employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import open_locales
from tests.factories.site_content import a_campaign
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
DAYS = "/admin/snippets/prisoner_pages/observance/"
carry_over = import_module("prisoner_pages.migrations.0023_campaigns_keep_their_days").carry_over


@standing
def office(db):
    source, english = (home.locale for home in open_locales("uk", "en").values())
    partner = open_partner("zmina")
    return source, english, employ_coordinator(), employ_editor(partner)


def a_day(name, month, day, *, english="", live=True):
    source = Locale.objects.get(language_code="uk")
    made = Observance.objects.create(name=name, month=month, day=day, locale=source, live=live)
    if english:
        place_story(made, locale="en", fields={"name": english}, by=None, live=True)
    return made


def form(name, month, day, *, publish):
    said = {"name": name, "month": month, "day": day}
    return {**said, "action-publish": "1"} if publish else said


def told(client, slug="winter", locale="uk"):
    return client.get(f"/api/v1/campaigns/{slug}?locale={locale}").json()["item"]["occasion"]


# --- Kept ----------------------------------------------------------------------------------------
@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_a_coordinator_adds_a_day_and_a_campaign_shows_it_in_its_languages(office, client):
    _source, _english, coordinator, _editor = office
    campaign = a_campaign([], languages=("uk", "en"))

    logged_in(coordinator).post(
        f"{DAYS}add/", form("26 червня, День кримськотатарського прапора", 6, 26, publish=True)
    )
    day = Observance.objects.get()
    place_story(day, locale="en", fields={"name": "26 June, Crimean Tatar Flag Day"}, by=None, live=True)
    campaign.observance = day
    campaign.save_revision().publish()

    assert day.live
    assert "26 червня, День кримськотатарського прапора" in client.get("/uk/campaigns/winter/").text
    assert "26 June, Crimean Tatar Flag Day" in client.get("/en/campaigns/winter/").text
    assert told(client)["code"] == "06-26"


def test_an_editor_proposes_a_day_and_no_campaign_is_offered_it_before_it_is_taken(office):
    _source, _english, _coordinator, editor = office
    campaign = a_campaign([], languages=("uk",))
    desk = logged_in(editor)

    desk.post(f"{DAYS}add/", form("1 червня, День дітей", 6, 1, publish=True))
    proposed = Observance.objects.get()
    offered = desk.get(f"/admin/pages/{campaign.pk}/edit/").context["form"].fields["observance"].queryset

    assert not proposed.live and not offered.exists()
    assert desk.get(f"/admin/words/observance/{proposed.pk}/").status_code in (302, 403)


def test_a_campaign_is_offered_the_days_of_the_list_by_date_in_ukrainian_alone(office):
    _source, _english, _coordinator, editor = office
    later, sooner = a_day("12 грудня", 12, 12, english="12 December"), a_day("1 січня", 1, 1)
    campaign = a_campaign([], languages=("uk", "en"))

    field = logged_in(editor).get(f"/admin/pages/{campaign.pk}/edit/").context["form"].fields["observance"]

    assert list(field.queryset) == [sooner, later]


@pytest.mark.parametrize(("month", "day"), [(2, 30), (4, 31), (6, 31), (1, 32), (13, 1), (1, 0)])
@pytest.mark.both_databases
def test_a_day_that_does_not_exist_is_refused_by_form_and_database(office, month, day):
    _source, _english, coordinator, _editor = office

    answer = logged_in(coordinator).post(f"{DAYS}add/", form("Ніколи", month, day, publish=True))
    with pytest.raises(IntegrityError), transaction.atomic():
        a_day("Ніколи", month, day)

    assert answer.context["form"].errors and not Observance.objects.exists()


def test_the_twenty_ninth_of_february_is_a_day(office):
    _source, _english, coordinator, _editor = office

    logged_in(coordinator).post(f"{DAYS}add/", form("29 лютого", 2, 29, publish=True))

    assert Observance.objects.get().code == "02-29"


@pytest.mark.both_databases
def test_no_day_is_named_twice(office):
    _source, _english, coordinator, _editor = office
    a_day("26 лютого", 2, 26, english="26 February")

    answer = logged_in(coordinator).post(f"{DAYS}add/", form("Ще раз", 2, 26, publish=False))
    with pytest.raises(IntegrityError), transaction.atomic():
        a_day("Ще раз", 2, 26)

    assert "26 лютого" in str(answer.context["form"].errors)


def test_a_day_is_not_kept_without_its_date_even_as_a_draft(office):
    _source, _english, _coordinator, editor = office

    answer = logged_in(editor).post(f"{DAYS}add/", form("Колись", "", "", publish=False))

    assert {"month", "day"} <= answer.context["form"].errors.keys()


# --- Shown ---------------------------------------------------------------------------------------
def test_a_name_missing_in_a_language_is_told_in_the_next_and_marked(office, client):
    a_campaign([], languages=("uk", "en"), observance=a_day("26 лютого", 2, 26))

    assert told(client, locale="en") == {
        "code": "02-26",
        "label": {"text": "26 лютого", "lang": "uk"},
    }
    assert '<span lang="uk">26 лютого</span>' in client.get("/en/campaigns/winter/").text


def test_a_changed_name_shows_at_once_and_a_day_taken_from_the_list_no_more(office, client):
    day = a_day("26 лютого", 2, 26)
    a_campaign([], languages=("uk",), observance=day)
    assert told(client)["label"]["text"] == "26 лютого"

    day.name = "26 лютого, День спротиву"
    day.save_revision().publish()
    renamed = told(client)
    day.unpublish()

    assert renamed["label"]["text"] == "26 лютого, День спротиву" and told(client) is None


def test_next_years_copy_and_texts_in_other_languages_keep_the_day(office, client):
    _source, _english, coordinator, _editor = office
    day = a_day("26 лютого", 2, 26, english="26 February")
    campaign = a_campaign([], languages=("uk", "en"), observance=day)

    copied = copy_for_another_year(campaign, by=coordinator)
    place_story(campaign, locale="en", fields={"title": "Letters"}, by=None, live=True)
    catch_up()

    assert CampaignPage.objects.get(pk=copied.pk).observance == day
    assert copied.get_latest_revision_as_object().observance == day
    assert told(client, locale="en")["label"]["text"] == "26 February"


# --- One for two ---------------------------------------------------------------------------------
@pytest.mark.both_databases
def test_campaigns_and_their_drafts_are_held_on_the_day_that_stays(office, client):
    _source, english, coordinator, _editor = office
    wrong, right = a_day("16 листопада", 11, 16, english="16 November"), a_day("15 листопада", 11, 15)
    shown = a_campaign([], languages=("uk",), observance=wrong)
    drafted = a_campaign([], languages=("uk",), slug="drafted")
    drafted.observance = wrong
    drafted.save_revision()
    assert told(client)["code"] == "11-16"
    page = logged_in(coordinator).get(f"/admin/words/observance/{wrong.pk}/")

    count = merge_words(wrong, into=right, by=coordinator)

    assert list(page.context["campaigns"]) == [shown, drafted] and count == 2
    assert told(client)["code"] == "11-15"
    drafted = CampaignPage.objects.get(pk=drafted.pk)
    assert drafted.observance is None and drafted.get_latest_revision_as_object().observance == right
    assert right.get_translation(english).name == "16 November"
    assert not Observance.objects.filter(translation_key=wrong.translation_key).exists()


def test_the_screen_of_a_day_names_its_campaigns_and_the_list_counts_them(office):
    _source, _english, coordinator, _editor = office
    wrong, right = a_day("16 листопада", 11, 16), a_day("15 листопада", 11, 15)
    a_campaign([], languages=("uk",), observance=wrong)
    desk = logged_in(coordinator)

    counted = {row.pk: row.uses for row in desk.get(DAYS).context["page_obj"]}
    answer = desk.post(f"/admin/words/observance/{wrong.pk}/merge/", {"into": right.pk}, follow=True)

    assert counted == {wrong.pk: 1, right.pk: 0}
    assert "Зимові листи" in answer.text


def test_a_proposed_day_on_which_a_campaign_is_held_is_not_refused(office):
    _source, _english, coordinator, _editor = office
    proposed = a_day("16 листопада", 11, 16, live=False)
    a_campaign([], languages=("uk",), observance=proposed)

    with pytest.raises(ValidationError):
        refuse_word(proposed, by=coordinator)


# --- Begun with ----------------------------------------------------------------------------------
def test_a_site_begins_with_the_days_that_are_known_and_none_comes_back(office):
    _source, english, _coordinator, _editor = office

    assert make_observances()
    Observance.objects.filter(month=12).delete()
    assert not make_observances()

    assert [day.code for day in Observance.objects.in_language("uk")] == ["02-26", "05-18", "10-30", "11-15"]
    assert Observance.objects.published().filter(locale=english).count() == 4


@pytest.mark.full(LONG)
def test_a_language_that_is_opened_later_has_the_names_that_are_known(office):
    make_observances()

    prepare_language("de", by=None)

    german = {known.names["de"] for known in known_observances()}
    assert set(Observance.objects.in_language("de").values_list("name", flat=True)) == german


# --- Carried over --------------------------------------------------------------------------------
@pytest.mark.both_databases
def test_a_campaign_of_the_fixed_list_keeps_its_day_and_its_words(office, client):
    a_campaign([], languages=("uk", "en"), occasion="05-18")
    a_campaign([], languages=("uk",), slug="other", occasion="other")

    carry_over(apps, None)

    assert CampaignPage.objects.get(slug="winter", locale__language_code="uk").observance.code == "05-18"
    page = client.get("/en/campaigns/winter/").text
    assert "18 May, Day of Remembrance of the Victims of the Genocide of the Crimean Tatar People" in page
    assert (
        told(client)["label"]["text"] == "18 травня, День пам’яті жертв геноциду кримськотатарського народу"
    )
    assert told(client, slug="other") is None


def test_the_desk_takes_the_days_that_were_carried_over_as_approved(office):
    _source, english, _coordinator, _editor = office
    carry_over(apps, None)

    catch_up()

    keys = Observance.objects.values("translation_key")
    units = Unit.objects.filter(translation__target_locale=english, translation__source__object_id__in=keys)
    assert units.count() == len(known_observances()) and not units.unapproved().exists()
    assert Observance.objects.published().filter(locale=english).count() == len(known_observances())


def test_a_database_without_a_site_is_given_no_days():
    carry_over(apps, None)

    assert not Observance.objects.exists()


def test_who_may_keep_other_words_may_keep_days(office):
    _source, _english, coordinator, editor = office
    for group in Group.objects.all():
        group.permissions.remove(*group.permissions.filter(codename__endswith="_observance"))

    carry_over(apps, None)

    for user, acts in ((coordinator, {"add", "change", "publish"}), (editor, {"add"})):
        fresh = type(user).objects.get(pk=user.pk)
        held = {
            act
            for act in ("add", "change", "publish", "delete")
            if fresh.has_perm(f"prisoner_pages.{act}_observance")
        }
        assert held == acts


def test_a_draft_of_the_fixed_list_opens_with_its_day(office):
    day = a_day("26 лютого", 2, 26)
    campaign = a_campaign([], languages=("uk",))
    revision = campaign.save_revision()
    old = {name: value for name, value in revision.content.items() if name != "observance"}
    for code, expected in (("02-26", day), ("other", None), ("05-18", None), ("", None)):
        revision.content = {**old, "occasion": code}
        revision.save()

        assert CampaignPage.objects.get(pk=campaign.pk).get_latest_revision_as_object().observance == expected


@pytest.mark.both_databases
def test_a_draft_of_the_fixed_list_goes_along_when_its_day_is_merged(office):
    _source, _english, coordinator, _editor = office
    wrong, right = a_day("26 лютого", 2, 26), a_day("27 лютого", 2, 27)
    campaign = a_campaign([], languages=("uk",))
    revision = campaign.save_revision()
    old = {name: value for name, value in revision.content.items() if name != "observance"}
    revision.content = {**old, "occasion": "02-26"}
    revision.save()
    without = a_campaign([], languages=("uk",), slug="other").save_revision()
    without.content |= {"occasion": "02-26", "observance": None}  # taken out of the form since
    without.save()

    merge_words(wrong, into=right, by=coordinator)

    drafts = [each.get_latest_revision_as_object() for each in CampaignPage.objects.order_by("pk")]
    assert [draft.observance for draft in drafts] == [right, None]
