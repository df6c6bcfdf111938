"""An editor's work at a record and its story, pressed and typed in a real browser."""

import pytest
from django.urls import reverse
from wagtail.models import Revision

from prisoner_pages.models import Prisoner, PrisonerPage
from tests.browser.conftest import STILL, address_of, follow, open_form, type_into
from tests.factories.partners import employ_editor, open_partner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY

pytestmark = pytest.mark.browser
SAVED = ".w-autosave-indicator[data-w-autosave-state-value=saved]"
PAUSE_MS = 4500  # by the page's clock; longer than what is typed waits for the next letter
REACHED = "Math.max(scrollY, document.querySelector('main').scrollTop)"
SAVE = "button:has-text('Зберегти')"
SUBMIT = "footer [name=action-submit]"


@standing
def editor(public_site):
    return employ_editor(open_partner("zmina"))


@pytest.fixture
def record(editor):
    return PrisonerFactory(partner=editor.groups.get().edits_for, writable=True, stories=["uk"])


def test_what_is_typed_is_saved_by_itself_and_looking_saves_nothing(editor, record, as_user):
    story = PrisonerPage.objects.get(prisoner=record)
    sent = []
    page = as_user(editor)
    page.clock.install()
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    for thing, field in ((record, "#id_name_crh"), (story, "#id_intro")):
        open_form(page, thing)
        before = Revision.objects.count()
        page.clock.run_for(PAUSE_MS)
        assert Revision.objects.count() == before

        show(page, field)
        page.locator(field).press_sequentially("Щойно")
        page.wait_for_selector(SAVED)
        assert Revision.objects.latest("pk").user == editor

        sent.clear()
        page.clock.run_for(PAUSE_MS)
        assert [each for each in sent if address_of(thing) in each] == []


def test_a_button_waits_for_what_is_being_saved_by_itself(editor, record, as_user):
    story = PrisonerPage.objects.get(prisoner=record)
    page, sent, held = as_user(editor), [], []
    open_form(page, story)

    def hold_the_first(route):
        sent.append("json" in route.request.headers["accept"])
        return held.append(route) if len(sent) == 1 else route.continue_()

    page.route(f"**{address_of(story)}", hold_the_first)
    with page.expect_request(f"**{address_of(story)}"):
        type_into(page, "#id_intro", "Пів")
    page.keyboard.type(" слова")
    page.click("footer [data-w-dropdown-target=toggle]")
    page.click(SUBMIT, no_wait_after=True)
    page.evaluate(STILL)
    assert sent == [True]

    with page.expect_navigation():
        held[0].continue_()
    assert sent[-1] is False
    story.refresh_from_db()
    assert story.latest_revision.content["intro"] == "Пів слова"
    assert story.current_workflow_task_state.revision == story.latest_revision


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_the_address_follows_the_name_and_saving_stays_where_one_was(editor, record, as_user):
    page = as_user(editor, height=500)
    page.goto(reverse("wagtailsnippets_prisoner_pages_prisoner:add"))
    show(page, "#id_slug")
    page.locator("#id_name_uk").press_sequentially("Зоя Згурська")
    page.wait_for_function("() => document.querySelector('#id_slug').value === 'zoia-zghurska'")
    follow(page, SAVE)
    made = Prisoner.objects.get(slug="zoia-zghurska")

    page.goto(address_of(made))
    show(page, "#id_mail_since")
    page.locator("#id_mail_since").scroll_into_view_if_needed()
    place, height = page.evaluate(f"[location.hash, {REACHED}]")
    assert place and height > 0
    follow(page, SAVE)
    page.wait_for_function(f"height => Math.abs({REACHED} - height) < 3", arg=height)
    assert page.url.endswith(f"{address_of(made)}{place}")
    assert page.locator(".messages .success").is_visible()
    page.evaluate(STILL)
    assert page.locator(".messages .success").bounding_box()["y"] >= 0


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_without_scripts_a_record_is_made_and_saved_where_one_was(editor, as_user):
    page = as_user(editor, javascript=False)
    page.goto(reverse("wagtailsnippets_prisoner_pages_prisoner:add"))
    page.fill("#id_name_uk", "Зоя Згурська")
    follow(page, SAVE)
    made = Prisoner.objects.get(slug="zoia-zghurska")

    page.goto(address_of(made))
    page.fill("#id_place_as_stated", "десь")
    follow(page, page.locator("[role=tabpanel]:has(#id_place_as_stated) button:has-text('Зберегти')"))
    assert page.evaluate("document.querySelector(location.hash).contains(id_place_as_stated)")
    assert made.latest_revision_id != Prisoner.objects.get(pk=made.pk).latest_revision_id


def show(page, field):
    """Open the tab in which the field lies."""
    for panel in page.locator(f"[role=tabpanel]:has({field})").all():
        page.click(f"#{panel.get_attribute('aria-labelledby')}")
