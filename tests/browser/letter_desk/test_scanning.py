"""The scanning page in a real browser: a camera that sees codes, none at all, keys alone, no scripts.

The browser of these tests reads no codes itself, so what the camera sees goes to the server, and a real child
reads it; where a test wants a browser that does, `READS_CODES` gives it a reader.
"""

import re
from functools import partial
from itertools import pairwise

import pytest

from letters.choices.desk import DeskRole
from letters.choices.letters import LetterState
from letters.paper.manifest_codes import pack_code
from tests.browser.conftest import LONGEST_WAIT_SECONDS, launched, wait_for_requests
from tests.factories.fake_camera import film
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import make_member
from tests.letters.post_world import make_pack, posted_letter, printed_of, state_of
from tests.standing import standing
from tests.tiers import BESIDE_A_JOURNEY, OTHER_SCREEN, uk_and

pytestmark = pytest.mark.browser
SCAN = "/admin/letters/scan/"
FRAMES, PICTURE_MS = "**/scan/frame/", 500
# What was sent to be read, and what the page looks through.
PICTURES = """() => performance.getEntriesByType("resource")
  .filter(({ name }) => name.endsWith("/scan/frame/")).map((each) => each.toJSON())"""
CAMERA = "() => document.querySelector('[data-scan-video]').srcObject"
# Sees what the test says, since none comes with the browser.
READS_CODES = """
window.inView = [];
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["ean_13", "qr_code"]; }
  async detect(video) {
    if (!video.videoWidth) throw new Error("nothing to see");
    return window.inView.map((rawValue) => ({ rawValue }));
  }
};
"""
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

    def open_page(*texts, script=""):
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
        context.add_init_script(script)
        page = context.new_page()
        log_in(page, dispatcher)
        return page

    yield open_page
    for browser in browsers:
        browser.close()
    wait_for_requests(live_server.thread)


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


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_browser_that_reads_codes_sends_no_pictures(camera_page, pack):
    first, second, _third = (printed.number for printed in printed_of(pack))
    page = camera_page("", script=READS_CODES)
    page.goto(SCAN)
    page.click("[data-scan-start]")

    page.evaluate("codes => { window.inView = codes }", [first, second])

    for number in (first, second):
        page.locator(f".scan-line--done[data-said^='{number}']").wait_for()
    assert states(pack)[:2] == [POSTED, POSTED] and page.evaluate(PICTURES) == []


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_browser_that_reads_other_codes_only_sends_pictures(camera_page, pack):
    number = printed_of(pack)[0].number
    page = camera_page(number, script=READS_CODES.replace("qr_code", "code_128"))
    page.goto(SCAN)
    page.click("[data-scan-start]")

    page.locator(f".scan-line--done[data-said^='{number}']").wait_for()


# What happens in the page, one after the other: pictures, and pauses of so long that are over.
TELLS_WHAT = f"""
window.happened = [];
const {{ drawImage }} = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.drawImage = function (...what) {{
  window.happened.push("picture");
  return drawImage.apply(this, what);
}};
const wait = window.setTimeout;
window.setTimeout = (then, ms, ...what) => wait(() => {{
  if (ms >= {PICTURE_MS}) window.happened.push("pause");
  then(...what);
}}, ms);
"""


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_pictures_go_to_the_server_one_after_the_other_and_twice_a_second_at_most(camera_page):
    page = camera_page("", script=TELLS_WHAT)
    page.goto(SCAN)
    page.click("[data-scan-start]")
    page.wait_for_function(f"() => ({PICTURES})().length > 3")

    pictures, happened = page.evaluate(f"() => [({PICTURES})(), window.happened]")

    assert all(later["startTime"] >= earlier["responseEnd"] for earlier, later in pairwise(pictures))
    assert happened.count("picture") > 3
    assert ("picture", "picture") not in pairwise(happened)


BUSY = {"status": 503, "json": {"fault": "The server is busy."}}


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda route: route.fulfill(**BUSY), "The server is busy."),
        (lambda route: route.fulfill(status=500, body="<p>"), "The server does not answer."),
        (lambda route: route.abort(), "The server does not answer."),
    ],
    ids=["busy", "broken", "away"],
)
def test_server_that_reads_nothing_is_said_and_asked_again(camera_page, pack, answer, words):
    number = printed_of(pack)[0].number
    page = camera_page(number)
    page.goto(SCAN)
    page.route(FRAMES, answer)
    page.click("[data-scan-start]")
    page.locator("[data-scan-said]", has_text=words).wait_for()
    assert page.locator("[data-scan-stop]").is_visible()

    page.unroute(FRAMES)

    page.locator(f".scan-line--done[data-said^='{number}']").wait_for()


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize("script", ["", READS_CODES], ids=["pictures", "codes"])
def test_session_that_ended_turns_the_camera_off_and_keeps_what_was_read(camera_page, pack, script):
    number = printed_of(pack)[0].number
    page = camera_page(number, script=script)
    page.goto(SCAN)
    page.context.clear_cookies()
    page.click("[data-scan-start]")
    if script:
        page.evaluate("code => { window.inView = [code] }", number)

    page.locator("[data-scan-said]", has_text="You are no longer logged in").wait_for()

    assert page.evaluate(CAMERA) is None and states(pack) == [LetterState.PRINTED] * 3
    assert page.input_value("[name=codes]").strip() == (number if script else "")


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("NotAllowedError", "The browser does not let this page use the camera."),
        ("NotFoundError", "The camera cannot be used."),
        ("NotReadableError", "The camera cannot be used."),
    ],
)
def test_camera_that_is_refused_or_missing_leaves_the_field(desk_page, pack, error, words):
    page = desk_page(language="en")
    page.add_init_script(
        f"navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException('', '{error}') }}"
    )
    page.goto(SCAN)
    page.focus("[data-scan-start]")
    page.keyboard.press("Enter")

    page.locator("[data-scan-said]", has_text=words).wait_for()

    assert page.locator("[name=codes]").evaluate("field => field === document.activeElement")
    assert page.locator("[data-scan-start]").is_enabled()


@pytest.mark.full(BESIDE_A_JOURNEY)
@pytest.mark.parametrize(
    ("what", "words"),
    [
        (
            "Object.defineProperty(document, 'hidden', { value: true });"
            "document.dispatchEvent(new Event('visibilitychange'))",
            "The camera is off.",
        ),
        (f"({CAMERA})().getVideoTracks()[0].dispatchEvent(new Event('ended'))", "The camera cannot be used."),
        ("document.querySelector('[data-scan-stop]').click()", "The camera is off."),
        ("dispatchEvent(new Event('pagehide'))", "The camera is off."),
    ],
    ids=["hidden", "unplugged", "turned off", "left"],
)
def test_pictures_end_with_the_camera(camera_page, what, words):
    page = camera_page("")
    page.goto(SCAN)
    page.click("[data-scan-start]")
    page.wait_for_function(f"() => ({PICTURES})().length > 0")
    track = page.evaluate_handle(f"({CAMERA})().getVideoTracks()[0]")

    page.evaluate(f"() => {{ {what} }}")
    sent = len(page.evaluate(PICTURES))
    page.wait_for_timeout(2 * PICTURE_MS)

    assert page.inner_text("[data-scan-said]").startswith(words)
    assert track.evaluate("track => track.readyState") == "ended" and page.evaluate(CAMERA) is None
    assert len(page.evaluate(PICTURES)) <= sent + 1  # one was on its way


@pytest.mark.full(BESIDE_A_JOURNEY)
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


@pytest.mark.full(OTHER_SCREEN)
@pytest.mark.parametrize("language", uk_and("en"))
def test_both_modes_with_results_break_no_rule_of_access(desk_page, pack, look_over, language):
    page = desk_page(width=320, language=language)
    for address in (SCAN, f"{SCAN}?mode=return"):
        page.goto(address)
        page.fill("[name=codes]", f"{printed_of(pack)[0].number}\nZZZZ99\n{pack_code(pack.uuid)}")
        with page.expect_navigation():
            page.locator("[data-scan-form] button[type=submit]").click()
        look_over(page)
