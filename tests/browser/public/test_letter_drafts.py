"""What the browser keeps of a letter: in the tab by itself, on the device by a tick, else nothing."""

import io
from datetime import datetime, timedelta

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from letters.models import Letter
from tests.browser.conftest import follow
from tests.browser.public import test_letter_steps
from tests.browser.public.test_letter_steps import STEP, person, say_who, write
from tests.factories.pictures import picture_bytes
from tests.tiers import BESIDE_A_JOURNEY, uk_and

__all__ = ["person"]
pytestmark = pytest.mark.browser
_no_wait = test_letter_steps._no_wait

TEXT = "Привіт!\nУ нас цвіте абрикос."
TICK = "[data-draft-tick]"
SAID = ".draft [role=status]"
EVERYTHING = "JSON.stringify([{...localStorage}, {...sessionStorage}])"


def begin(page, text=TEXT, *, language="uk", query=""):
    page.goto(f"/{language}/{STEP}{query}")
    page.fill("[name=body]", text)


def kept_in_tab(page):
    expect(page.locator(SAID)).not_to_be_empty()


def kept_on_device(page):
    page.check(TICK)
    assert page.evaluate("localStorage.getItem('letter:vilnyi')")


def number_on_device(page):
    return page.evaluate("localStorage.length")


@pytest.mark.parametrize("language", uk_and("en", "crh"))
def test_reload_brings_the_text_back(person, browser_page, look_over, language):
    page = browser_page(width=320)
    begin(page, language=language)
    kept_in_tab(page)

    page.goto(f"/{language}/{STEP}")

    assert page.input_value("[name=body]") == TEXT
    assert page.inner_text(SAID)
    look_over(page, "draft-restored")
    page.click("[data-draft-delete]")
    assert page.input_value("[name=body]") == ""
    assert "абрикос" not in page.evaluate(EVERYTHING)
    look_over(page, "draft-deleted")
    page.click("[data-draft-back]")
    assert page.input_value("[name=body]") == TEXT


def test_page_left_within_half_a_second_loses_nothing(person, browser_page):
    page = browser_page()
    begin(page)
    page.goto("/uk/")

    page.goto(f"/uk/{STEP}")

    assert page.input_value("[name=body]") == TEXT


def test_unticked_leaves_nothing_in_local_storage(person, browser_page):
    page = browser_page()
    begin(page)
    kept_in_tab(page)
    assert not page.is_checked(TICK)
    assert number_on_device(page) == 0
    kept_on_device(page)

    page.uncheck(TICK)

    assert number_on_device(page) == 0
    kept_on_device(page)
    elsewhere = page.context.new_page()
    elsewhere.goto(f"/uk/{STEP}")
    assert elsewhere.input_value("[name=body]") == TEXT
    elsewhere.click("[data-draft-delete]")
    assert number_on_device(page) == 0


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_draft_over_seven_days_is_deleted_at_the_next_step(person, browser_page):
    page = browser_page()
    begin(page)
    kept_on_device(page)

    page.clock.set_fixed_time(datetime.now() + timedelta(days=6, hours=23))
    page.goto("/uk/letters/write/")
    assert number_on_device(page) == 1
    page.clock.set_fixed_time(datetime.now() + timedelta(days=7, minutes=1))
    page.goto("/uk/letters/write/")

    assert number_on_device(page) == 0


def test_name_email_drawing_are_never_kept(person, browser_page, tmp_path):
    drawing = tmp_path / "kvitka.png"
    drawing.write_bytes(picture_bytes("PNG"))
    page = browser_page()
    begin(page)
    kept_on_device(page)
    follow(page, "main form .button")
    page.fill("[name=email]", "kate@example.org")
    say_who(page, "Käthe")
    page.set_input_files("[name=drawing]", str(drawing))

    with page.expect_request("**/check/"):
        page.click("[name=send]")
    page.wait_for_url("**/letters/sent/**")
    page.go_back()

    kept = page.evaluate(EVERYTHING)
    for word in ("Käthe", "kate@", "kvitka", "data:"):
        assert word not in kept
    begin(page)
    kept_in_tab(page)
    assert set(page.evaluate("Object.keys(sessionStorage)")) == {"letter:vilnyi"}


def test_sent_letter_is_no_draft(person, browser_page):
    page = browser_page()
    begin(page)
    kept_on_device(page)
    follow(page, "main form .button")
    say_who(page)
    assert number_on_device(page) == 1

    follow(page, "[name=send]")
    page.wait_for_url("**/letters/sent/**")

    assert page.evaluate(EVERYTHING) == "[{},{}]"
    with page.expect_navigation(url=f"**/{STEP}"):
        page.evaluate("setTimeout(() => history.go(-3))")  # later: who leaves at once answers no script
    page.goto(f"/uk/{STEP}")
    assert page.input_value("[name=body]") == ""
    assert page.evaluate(EVERYTHING) == "[{},{}]"


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_letter_to_somebody_else_stays_a_draft(person, browser_page):
    page = browser_page()
    page.goto(f"/uk/{STEP}")
    page.evaluate("sessionStorage.setItem('letter:inshyi', 'Вітаю')")
    write(page, "uk", TEXT)
    say_who(page)

    follow(page, "[name=send]")
    page.wait_for_url("**/letters/sent/**")

    assert page.evaluate("Object.keys(sessionStorage)") == ["letter:inshyi"]


def test_text_given_back_by_the_server_wins_over_a_draft(person, browser_page):
    page = browser_page()
    write(page, "uk", TEXT)
    page.evaluate("sessionStorage.setItem('letter:vilnyi', 'Старе')")

    follow(page, "main form .button.button--link")

    assert page.input_value("[name=body]") == TEXT


def test_an_event_leaves_no_trace_in_the_browser(person, browser_page):
    page = browser_page()
    page.add_init_script("Storage.prototype.setItem = () => { window.isKept = true }")
    begin(page, query="?event=berlin")
    page.wait_for_timeout(700)
    assert page.locator(".draft").count() == 0
    follow(page, "main form .button")
    say_who(page)

    follow(page, "[name=send]")
    page.wait_for_url("**/letters/sent/**")

    assert page.evaluate(EVERYTHING) == "[{},{}]"
    assert page.evaluate("window.isKept") is None


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_the_next_guest_is_at_the_event_as_well(person, browser_page):
    page = browser_page()
    begin(page, query="?event=berlin")
    follow(page, "main form .button")
    say_who(page)
    follow(page, "[name=send]")

    follow(page, page.get_by_role("link", name="Написати комусь іншому"))
    follow(page, f"a[href*='{STEP}']")
    page.fill("[name=body]", TEXT)
    page.reload()

    assert "event=berlin" in page.url
    assert page.locator(".draft").count() == 0 and page.evaluate(EVERYTHING) == "[{},{}]"


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_browser_without_a_store_says_so_and_takes_the_letter(person, browser_page):
    page = browser_page()
    forbid = "Object.defineProperty(window, '%s', {get() { throw new Error() }})"
    for store in ("localStorage", "sessionStorage"):
        page.add_init_script(forbid % store)
    begin(page)
    expect(page.locator(SAID)).not_to_be_empty()
    follow(page, "main form .button")
    say_who(page)

    follow(page, "[name=send]")

    page.wait_for_url("**/letters/sent/**")


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("language", uk_and("en", "crh"))
def test_field_begins_above_700_px_at_320(person, browser_page, language, javascript):
    page = browser_page(width=320, javascript=javascript)

    page.goto(f"/{language}/{STEP}")

    assert page.locator("[name=body]").bounding_box()["y"] < 700
    page.click(".rules summary")
    assert page.locator(".rules li").first.is_visible()


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize(("width", "is_open"), [(320, False), (1400, True)])
def test_above_the_field_any_language_is_welcome_and_those_that_need_no_wait_are_told(
    person, browser_page, width, is_open, javascript
):
    page = browser_page(width=width, javascript=javascript)

    page.goto(f"/uk/{STEP}")

    told, field = page.locator(".languages").bounding_box(), page.locator("[name=body]").bounding_box()
    assert told["y"] + told["height"] < field["y"]
    assert page.locator(".languages summary").inner_text() == "Пишіть будь-якою мовою"
    expect(page.locator("#letter-languages")).to_be_visible(visible=is_open)
    if not is_open:
        page.click(".languages summary")
        expect(page.locator("#letter-languages")).to_be_visible()


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("language", uk_and("en", "crh"))
def test_where_letters_wait_the_field_begins_above_700_px_too_and_the_reason_unfolds(
    person, browser_page, look_over, language, javascript
):
    person.status = "in_transfer"
    person.save()
    page = browser_page(width=320, javascript=javascript)

    page.goto(f"/{language}/{STEP}")

    assert page.locator("[name=body]").bounding_box()["y"] < 700
    assert page.locator(".waits summary").is_visible() and not page.locator(".waits p").is_visible()
    page.click(".waits summary")
    assert page.locator(".waits p").is_visible()
    if javascript:
        look_over(page, "waits")


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("javascript", [True, False])
def test_rules_stand_open_where_there_is_room(person, browser_page, javascript):
    page = browser_page(javascript=javascript)

    page.goto(f"/uk/{STEP}")

    assert page.locator(".rules li").last.is_visible()


@pytest.mark.parametrize("language", uk_and("en", "crh"))
def test_without_a_connection_the_letter_stays_and_says_so(person, browser_page, look_over, language):
    page = browser_page(width=320)
    write(page, language, TEXT)
    say_who(page)
    page.context.set_offline(True)

    page.click("[name=send]")

    assert page.locator("[data-offline]").is_visible()
    assert page.url.endswith("/check/")
    look_over(page, "offline")
    page.context.set_offline(False)
    page.locator("[data-offline]").wait_for(state="hidden")
    follow(page, "[name=send]")
    page.wait_for_url("**/letters/sent/**")
    assert Letter.objects.count() == 1


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_where_the_network_leads_nowhere_the_letter_stays_and_says_so(person, browser_page):
    """As in a café whose network asks for a login first: the browser takes itself to be connected."""
    page = browser_page()
    write(page, "uk", TEXT)
    say_who(page)
    page.route("**/*", lambda route: route.abort())

    page.click("[name=send]")

    page.locator("[data-offline]").wait_for()
    assert page.url.endswith("/check/")
    page.unroute("**/*")
    follow(page, "[name=send]")
    page.wait_for_url("**/letters/sent/**")
    assert Letter.objects.count() == 1


def reload_is_asked_about(page):
    """Say whether the browser asks before it loads the page again; stay, and wait until that is over."""
    with page.expect_event("dialog") as asked:
        page.evaluate("setTimeout(() => location.reload())")
    asked.value.dismiss()
    return asked.value.type == "beforeunload"


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_what_no_draft_keeps_is_not_lost_by_a_reload_without_a_question(person, browser_page, tmp_path):
    page = browser_page()
    write(page, "uk", TEXT)
    page.click("input[name=name]")
    page.keyboard.type("О")
    assert reload_is_asked_about(page)
    assert page.input_value("input[name=name]") == "О"

    say_who(page)  # whoever goes on is asked nothing
    picture = tmp_path / "drawing.png"
    picture.write_bytes(picture_bytes())
    page.set_input_files("input[name=drawing]", picture)
    page.press("[name=drawing]", "Tab")
    assert reload_is_asked_about(page)
    follow(page, "[name=send]")
    page.wait_for_url("**/letters/sent/**")


def test_browser_that_errs_about_its_connection_can_send_all_the_same(person, browser_page):
    page = browser_page()
    page.add_init_script("Object.defineProperty(navigator, 'onLine', {get: () => false})")
    page.goto(f"/uk/{STEP}")
    page.fill("[name=body]", TEXT)
    page.click("main form .button >> nth=0")

    follow(page, "[data-offline] button")

    page.wait_for_url("**/about-you/")


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_length_is_shown_from_the_start_and_said_when_typing_pauses(person, browser_page):
    page = browser_page()
    page.goto(f"/uk/{STEP}")
    assert "letter-length" in page.get_attribute("[name=body]", "aria-describedby").split()
    assert page.inner_text("#letter-length").startswith("Знаків: 0 із 6000.")

    page.fill("[name=body]", "а😀" * 1200)

    expect(page.locator("#letter-length")).to_contain_text("2400")
    assert "приблизно 2 із 3" in page.inner_text("#letter-length")
    expect(page.locator("[data-length-said]")).to_contain_text("2400")
    page.fill("[name=body]", "а" * 6001)
    page.locator("#letter-length [data-over]").wait_for()
    follow(page, "main form .button")  # is not held up: the server says by how much
    assert page.is_visible(".error-summary")


@pytest.mark.parametrize("language", uk_and("en", "crh"))
def test_code_is_copied_and_read_by_a_telephone(person, browser_page, look_over, language):
    page = browser_page(width=320)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    write(page, language, TEXT)
    say_who(page)
    follow(page, "[name=send]")
    page.wait_for_url("**/letters/sent/**")
    code = page.inner_text("[data-code]")

    page.click("[data-copy]")

    expect(page.locator("[data-copy-said]")).not_to_be_empty()
    assert page.evaluate("navigator.clipboard.readText()") == code
    drawn = Image.open(io.BytesIO(page.locator(".code-drawing svg").screenshot()))
    assert zxingcpp.read_barcode(drawn).text == code.replace(" ", "")
    look_over(page, "receipt")
    page.emulate_media(media="print")
    printed = page.inner_text("main")
    assert code in printed and "абрикос" not in page.content()
