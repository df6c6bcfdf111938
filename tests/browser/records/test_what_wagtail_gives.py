"""Shortcuts, map, plan, history and comparison at a story, pressed in a real browser."""

import pytest
from django.urls import reverse

from prisoner_pages.models import PrisonerPage
from tests.browser.conftest import follow, open_form, type_into
from tests.factories.partners import employ_editor, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY

pytestmark = pytest.mark.browser
PLAN = "#schedule-publishing-dialog"
STATUS = "[data-side-panel-toggle=status]"
SAVE = "button:has-text('Зберегти')"


@standing
def editor(public_site):
    return employ_editor(open_partner("zmina"))


@pytest.fixture
def story(editor):
    record = PrisonerFactory(partner=editor.groups.get().edits_for, writable=True, stories=["uk"])
    page = PrisonerPage.objects.get(prisoner=record)
    page.save_revision(log_action=True).publish()
    return page


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_what_wagtail_gives_is_pressed(editor, story, as_user):
    page = as_user(editor)
    open_form(page, story)
    page.locator("[data-minimap-container] a").first.wait_for(state="attached")
    assert not page.locator("[data-comment-add]:visible").count()
    page.keyboard.press("?")
    page.locator("#keyboard-shortcuts-dialog").wait_for(state="visible")
    page.keyboard.press("Escape")

    type_into(page, "#id_intro", "Нове слово")
    assert not page.locator(f"[data-a11y-dialog-show={PLAN[1:]}]").count()
    with page.expect_navigation():
        page.locator(SAVE).first.click()
    page.wait_for_function("() => document.querySelector('.messages .success')")

    page.click(STATUS)
    follow(page, f"a[href='{reverse('wagtailadmin_pages:history', args=[story.pk])}']")
    page.locator("main td .w-dropdown__toggle").first.click()
    follow(page, page.locator("a[href*='/compare/']:visible").first)
    assert page.locator(".addition").first.inner_text()
