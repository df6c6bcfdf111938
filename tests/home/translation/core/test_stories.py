"""Texts that come whole, from a list or a program, once the desk has the translation."""

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import Locale

from home.models import StandardPage
from home.translation.choices import Right, UnitState
from home.translation.core.actions.catch_up import catch_up
from home.translation.core.actions.text_entry import place_story
from home.translation.core.actions.units import save_draft
from home.translation.core.read_models.latest_texts import last_text
from home.translation.models import DeskTranslation, LocaleRole, Unit
from tests.factories.desk import block, open_for, open_site, publish, source_page, translate_all, units_of
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db


@standing
def page():
    open_site("en", "crh")
    return source_page([block("heading", "Розділ УКР")])


@standing
def translation(page):
    (made,) = open_for(page, "en")
    translate_all(made)
    publish(made)
    return made


def place(page, *, live=True, **fields):
    return place_story(page, locale="en", fields=fields, by=None, live=live)


def english(page):
    return StandardPage.objects.get(translation_key=page.translation_key, locale__language_code="en")


def unit_of(translation, path):
    return next(unit for unit in units_of(translation) if unit.context.path == path)


def translator():
    user = get_user_model().objects.create_user("translator")
    locale = Locale.objects.get(language_code="en")
    LocaleRole.objects.create(user=user, locale=locale, right=Right.TRANSLATE)
    return user


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_a_placed_text_is_approved_and_public_and_the_other_fields_stay(page, translation):
    place(page, intro="Placed & public")

    assert english(page).intro == "Placed & public"
    assert (english(page).title, str(english(page).body[0].value)) == ("Назва ENG", "Розділ ENG")
    assert unit_of(translation, "intro").state == UnitState.REVIEWED
    assert catch_up() == 0


def test_a_text_approved_by_a_person_stays(page, translation):
    person = translator()
    Unit.objects.filter(context__path="intro").update(approved_text="By a person", approved_by=person)

    place(page, intro="By a list")

    assert english(page).intro == "By a person"


def test_a_text_placed_without_publishing_waits_for_review(page, translation):
    place(page, live=False, intro="Waits")

    unit = unit_of(translation, "intro")
    assert (unit.state, unit.draft, english(page).intro) == (UnitState.TRANSLATED, "Waits", "Вступ ENG")
    assert last_text(english(page), "intro") == "Waits"
    place(page, live=False, intro="Waits in its place")
    assert last_text(english(page), "intro") == "Waits in its place"


def test_a_draft_of_a_person_is_not_replaced_by_a_list(page, translation):
    unit = unit_of(translation, "intro")
    save_draft(unit, "Better", by=translator(), version=unit.version)

    place(page, live=False, intro="From a list")

    assert unit_of(translation, "intro").draft == "Better"


@pytest.mark.full(LONG)
def test_a_renamed_page_does_not_approve_the_older_text_it_shows(page, translation):
    page.intro = "Зовсім інший УКР вступ"
    page.save_revision().publish()

    place(page, title="Other title")

    unit = unit_of(translation, "intro")
    assert (unit.state, unit.carried_text) == (UnitState.CHANGED, "Вступ ENG")
    assert (english(page).title, english(page).intro) == ("Other title", "Вступ ENG")


@pytest.mark.full(LONG)
def test_what_may_not_be_public_yet_is_entered_and_stays_down(page):
    (translation,) = open_for(page, "en")

    assert place(page, title="Title", intro="Intro") is None

    assert unit_of(translation, "intro").approved_text == "Intro"
    assert not StandardPage.objects.filter(locale__language_code="en").exists()


@pytest.mark.full(LONG)
def test_a_field_empty_in_the_original_keeps_the_text_of_the_language(page):
    place(page, title="Title", intro="Intro", search_description="Only here", body=[("heading", "H")])
    catch_up()
    place(page, title="Another title")
    assert english(page).search_description == "Only here"

    place(page, search_description="Only here, again")
    place(page, live=False, search_description="Waits here")

    assert english(page).search_description == "Only here, again"
    assert last_text(english(page), "search_description") == "Waits here"
    assert catch_up() == 0


@pytest.mark.full(LONG)
def test_a_draft_placed_before_its_original_was_public_waits_at_the_desk(page):
    page.unpublish()
    place(page, live=False, title="Title", intro="Intro")
    assert catch_up() == 0
    page = StandardPage.objects.get(pk=page.pk)
    page.save_revision().publish()

    assert catch_up() == 1

    (translation,) = open_for(page, "en")
    assert unit_of(translation, "intro").state == UnitState.TRANSLATED
    assert not english(page).live
    assert catch_up() == 0


def test_a_body_emptied_in_the_original_is_empty_in_the_language(page, translation):
    page.body = []
    page.save_revision().publish()
    catch_up()

    publish(translation)

    assert not english(page).body


def test_a_page_of_its_own_is_left_to_its_editors(page, translation):
    DeskTranslation.objects.update(is_detached=True)

    place(page, title="Own title")

    assert english(page).title == "Own title"
    assert unit_of(translation, "title").approved_text == "Назва ENG"
    assert catch_up() == 0
