"""A picture on the last step, without scripts: made small, shown, carried along, stored only when sent."""

import base64
import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from letters.handling.actions.opening import open_drawing
from letters.models import Letter, LetterDrawing
from letters.writing.drawing_size import MAX_BYTES, shrunk, unpacked
from tests.factories.pictures import jpeg_with_gps, picture_bytes
from tests.letters.conftest import filled, hidden_fields
from tests.tiers import LONG

SHOWN = re.compile(r'<img class="drawing__print" src="data:image/jpeg;base64,([^"]+)"')


def photo(content=None):
    return SimpleUploadedFile("IMG_1.JPG", content or jpeg_with_gps(orientation=6, size=(600, 400)))


def unsent(**fields):
    form = filled(**fields)
    del form["send"]
    return form


def noise(side):
    buffer = BytesIO()
    Image.effect_noise((side, side), 100).convert("RGB").save(buffer, "JPEG", quality=90)
    return SimpleUploadedFile("noise.jpg", buffer.getvalue())


def picture_on(page):
    found = SHOWN.search(page.content.decode())
    return base64.b64decode(found[1]) if found else b""


def test_chosen_picture_is_shown_upright_without_metadata_before_anything_is_stored(client, check_url):
    page = client.post(check_url, unsent(show="1", drawing=photo()))

    shown = picture_on(page)
    assert Image.open(BytesIO(shown)).size == (400, 600)
    assert b"CANARY" not in shown and len(shown) <= MAX_BYTES
    assert not Letter.objects.exists() and not LetterDrawing.objects.exists()
    assert "data:" in page.headers["Content-Security-Policy"]


def test_picture_goes_through_every_step_and_language_and_arrives_as_it_was_shown(
    client, check_url, screener
):
    page = client.post(check_url, unsent(show="1", drawing=photo()))
    shown = picture_on(page)
    for step in ("", "about-you/", "check/"):
        for language in ("en", "uk"):
            url = f"/{language}/letters/write/vilnyi/{step}"
            page = client.post(url, hidden_fields(page) | unsent_texts())
            assert page.status_code == 200 and 'enctype="multipart/form-data"' in page.content.decode()

    sent = client.post(check_url, {**hidden_fields(page), "send": "1"})

    assert sent.status_code == 303
    assert open_drawing(letter=Letter.objects.get(), by=screener) == (shown, "JPEG")


def unsent_texts():
    form = unsent()
    return {name: form[name] for name in ("body", "language", "name", "email", "censor", "delay", "consent")}


@pytest.mark.parametrize("back", ["", "about-you/"])
def test_picture_chosen_before_going_back_is_taken_along_or_said_to_be_lost(client, check_url, back):
    url = f"/uk/letters/write/vilnyi/{back}"

    kept = client.post(url, unsent(drawing=photo()))
    lost = client.post(url, unsent(drawing=photo(b"no picture")))

    assert unpacked(hidden_fields(kept)["kept_drawing"])
    assert not hidden_fields(lost)["kept_drawing"] and "Виберіть його ще раз" in lost.content.decode()


def test_letter_that_could_not_be_sent_still_has_its_picture(client, check_url):
    again = client.post(check_url, filled(token="", drawing=photo()))

    assert again.status_code == 400 and picture_on(again)


def test_picture_chosen_last_counts_and_one_that_is_removed_does_not_go(client, check_url, screener):
    first = client.post(check_url, unsent(show="1", drawing=photo()))
    other = photo(picture_bytes("PNG", size=(50, 70), color="red"))
    second = client.post(check_url, {**hidden_fields(first), "show": "1", "drawing": other})
    assert Image.open(BytesIO(picture_on(second))).size == (50, 70)

    none = client.post(check_url, {**hidden_fields(second), "drop": "1"})
    client.post(check_url, {**hidden_fields(none), "send": "1"})

    assert not picture_on(none) and not Letter.objects.get().has_drawing


def test_refused_picture_leaves_the_one_before_where_it_was(client, check_url):
    first = client.post(check_url, unsent(show="1", drawing=photo()))

    second = client.post(check_url, {**hidden_fields(first), "send": "1", "drawing": photo(b"none")})

    assert second.status_code == 422 and picture_on(second) == picture_on(first)


def test_text_that_we_did_not_sign_is_no_picture(client, check_url):
    page = client.post(check_url, unsent(show="1", drawing=photo()))
    signed = hidden_fields(page)["kept_drawing"]

    for forged in (signed[:-1], signed.replace(",", ",AAAA", 1), "<svg onload=alert(1)>", "1x1,AAAA"):
        answer = client.post(check_url, {**hidden_fields(page), "kept_drawing": forged})
        assert answer.status_code == 200 and not picture_on(answer)


@pytest.mark.full(LONG)
def test_whatever_is_in_a_picture_it_fits_into_the_form():
    assert len(shrunk(noise(2_400)).bytes) <= MAX_BYTES
    drawing = shrunk(SimpleUploadedFile("a.png", picture_bytes("PNG", mode="RGBA", color=(0, 0, 0, 0))))
    assert Image.open(BytesIO(drawing.bytes)).getpixel((0, 0)) == (255, 255, 255)


def test_letter_of_full_length_with_the_largest_picture_passes_the_guard(client, check_url):
    page = client.post(check_url, unsent(show="1", body="ї" * 6_000, drawing=noise(1_000)))

    assert client.post(check_url, {**hidden_fields(page), "send": "1"}).status_code == 303
