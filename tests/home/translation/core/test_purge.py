"""Erasing a text: nothing of it stays in any table, and nothing of other texts goes with it."""

from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import Locale, Page
from wagtail_localize.models import String, StringTranslation, Translation, TranslationSource

from home.models import StandardPage
from home.translation.choices import NoticeKind
from home.translation.core.actions.notices import notify
from home.translation.core.actions.purge import StillUsed, purge_deleted, purge_text
from home.translation.core.actions.units import return_unit, save_draft
from home.translation.models import Answer, Dismissal, Question, Unit, UnitEvent
from home.translation.permissions import NotYours
from prisoner_pages.models import Occupation
from tests.factories.desk import (
    block,
    edit,
    open_for,
    open_site,
    publish,
    source_page,
    translate,
    translate_all,
    units_of,
)
from tests.factories.stored import everything_stored, stored_in
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = pytest.mark.django_db
CANARY, ENGLISH = "Канарка", "Canary"
BODY = [
    block("heading", f"{CANARY} розділ"),
    block("paragraph", f'<p>{CANARY} один <a href="https://example.org/{CANARY}">тут</a></p>'),
]


@standing
def page():
    """A page with a life at the desk, in two languages, with everything that people say of a text."""
    open_site("en", "crh")
    page = source_page(BODY, title=f"{CANARY} УКР", intro=f"{CANARY} вступ")
    translations = open_for(page, "en", "crh")
    for translation in translations:
        for unit in units_of(translation):
            translate(unit, unit.string.data.replace(CANARY, ENGLISH))
        publish(translation)
    page = edit(page, intro=f"{CANARY} новий вступ", body=[*page.body.raw_data, block("heading", CANARY)])
    talk_about(translations[0])
    return page


def talk_about(translation):
    person = get_user_model().objects.create_user("translator", email="translator@example.org")
    unit = next(unit for unit in units_of(translation) if unit.context.path == "intro")
    unit = save_draft(unit, f"{ENGLISH} draft", by=None, version=unit.version)
    return_unit(unit, by=None, version=unit.version, reason=f"{CANARY} reason")
    Dismissal.objects.create(unit=unit, check_id="x", signature=CANARY, reason=CANARY)
    older = String.objects.create(locale=unit.string.locale, data=f"{CANARY} older", data_hash=uuid4())
    question = Question.objects.create(
        source=translation.source, context=unit.context, string=unit.string, asked_about=older, text=CANARY
    )
    Answer.objects.create(question=question, text=CANARY)
    notify([person], translation, NoticeKind.CHANGED)


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_nothing_of_an_erased_text_stays_in_any_table(page):
    assert CANARY in everything_stored() and ENGLISH in everything_stored()

    purge_text(page, by=None)

    for table in connection.introspection.table_names():
        stored = stored_in(table).casefold()
        assert CANARY.casefold() not in stored, table
        assert ENGLISH.casefold() not in stored, table


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_a_text_that_another_page_has_too_stays_there(page):
    other = source_page([block("heading", "Спільне УКР")], slug="other", title="Інша УКР")
    shared = edit(page, body=[*page.body.raw_data, block("heading", "Спільне УКР")])
    (english,) = open_for(other, "en")
    translate_all(english)

    purge_text(shared, by=None)

    assert {unit.draft for unit in units_of(english)} == {"Інша ENG", "Вступ ENG", "Спільне ENG"}


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_what_was_deleted_elsewhere_is_forgotten_by_the_daily_job(page):
    for each in Page.objects.filter(translation_key=page.translation_key):
        each.delete()
    assert ENGLISH in everything_stored()

    purge_deleted()

    assert f"{ENGLISH} draft" not in everything_stored()
    assert not Unit.objects.filter(string__data__contains=CANARY).exists()
    assert not TranslationSource.objects.filter(object_id=page.translation_key).exists()


@pytest.mark.both_databases
def test_the_daily_job_leaves_questions_about_what_the_original_said_before(page):
    purge_deleted()

    assert Question.objects.get().asked_about.data == f"{CANARY} older"


@pytest.mark.both_databases
def test_the_daily_job_leaves_what_still_stands(page):
    before = (Unit.objects.count(), StringTranslation.objects.count())
    Page.objects.get(locale__language_code="en", translation_key=page.translation_key).delete()

    purge_deleted()

    assert (Unit.objects.count(), StringTranslation.objects.count()) == before


def test_a_page_with_others_below_it_is_not_erased(page):
    page.add_child(instance=Page(title="Below", slug="below", locale=page.locale))

    with pytest.raises(StillUsed):
        purge_text(page, by=None)
    with pytest.raises(CommandError):
        call_command("purge_text", str(page.translation_key))
    assert CANARY in everything_stored()


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_a_word_is_erased_like_a_page():
    open_site("en")
    word = Occupation(name=CANARY, locale=Locale.get_default(), live=False)
    word.save()
    word.save_revision().publish()
    (english,) = open_for(Occupation.objects.get(), "en")
    for unit in units_of(english):
        translate(unit, ENGLISH)
    publish(english)

    call_command("purge_text", str(word.translation_key))

    stored = everything_stored().casefold()
    assert CANARY.casefold() not in stored and ENGLISH.casefold() not in stored


@pytest.mark.parametrize("language", first_of(["uk", "en"]))
def test_a_page_is_erased_by_its_slug_in_whatever_language(page, language):
    slug = Page.objects.get(locale__language_code=language, translation_key=page.translation_key).slug

    call_command("purge_text", "--slug", slug)

    stored = everything_stored().casefold()
    assert CANARY.casefold() not in stored and ENGLISH.casefold() not in stored


def test_of_several_with_one_slug_none_is_erased_and_their_keys_are_told(page):
    below = source_page([], slug="below", title="Розділ УКР")
    other = StandardPage(title="Інша УКР", slug=page.slug)
    below.add_child(instance=other)

    with pytest.raises(CommandError) as refused:
        call_command("purge_text", "--slug", page.slug)

    assert str(page.translation_key) in str(refused.value)
    assert str(other.translation_key) in str(refused.value)
    assert CANARY in everything_stored()


@pytest.mark.parametrize("slug", ["unknown", "", "x" * 1000])
def test_a_slug_that_nothing_has_is_told_so(page, slug):
    with pytest.raises(CommandError):
        call_command("purge_text", "--slug", slug)
    assert CANARY in everything_stored()


def test_only_who_leads_the_desk_erases(page):
    person = get_user_model().objects.create_user("reviewer")

    with pytest.raises(NotYours):
        purge_text(page, by=person)
    with pytest.raises(CommandError):
        call_command("purge_text", str(uuid4()))
    assert CANARY in everything_stored()


@pytest.mark.both_databases
class TestDeleting:
    """What stays at the desk when something else goes."""

    def test_target_the_texts_stay_and_are_published_anew(self, page):
        english = Translation.objects.get(
            source__object_id=page.translation_key, target_locale__language_code="en"
        )
        Page.objects.get(locale=english.target_locale, translation_key=page.translation_key).delete()
        for unit in units_of(english):
            if not unit.approved_at:
                translate(unit, ENGLISH)

        assert publish(english).live

    def test_language_its_texts_go_and_others_stay(self, page):
        crimean = Locale.objects.get(language_code="crh")
        count = Unit.objects.filter(translation__target_locale__language_code="en").count()
        Page.objects.filter(locale=crimean).order_by("-depth").delete()

        crimean.delete()

        assert Unit.objects.count() == count
        assert not StringTranslation.objects.filter(locale_id=crimean.pk).exists()
        assert String.objects.exists()

    def test_person_what_they_wrote_and_approved_stays(self, page):
        person = get_user_model().objects.create_superuser("writer")
        unit = units_of(Translation.objects.first()).first()
        Unit.objects.update(approved_by=person)
        UnitEvent.objects.create(unit=unit, by=person, act="saved")

        person.delete()

        assert Unit.objects.exclude(approved_at=None).exists()
        assert UnitEvent.objects.filter(by=None, act="saved").exists()
