"""What a camera sees at the moment: its codes are read in a real child, and nothing else comes out of it."""

from threading import BoundedSemaphore

import pytest
from PIL import Image

from letters.posting import camera_frames
from letters.posting.camera_frames import LIMITS, MAX_FRAME_BYTES, FramesBusy, FrameUnreadable, codes_seen
from tests.factories.fake_camera import frame, picture_of
from tests.factories.pictures import jpeg_of_two_pictures, jpeg_with_gps, picture_bytes, png_bomb
from tests.factories.scans import jpeg_of
from tests.tiers import first_of

NUMBER = "K7F42Q"
PACK = "P:" + "0f" * 16


@pytest.mark.parametrize("text", [NUMBER, PACK])
@pytest.mark.parametrize("degrees", [0, 7, 90, 180])
def test_code_is_read_however_it_lies(text, degrees):
    turned = picture_of(text).rotate(degrees, expand=True, fillcolor=235)
    turned.thumbnail((640, 640))

    assert codes_seen(jpeg_of(turned)) == [text]


def test_sheet_without_a_code_says_nothing():
    assert codes_seen(frame("")) == []


def test_several_codes_in_view_are_all_read():
    both = Image.new("L", (480, 640), 235)
    for place, text in enumerate([NUMBER, "ABC234"]):
        both.paste(picture_of(text).resize((400, 300)), (40, 310 * place))

    assert set(codes_seen(jpeg_of(both))) == {NUMBER, "ABC234"}


@pytest.mark.parametrize("text", ["лист", "K7F4\n2Q"])
def test_code_that_cannot_be_ours_is_not_passed_on(text):
    assert codes_seen(frame(text)) == []


def test_picture_of_many_dots_and_colours_is_smaller_than_we_take():
    noise = Image.effect_noise((640, 640), 20).convert("RGB")

    assert len(jpeg_of(noise)) < MAX_FRAME_BYTES
    assert codes_seen(jpeg_of(noise)) == []


@pytest.mark.parametrize(
    "content",
    first_of(
        [
            b"",
            b"\xff\xd8\xff",
            b"\xff\xd8" + b"\xff" * 4000,
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            frame(NUMBER)[:2000],
            picture_bytes("PNG"),
            picture_bytes("WEBP"),
            png_bomb(),
            jpeg_of(Image.new("L", (641, 640))),
            frame(NUMBER).replace(b"\x01\x68\x01\xe0", b"\xff\xff\xff\xff", 1),  # claims four milliard dots
        ]
    ),
    ids=["nothing", "start", "noise", "svg", "cut", "png", "webp", "bomb", "large", "larger-than-it-is"],
)
def test_hostile_picture_is_refused(content):
    with pytest.raises(FrameUnreadable):
        codes_seen(content)


@pytest.mark.parametrize("content", [jpeg_with_gps(), jpeg_of_two_pictures(), picture_bytes(mode="CMYK")])
def test_picture_of_another_camera_does_no_harm(content):
    assert codes_seen(content) == []


@pytest.mark.parametrize("limits", [{"wall_seconds": 0.01}, {"memory_bytes": 20 * 1024 * 1024}])
def test_child_is_held_to_its_limits(limits):
    with pytest.raises(FramesBusy):
        codes_seen(frame(NUMBER), limits=camera_frames.Limits(**limits))


def test_where_no_child_can_run_the_log_says_so_and_not_what_was_shown(monkeypatch, caplog, tmp_path):
    script = tmp_path / "reader.py"
    script.write_text("import a_library_that_is_missing")
    monkeypatch.setattr(camera_frames, "READER", script)

    with pytest.raises(FramesBusy):
        codes_seen(frame(NUMBER))

    assert [record.event for record in caplog.records] == ["frame_reader_failed"]
    assert NUMBER not in caplog.text


def test_more_at_once_than_there_is_room_for_are_busy(monkeypatch):
    monkeypatch.setattr(camera_frames, "AT_ONCE", room := BoundedSemaphore(1))
    monkeypatch.setattr(camera_frames, "WAIT_SECONDS", 0)

    with room, pytest.raises(FramesBusy):
        codes_seen(frame(NUMBER))

    assert codes_seen(frame(NUMBER)) == [NUMBER]


@pytest.mark.parametrize(
    "answer",
    ["", "{}", '"K7F42Q"', "[1]", "[[]]", "[" * 4_000, '["A"] more', f'["{"A" * LIMITS.answer_bytes}"]'],
)
def test_what_a_taken_over_reader_says_is_never_taken_for_codes(tmp_path, monkeypatch, answer):
    script = tmp_path / "reader.py"
    script.write_text(f"import os\ndef main():\n    os.write(1, b'''{answer}''')\n")
    monkeypatch.setattr(camera_frames, "READER", script)

    with pytest.raises(FrameUnreadable):
        codes_seen(frame(NUMBER))
