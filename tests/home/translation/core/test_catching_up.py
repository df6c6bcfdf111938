"""Texts that came by another road stand at the desk too, and a changed original is taken over by itself."""

from importlib import import_module

import pytest
from django.contrib.auth import get_user_model
from django_tasks_db.models import DBTaskResult
from wagtail.models import Locale
from wagtail_localize.models import Translation

from home.models import StandardPage
from home.site.reference_texts import REFERENCE_PAGES
from home.translation.choices import Right, UnitState, WorkState
from home.translation.core.actions.catch_up import CATCH_UP, catch_up
from home.translation.core.actions.reference_pages import create_reference_pages
from home.translation.core.actions.text_entry import place_story
from home.translation.core.actions.units import approve, save_draft
from home.translation.desk.read_models.progress import progress_in
from home.translation.desk.read_models.work import cells, in_state
from home.translation.models import LocaleRole, Unit
from tests.factories.desk import block, open_for, open_site, publish, source_page, translate_all, units_of
from tests.standing import standing
from tests.tiers import WHOLE_SITE

pytestmark = [pytest.mark.django_db, pytest.mark.full(WHOLE_SITE)]
UK = [block("heading", "Розділ УКР"), block("paragraph", "<p>Один УКР</p><p>Два УКР</p>")]
EN = [("heading", "Section"), ("paragraph", "<p>One</p><p>Two</p>")]


@standing
def page():
    open_site("en", "crh")
    return source_page(UK)


def place(page, body=EN, **fields):
    fields = {"title": "Title", "intro": "Intro", "body": body, **fields}
    return place_story(page, locale="en", fields=fields, by=None, live=True)


def person(name, right=Right.TRANSLATE):
    user = get_user_model().objects.create_user(name)
    LocaleRole.objects.create(user=user, locale=Locale.objects.get(language_code="en"), right=right)
    return user


def translation_of(page):
    return Translation.objects.get(source__object_id=page.translation_key, target_locale__language_code="en")


def texts(page):
    return {unit.string.data: unit.approved_text for unit in units_of(translation_of(page))}


def said(page):
    return [page.title, page.intro, *((each.block_type, str(each.value)) for each in page.body)]


@pytest.mark.both_databases
def test_text_entered_elsewhere_is_reviewed_at_the_desk_and_stays_as_it_is_when_published_there(page):
    english = place(page)
    before = said(StandardPage.objects.get(pk=english.pk))

    catch_up()

    assert texts(page)["Два УКР"] == "Two"
    assert {unit.state for unit in units_of(translation_of(page))} == {UnitState.REVIEWED}
    assert said(publish(translation_of(page))) == before


def test_what_came_in_public_counts_as_done_until_a_person_approves_something_new(page):
    place(page)
    catch_up()
    translation, reviewer = translation_of(page), person("reviewer", Right.REVIEW)

    before = states(translation)
    unit = units_of(translation).get(string__data="Два УКР")
    unit = save_draft(unit, "Second", by=None, version=unit.version)
    approve(unit, by=reviewer, version=unit.version)
    approved = states(translation)
    publish(translation)

    assert [before, approved, states(translation)] == [
        (WorkState.PUBLIC, [WorkState.PUBLIC], 1),
        (WorkState.PUBLISH, [WorkState.PUBLISH], 0),
        (WorkState.PUBLIC, [WorkState.PUBLIC], 1),
    ]


def states(translation):
    """Return what the list, the filters and the progress of the language say of a text."""
    found = Translation.objects.filter(pk=translation.pk).select_related("source", "desk")
    answering = [state for state in WorkState if in_state(found, state).exists()]
    return cells(found)[0].state, answering, progress_in([translation.target_locale])[0].done


def test_more_strings_than_the_original_join_the_last_and_fewer_are_left_out(page):
    place(page, [("heading", "Section"), ("paragraph", "<p>One</p><p>Two</p><p>Three</p>")], intro="")

    catch_up()

    assert texts(page)["Два УКР"] == "Two<br/>Three"
    assert texts(page)["Вступ УКР"] == ""
    place(page, [("heading", "Section"), ("paragraph", "<p>One</p>")])
    catch_up()
    assert texts(page) == {
        "Назва УКР": "Title",
        "Вступ УКР": "Intro",
        "Розділ УКР": "Section",
        "Один УКР": "One",
        "Два УКР": "",
    }


@pytest.mark.both_databases
def test_text_entered_again_replaces_what_was_entered_and_nothing_that_a_person_approved(page):
    place(page)
    catch_up()
    reviewer = person("reviewer")
    Unit.objects.filter(string__data="Один УКР").update(approved_text="By a person", approved_by=reviewer)

    place(page, [("heading", "Other section"), ("paragraph", "<p>Uno</p><p>Due</p>")])
    catch_up()

    assert (texts(page)["Розділ УКР"], texts(page)["Два УКР"]) == ("Other section", "Due")
    assert texts(page)["Один УКР"] == "By a person"


def test_a_draft_of_a_person_that_waits_stays(page):
    place(page)
    catch_up()
    unit = next(unit for unit in units_of(translation_of(page)) if unit.string.data == "Один УКР")
    save_draft(unit, "A better one", by=person("translator"), version=unit.version)

    place(page, [("heading", "Section"), ("paragraph", "<p>Uno</p><p>Two</p>")])
    catch_up()

    unit = next(unit for unit in units_of(translation_of(page)) if unit.string.data == "Один УКР")
    assert (unit.draft, unit.approved_text, unit.state) == ("A better one", "Uno", UnitState.TRANSLATED)


def test_a_text_older_than_its_original_stays_public_and_waits_for_a_look(page):
    place(page)
    page.intro = "Інший УКР вступ"
    page.save_revision().publish()

    catch_up()

    unit = next(unit for unit in units_of(translation_of(page)) if unit.context.path == "intro")
    assert (unit.state, unit.carried_text, unit.approved_at) == (UnitState.CHANGED, "Intro", None)
    assert publish(translation_of(page)).intro == "Intro"


def test_what_the_desk_published_is_not_entered_again_when_its_original_changes(page):
    (translation,) = open_for(page, "en")
    translate_all(translation)
    publish(translation)

    page.intro = "Інший УКР вступ"
    page.body = [*page.body.raw_data, block("heading", "Новий УКР розділ")]
    page.save_revision().publish()
    catch_up()

    states = {unit.string.data: unit.state for unit in units_of(translation)}
    assert (states["Інший УКР вступ"], states["Новий УКР розділ"]) == (UnitState.CHANGED, UnitState.EMPTY)


@pytest.mark.both_databases
def test_a_changed_original_is_taken_over_once(page):
    (translation,) = open_for(page, "en")
    translate_all(translation)
    assert catch_up() == 0

    page.intro = "Інший УКР вступ"
    page.save_revision().publish()

    assert catch_up() == 1
    assert catch_up() == 0
    assert "Інший УКР вступ" in {unit.string.data for unit in units_of(translation)}


@pytest.mark.both_databases
def test_publishing_queues_one_job_however_many_are_published(
    page, settings, django_capture_on_commit_callbacks
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    def queued():
        return DBTaskResult.objects.filter(args_kwargs__kwargs__name=CATCH_UP).count()

    for _time in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    assert queued() == 1


def test_nothing_is_taken_from_a_page_that_is_not_public(page):
    place(page)
    page.unpublish()

    assert catch_up() == 0
    assert not Unit.objects.exists()


@pytest.mark.both_databases
def test_a_killed_run_goes_on_and_one_page_at_fault_keeps_no_other_back(page, monkeypatch):
    pages = [page, *(source_page(UK, slug=f"page-{number}") for number in range(3))]
    for each in pages:
        place(each)
    monkeypatch.setattr(
        "home.translation.core.actions.catch_up.submit",
        _broken_for(pages[0], "home.translation.core.actions.sync"),
    )

    assert catch_up(limit=2) == 2
    assert catch_up(limit=2) == 1
    assert catch_up() == 0
    monkeypatch.undo()
    assert catch_up() == 1


def _broken_for(page, module):
    submit = import_module(module).submit

    def broken(original, locales):
        if original.pk == page.pk:
            raise RuntimeError
        return submit(original, locales)

    return broken


def test_all_reference_texts_keep_what_they_say():
    open_site("en")
    create_reference_pages(by=None)
    pages = StandardPage.objects.filter(slug__in=REFERENCE_PAGES, locale__language_code="en")
    before = {page.slug: said(page) for page in pages}

    while catch_up():
        pass

    for page in pages:
        assert said(publish(translation_of(page))) == before[page.slug]
