"""The scanning page in a real browser: a camera that sees codes, none at all, keys alone, no scripts."""

import re
from functools import partial

import pytest

from letters.choices import DeskRole, LetterState
from letters.paper.manifest_codes import pack_code
from tests.browser.conftest import LONGEST_WAIT_SECONDS, launched, wait_for_requests
from tests.factories.fake_camera import film
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import make_member
from tests.letters.post_world import make_pack, posted_letter, printed_of, state_of
from tests.standing import standing

pytestmark = pytest.mark.browser
SCAN = "/admin/letters/scan/"
POSTED = LetterState.POSTED


@standing
def pack(public_site):
    person = PrisonerFactory(writable=True, slug="vilnyi", name_uk="Вигаданий Вільний", stories=[])
    return make_pack([person], each=3)


@standing
def dispatcher(pack):
    return make_member(pack.desk.partner, "dispatcher", DeskRole.DISPATCHER)


@pytest.fixture
def desk_page(dispatcher, as_user):
    return partial(as_user, dispatcher)


@pytest.fixture
def camera_page(playwright, live_server, dispatcher, log_in, tmp_path):
    """Return a function that opens a page in a browser whose camera sees these codes in turn."""
    browsers = []

    def open_page(*texts):
        seen = film(tmp_path / "seen.y4m", texts)
        browser = launched(
            playwright,
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={seen}",
        )
        browsers.append(browser)
        context = browser.new_context(base_url=live_server.url, locale="en")
        context.set_default_timeout(LONGEST_WAIT_SECONDS * 1000)
        page = context.new_page()
        log_in(page, dispatcher)
        return page

    yield open_page
    for browser in browsers:
        browser.close()
    wait_for_requests()


def states(pack):
    return [state_of(printed.letter) for printed in printed_of(pack)]


def test_camera_posts_one_code_after_the_other_and_says_so(camera_page, pack):
    first, second, third = (printed.number for printed in printed_of(pack))
    page = camera_page(first, "ZZZZ99", second)
    page.goto(SCAN)
    page.click("[data-scan-start]")

    for number in (first, second):
        page.locator(f".scan-line--done[data-said^='{number}']").first.wait_for()
    page.locator(".scan-line--unknown[data-said^='ZZZZ99']").first.wait_for()

    assert states(pack) == [POSTED, POSTED, LetterState.PRINTED]
    assert printed_of(pack)[0].letter.log.filter(action="posted").count() == 1
    assert re.search(r"done|no letter|was done", page.inner_text("[data-scan-said]"))
    page.click("[data-scan-stop]")
    assert page.evaluate("document.querySelector('[data-scan-video]').srcObject") is None


def test_code_of_the_whole_pack_asks_before_it_posts(camera_page, pack):
    page = camera_page(pack_code(pack.uuid))
    page.goto(SCAN)
    page.click("[data-scan-start]")
    button = page.locator(".scan-line--group button").first
    button.wait_for()
    assert POSTED not in states(pack)

    with page.expect_navigation():
        button.click()

    assert states(pack) == [POSTED] * 3


def test_lost_connection_keeps_the_number_in_the_field(camera_page, pack):
    number = printed_of(pack)[0].number
    page = camera_page(number)
    page.goto(SCAN)
    page.route("**/scan/one/**", lambda route: route.abort())
    page.click("[data-scan-start]")
    page.locator(".scan-frame.is-refused").wait_for()
    assert page.input_value("[name=codes]").strip() == number

    page.click("[data-scan-stop]")
    with page.expect_navigation():
        page.click("[data-scan-form] button[type=submit]")

    assert page.locator(".scan-line--done").count() == 1 and states(pack)[0] == POSTED


def test_numbers_are_typed_without_scripts_and_by_keys_alone(desk_page, pack):
    page = desk_page(javascript=False)
    page.goto(SCAN)
    page.focus("[name=codes]")
    page.keyboard.type(printed_of(pack)[0].number)
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.locator(".scan-line--done").count() == 1
    assert states(pack)[0] == POSTED and not page.locator("[data-scan]").is_visible()


def test_letter_comes_back_in_two_taps_after_its_number(desk_page, pack):
    letter = posted_letter(printed_of(pack)[0].letter.prisoner)
    page = desk_page(width=360, javascript=False)
    page.goto(f"{SCAN}?mode=return")
    page.fill("[name=codes]", letter.printings.get().number)

    page.click("label:has([value=moved])")
    with page.expect_navigation():
        page.click("[data-scan-form] button[type=submit]")

    assert state_of(letter) == LetterState.RETURNED


@pytest.mark.parametrize("language", ["uk", "en"])
def test_both_modes_with_results_break_no_rule_of_access(desk_page, pack, look_over, language):
    page = desk_page(width=320, language=language)
    for address in (SCAN, f"{SCAN}?mode=return"):
        page.goto(address)
        page.fill("[name=codes]", f"{printed_of(pack)[0].number}\nZZZZ99\n{pack_code(pack.uuid)}")
        with page.expect_navigation():
            page.locator("[data-scan-form] button[type=submit]").click()
        look_over(page)
