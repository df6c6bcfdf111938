"""A picture beside the letter: made small on the device, seen as paper shows it, sent without metadata."""

from datetime import timedelta
from io import BytesIO
from unittest import mock

import pytest
from PIL import Image

from letters.handling.actions.opening import open_drawing
from letters.models import Letter
from letters.writing.drawing_size import MAX_BYTES
from tests.browser.conftest import follow
from tests.browser.public.test_letter_steps import person, say_who, write
from tests.factories.pictures import jpeg_with_gps
from tests.letters.conftest import make_screener
from tests.tiers import BESIDE_A_JOURNEY, uk_and

__all__ = ["person"]
pytestmark = pytest.mark.browser
FILE_TO_SEND = (
    "(file => [file.name, file.size])(new FormData(document.getElementById('letter-form')).get('drawing'))"
)


@pytest.fixture(autouse=True)
def _no_wait():
    with mock.patch("letters.writing.actions.form_submission.FASTEST_SENDING", timedelta(0)):
        yield


@pytest.fixture
def photo(tmp_path):
    file = tmp_path / "IMG_20261129.JPG"
    file.write_bytes(jpeg_with_gps(orientation=6, size=(3000, 2000)))
    return str(file)


def to_last_step(page, language="uk"):
    write(page, language, "Привіт! Намалював тобі море.")
    say_who(page)


def arrived():
    letter = Letter.objects.get()
    content, _format = open_drawing(letter=letter, by=make_screener(letter.prisoner.partner, "screener"))
    return content


@pytest.mark.parametrize("language", uk_and("en", "crh"))
def test_photo_is_made_small_on_the_device_and_shown_as_paper_shows_it(
    person, browser_page, look_over, photo, language
):
    page = browser_page(width=320)
    to_last_step(page, language)

    page.set_input_files("[name=drawing]", photo)
    page.wait_for_selector("canvas.drawing__print")
    look_over(page, "drawing")

    sent = page.evaluate(FILE_TO_SEND)
    assert sent[0] == "drawing.jpg" and sent[1] <= MAX_BYTES
    assert page.evaluate("(c => [c.width, c.height])(document.querySelector('canvas'))") == [933, 1400]
    assert page.is_hidden("[name=show]")
    follow(page, "[name=send]")
    page.wait_for_url("**/letters/sent/**")
    drawing = arrived()
    assert b"CANARY" not in drawing and Image.open(BytesIO(drawing)).size == (933, 1400)


def test_photo_is_shown_and_carried_without_javascript(person, browser_page, photo):
    page = browser_page(width=320, javascript=False)
    to_last_step(page)

    page.set_input_files("[name=drawing]", photo)
    follow(page, "[name=show]")
    assert page.locator("img.drawing__print").bounding_box()["height"] > 100
    assert page.evaluate("document.querySelector('img.drawing__print').naturalWidth") == 933
    follow(page, ".buttons [formaction]")  # back to “About you”, and on again
    follow(page, "main form .button")
    assert page.is_visible("img.drawing__print")
    follow(page, "[name=send]")

    assert Image.open(BytesIO(arrived())).size == (933, 1400)


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_removed_picture_does_not_go(person, browser_page, photo):
    page = browser_page()
    to_last_step(page)
    page.set_input_files("[name=drawing]", photo)
    page.wait_for_selector("canvas.drawing__print")

    page.click("[name=drop]")

    assert page.is_hidden("canvas.drawing__print") and page.is_hidden("[name=drop]")
    follow(page, "[name=send]")
    page.wait_for_url("**/letters/sent/**")
    assert not Letter.objects.get().has_drawing


def test_file_that_no_browser_can_show_is_said_to_be_unread_and_the_letter_stays(
    person, browser_page, tmp_path
):
    odd = tmp_path / "photo.heic"
    odd.write_bytes(b"\0\0\0\x18ftypheic" + b"x" * 500)
    page = browser_page(language="en")
    to_last_step(page, "en")

    page.set_input_files("[name=drawing]", str(odd))
    page.get_by_text("cannot show the picture").wait_for()
    follow(page, "[name=send]")

    assert "JPEG, PNG or WebP" in page.inner_text(".error-summary")
    assert "Намалював тобі море" in page.inner_text(".letter-shown")
    follow(page, "[name=send]")
    page.wait_for_url("**/letters/sent/**")


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_letter_sent_once_more_after_back_is_the_same_letter(person, browser_page, photo):
    page = browser_page()
    to_last_step(page)
    page.set_input_files("[name=drawing]", photo)
    page.wait_for_selector("canvas.drawing__print")
    follow(page, "[name=send]")
    page.wait_for_url("**/letters/sent/**")
    code = page.inner_text(".code")

    page.go_back()
    page.wait_for_selector("[name=send]")
    follow(page, "[name=send]")
    page.wait_for_url("**/letters/sent/**")

    assert page.inner_text(".code") == code and Letter.objects.count() == 1


@pytest.mark.full(BESIDE_A_JOURNEY)
def test_picture_sent_before_it_is_small_goes_small_all_the_same(person, browser_page, photo):
    page = browser_page()
    page.add_init_script(
        "HTMLCanvasElement.prototype.toBlob = new Proxy(HTMLCanvasElement.prototype.toBlob, "
        "{apply: (blob, canvas, given) => setTimeout(() => blob.apply(canvas, given), 500)})"
    )
    to_last_step(page)
    sizes = []
    page.on("request", lambda request: sizes.append(len(request.post_data_buffer or b"")))
    page.set_input_files("[name=drawing]", photo)
    page.click("[name=send]")
    page.wait_for_url("**/letters/sent/**")

    assert max(sizes) <= MAX_BYTES + 10_000 and Image.open(BytesIO(arrived())).size == (933, 1400)
