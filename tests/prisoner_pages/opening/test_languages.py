"""A language becomes public, and is closed: by the command, and by a coordinator on the screen."""

import io

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse

from home.models import HomePage, StandardPage
from home.site.reference_texts import REFERENCE_PAGES, page_fields
from home.translation.choices import Right
from home.translation.core.actions.catch_up import catch_up
from home.translation.core.actions.units import save_draft
from home.translation.models import Unit
from home.translation.team.actions.roles import give_right
from prisoner_pages.models import PartnerPage
from prisoner_pages.opening.actions.languages import (
    CannotOpen,
    close_language,
    open_language,
    prepare_language,
)
from prisoner_pages.opening.read_models.languages import language_state
from prisoner_pages.partners.actions.workspaces import create_partner, make_groups
from prisoner_pages.roles import COORDINATOR, EDITOR
from tests.factories.prisoner_pages import PrisonerFactory
from tests.tiers import WHOLE_SITE

pytestmark = [pytest.mark.django_db, pytest.mark.full(WHOLE_SITE)]


@pytest.fixture
def drafts():
    """A site of which nothing is public yet, as `start_site` leaves it."""
    for language in ("uk", "en"):
        prepare_language(language, by=None)
    return create_partner(slug="ours", kind="ngo", name_uk="Наша", name_en="Ours", by=None)


@pytest.fixture
def coordinator(drafts, django_user_model):
    make_groups()
    user = django_user_model.objects.create_user("coordinator")
    user.groups.add(Group.objects.get(name=COORDINATOR.group))
    return user


def by_command(*words):
    out = io.StringIO()
    call_command("open_language", *words, stdout=out)
    return out.getvalue()


def shown(client, language):
    return [slug for slug in REFERENCE_PAGES if client.get(f"/{language}/{slug}/").status_code == 200]


@pytest.mark.both_databases
def test_an_opened_language_shows_its_first_page_lists_and_all_that_has_a_text(client, drafts):
    assert client.get("/uk/").status_code == client.get("/en/").status_code == 404

    by_command("uk")
    assert client.get("/en/").status_code == 404
    by_command("en")

    for language in ("uk", "en"):
        assert client.get(f"/{language}/").status_code == 200
        assert shown(client, language) == list(REFERENCE_PAGES)
        for path in ("prisoners", "campaigns", "partners/ours"):
            assert client.get(f"/{language}/{path}/").status_code == 200, path


def test_ukrainian_comes_first_and_stays_open(client, drafts):
    with pytest.raises(CannotOpen):
        open_language("en", by=None)
    with pytest.raises(CommandError, match="українську"):
        by_command("en")
    open_language("uk", by=None)
    with pytest.raises(CannotOpen):
        close_language("uk", by=None)

    assert client.get("/uk/").status_code == 200 and client.get("/en/").status_code == 404


def test_a_closed_language_shows_nothing_and_comes_back_as_it_was(client, drafts):
    for language in ("uk", "en"):
        open_language(language, by=None)
    StandardPage.objects.get(slug="contact", locale__language_code="en").unpublish()
    before = shown(client, "en")

    by_command("en", "--close")
    closed = [client.get(path).status_code for path in ("/en/", "/en/about/", "/en/prisoners/")]
    by_command("en")

    assert closed == [404, 404, 404]
    assert client.get("/en/").status_code == 200
    assert shown(client, "en") == before == [slug for slug in REFERENCE_PAGES if slug != "contact"]


def test_opening_twice_changes_nothing(drafts):
    open_language("uk", by=None)
    home = HomePage.objects.get(locale__language_code="uk")
    home.title = "Слово редакторки"
    home.save_revision().publish()

    open_language("uk", by=None)

    home.refresh_from_db()
    assert home.title == "Слово редакторки"


def test_a_page_that_newly_comes_with_the_software_is_made_where_a_language_is_open_already(client, drafts):
    for language in ("uk", "en"):
        open_language(language, by=None)
    for page in StandardPage.objects.filter(slug="how-to-write"):
        page.delete()
    assert "how-to-write" not in [*shown(client, "uk"), *shown(client, "en")]

    by_command("uk")

    assert shown(client, "uk") == shown(client, "en") == list(REFERENCE_PAGES)


def test_what_the_desk_took_over_meanwhile_is_opened_with_it_and_a_translators_draft_is_kept(
    client, drafts, django_user_model
):
    open_language("uk", by=None)
    catch_up()
    unit = Unit.objects.filter(translation__target_locale__language_code="en", context__path="intro").first()
    if unit is None:
        pytest.fail("the desk has not taken the English drafts over")
    translator = django_user_model.objects.create_user("translator")
    give_right(translator, Right.TRANSLATE, unit.translation.target_locale, by=None)
    save_draft(unit, "A sentence of the translator", by=translator, version=unit.version)

    open_language("en", by=None)

    draft = Unit.objects.with_drafts().get(pk=unit.pk).draft
    assert draft == "A sentence of the translator"
    assert client.get("/en/").status_code == 200
    assert b"A sentence of the translator" not in b"".join(
        client.get(f"/en/{s}/").content for s in ("", "about")
    )


def test_a_language_without_texts_of_ours_goes_to_the_desk_and_opens_without_a_foreign_word(client, drafts):
    open_language("uk", by=None)

    by_command("de")

    page = client.get("/de/").content.decode()
    assert "Briefe an die freie Krim" in page and shown(client, "de") == []
    assert Unit.objects.filter(translation__target_locale__language_code="de").exists()
    assert page_fields("about", "uk")["intro"] not in page


def findings(language):
    return {str(finding.about): finding for finding in language_state(language).findings}


def test_what_is_missing_is_said(drafts):
    open_language("uk", by=None)
    PrisonerFactory(partner=drafts)

    told = findings("de")

    assert page_fields("about", "uk")["title"] in told["Довідкові сторінки"].said
    assert told["Довідкові сторінки"].is_missing and not findings("en")["Довідкові сторінки"].is_missing
    assert "1 із них показано без історії, лише з відомостями" in told["Люди"].said
    assert "! Довідкові сторінки" in by_command("de", "--look")
    assert not HomePage.objects.filter(locale__language_code="de").exists()


def test_it_is_said_for_whom_of_the_staff_there_is_no_guide_in_the_language(drafts):
    ukrainian, english, polish = (findings(code)["Посібники для працівників"] for code in ("uk", "en", "pl"))

    assert not ukrainian.is_missing and not english.is_missing
    assert polish.is_missing and "немає" in polish.said


def test_a_coordinator_opens_and_closes_with_the_buttons_of_the_screen(client, coordinator):
    open_language("uk", by=None)
    client.force_login(coordinator)
    screen = reverse("language_to_open", args=["en"])
    assert "English" in client.get(reverse("languages_to_open")).content.decode()
    opens, closes = (reverse("language_act", args=["en", name]) for name in ("open", "close"))

    assert opens in client.get(screen).content.decode()
    assert client.post(opens, follow=True).redirect_chain[-1][0] == screen
    assert HomePage.objects.get(locale__language_code="en").live
    assert closes in client.get(screen).content.decode()
    client.post(closes)
    assert not HomePage.objects.get(locale__language_code="en").live


def test_a_refusal_is_told_on_the_screen(client, coordinator):
    client.force_login(coordinator)

    page = client.post(reverse("language_act", args=["en", "open"]), follow=True).content.decode()

    assert "Спершу відкрийте українську" in page


@pytest.mark.parametrize("path", ["xx/", "en/burn/"])
def test_what_is_no_language_and_no_act_is_not_found(client, coordinator, path):
    client.force_login(coordinator)

    answer = client.post(f"{reverse('languages_to_open')}{path}")

    assert answer.status_code in {404, 405}


def test_an_editor_opens_nothing(client, drafts, django_user_model):
    open_language("uk", by=None)
    editor = django_user_model.objects.create_user("editor")
    editor.groups.add(getattr(drafts, EDITOR.group))
    client.force_login(editor)

    client.post(reverse("language_act", args=["en", "open"]))

    assert not HomePage.objects.get(locale__language_code="en").live
    assert PartnerPage.objects.live().filter(locale__language_code="en").count() == 0
