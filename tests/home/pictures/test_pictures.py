import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from home.pictures import reencoding
from home.pictures.reencoding import LIMITS, MAX_PICTURE_BYTES, NO_READER, PictureRefused, reencode
from home.sandbox import runner
from tests.factories.pictures import (
    ORIENTATION_TAG,
    animated_webp,
    jpeg_of_two_pictures,
    jpeg_with_gps,
    picture_bytes,
    png_bomb,
    png_with_text,
)
from tests.tiers import LONG, first_of

MEBIBYTE = 1024 * 1024
TURNED = Image.Exif()
TURNED[ORIENTATION_TAG] = 6


def reencoded(data: bytes):
    return reencode(BytesIO(data))


@pytest.mark.parametrize("data", [jpeg_with_gps(), png_with_text()], ids=["jpeg", "png"])
def test_nothing_but_pixels_stays_in_a_picture(data):
    assert b"CANARY" in data

    picture = reencoded(data)

    assert b"CANARY" not in picture.bytes
    kept = Image.open(BytesIO(picture.bytes))
    assert not kept.getexif()
    assert not {"exif", "comment", "icc_profile", "xmp", "Author", "XML:com.adobe.xmp"} & set(kept.info)


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP"])
def test_picture_keeps_its_format_and_size(format_name):
    picture = reencoded(picture_bytes(format_name, size=(31, 17), color="green"))

    assert (picture.format, picture.width, picture.height) == (format_name, 31, 17)
    assert Image.open(BytesIO(picture.bytes)).convert("RGB").getpixel((5, 5))[1] > 100


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_read(mode):
    assert reencoded(picture_bytes("PNG", mode=mode)).format == "PNG"


def test_jpeg_for_print_in_four_colours_is_read():
    assert reencoded(picture_bytes("JPEG", mode="CMYK")).format == "JPEG"


def test_transparent_dots_stay_transparent():
    picture = reencoded(picture_bytes("PNG", mode="RGBA", color=(255, 0, 0, 0)))

    assert Image.open(BytesIO(picture.bytes)).getpixel((0, 0))[3] == 0


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP"])
def test_photo_taken_sideways_is_turned_upright(format_name):
    photo = Image.new("RGB", (60, 40), "white")
    photo.paste("black", (0, 0, 60, 10))  # the sky, as the camera lay on its side
    buffer = BytesIO()
    photo.save(buffer, format_name, exif=TURNED)

    picture = reencoded(buffer.getvalue())

    kept = Image.open(BytesIO(picture.bytes)).convert("L")
    assert (picture.width, picture.height) == kept.size == (40, 60) and not kept.getexif()
    assert kept.getpixel((37, 30)) < 60 < 200 < kept.getpixel((5, 30))


def test_photo_with_a_second_picture_inside_is_kept_without_it():
    picture = reencoded(jpeg_of_two_pictures())

    kept = Image.open(BytesIO(picture.bytes))
    assert (kept.format, kept.size) == ("JPEG", (60, 40)) and b"MPF" not in picture.bytes


def test_first_frame_of_an_animation_is_kept():
    picture = reencoded(animated_webp())

    kept = Image.open(BytesIO(picture.bytes))
    assert getattr(kept, "n_frames", 1) == 1
    assert kept.convert("RGB").getpixel((10, 10))[0] > 200


def test_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    bomb = png_bomb()
    assert len(bomb) < 40_000
    # Not enough for its 121 million dots.
    monkeypatch.setattr(reencoding, "LIMITS", replace(LIMITS, memory_bytes=200 * MEBIBYTE))

    with pytest.raises(PictureRefused, match="24"):
        reencoded(bomb)


@pytest.mark.parametrize(
    "data",
    [
        jpeg_with_gps(size=(600, 400))[:-900],
        picture_bytes("PNG", size=(600, 400))[:400],
        picture_bytes("WEBP", size=(600, 400), color="red")[:60],
    ],
    ids=["jpeg", "png", "webp"],
)
def test_truncated_picture_is_refused_in_words(data):
    with pytest.raises(PictureRefused) as refused:
        reencoded(data)

    assert refused.value.messages[0].endswith(".")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 100,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture_bytes("GIF"),
        picture_bytes("BMP"),
        picture_bytes("TIFF"),
        b"%PDF-1.7\n",
    ],
    ids=["empty", "zeros", "svg", "gif", "bmp", "tiff", "pdf"],
)
def test_what_is_no_jpeg_png_or_webp_is_refused(data):
    with pytest.raises(PictureRefused):
        reencoded(data)


def test_file_over_the_limit_is_refused_without_reading_it_all():
    with pytest.raises(PictureRefused, match="10"):
        reencoded(picture_bytes() + b"\x00" * MAX_PICTURE_BYTES)


def test_file_at_the_limit_is_accepted():
    small = picture_bytes()

    assert reencoded(small + b"\x00" * (MAX_PICTURE_BYTES - len(small))).width == 60


PEAK = """
import re, resource, sys
from django.conf import settings
settings.configure(USE_I18N=False)
from home.pictures.reencoding import reencode

def peak():
    # getrusage would count what the tests had held before they started us
    return int(re.search("VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024

small, large = (open(path, "rb") for path in sys.argv[1:])
reencode(small)
before = peak()
reencode(large)
print(peak() - before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""
MOST_MEBIBYTES, MOST_OF_THE_CHILD = 420, 440  # 372 and 396 measured; one copy of the dots more would be 92


@pytest.mark.full(LONG)
@pytest.mark.parametrize(
    "format_name, options",
    first_of([("JPEG", {"exif": TURNED}), ("PNG", {"exif": TURNED}), ("WEBP", {})]),
    ids=["JPEG", "PNG", "WebP"],
)
def test_the_largest_picture_takes_no_more_memory_than_is_written_down(tmp_path, format_name, options):
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(picture_bytes(format_name))
    large.write_bytes(picture_bytes(format_name, size=(6000, 4000), color="#0b5563", **options))

    run = subprocess.run(
        [sys.executable, "-c", PEAK, small, large], capture_output=True, text=True, check=True
    )

    ours, of_the_child = map(int, run.stdout.split())
    assert ours < MOST_MEBIBYTES and of_the_child < MOST_OF_THE_CHILD


@pytest.mark.full(LONG)
def test_two_pictures_are_never_decoded_at_once(monkeypatch):
    inside, most = [], []

    def watched(*job, run=reencoding.run_confined, **limits):
        inside.append(job)
        most.append(len(inside))
        try:
            return run(*job, **limits)
        finally:
            inside.remove(job)

    monkeypatch.setattr(reencoding, "run_confined", watched)
    data = picture_bytes(size=(600, 400))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(reencoded, [data] * 6))

    assert most == [1] * 6


@pytest.fixture
def reader(tmp_path, monkeypatch):
    """Put another program in the reader's place: one that a file has taken over."""

    def replaced(body, **limits):
        script = tmp_path / "reader.py"
        script.write_text(f"import sys, time\ndef main():\n    {body}\n")
        monkeypatch.setattr(reencoding, "READER", script)
        monkeypatch.setattr(reencoding, "LIMITS", replace(LIMITS, **limits))

    return replaced


@pytest.mark.full(LONG)
@pytest.mark.parametrize(
    ("body", "limits"),
    first_of(
        [
            ("time.sleep(600)", {"wall_seconds": 1}),
            ("while True: pass", {"cpu_seconds": 1}),
            ("while True: sys.stdout.buffer.write(bytes(65536))", {}),
            ("held = [bytearray(10**7) for _ in range(10**4)]", {}),
        ]
    ),
    ids=["asleep", "endless", "talkative", "greedy"],
)
def test_decoder_that_runs_wild_costs_its_picture_only(reader, body, limits):
    reader(body, **limits)

    with pytest.raises(PictureRefused) as refused:
        reencoded(picture_bytes())

    assert refused.value.messages[0].endswith(".")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\n",
        b"too_small\n",
        b"JPEG RGB 2 2\n" + bytes(11),
        b"JPEG RGB 2 2\n" + bytes(13),
        b"JPEG RGB 2 2 2\n" + bytes(12),
        b"JPEG CMYK 2 2\n" + bytes(16),
        b"TIFF RGB 2 2\n" + bytes(12),
        b"JPEG RGB 0 0\n",
        b"JPEG RGB -2 -2\n" + bytes(12),
        b"JPEG RGB 1e9 1e9\n",
        b"JPEG RGB 4900 4900\n" + bytes(12),
        b"JPEG L 70000 1\n" + bytes(70_000),
        b"JPEG RGB 2 " + b"2" * 5_000 + b"\n",
        b"JPEG RGB \xd9\xa2 2\n" + bytes(12),
        jpeg_with_gps(),
    ],
)
def test_what_a_taken_over_reader_says_is_never_taken_for_a_picture(reader, answer):
    reader(f"sys.stdout.buffer.write({answer!r})")

    with pytest.raises(PictureRefused):
        reencoded(picture_bytes())


@pytest.mark.parametrize("trouble", ["no child", "no library"])
def test_where_no_child_can_run_a_picture_is_refused_and_said_to_those_who_run_the_site(
    reader, monkeypatch, caplog, trouble
):
    reader("import nothing_that_exists")
    if trouble == "no child":
        monkeypatch.setattr(runner.sys, "executable", "/nonexistent/python")

    with pytest.raises(PictureRefused) as refused:
        reencoded(picture_bytes())

    assert refused.value.messages == [NO_READER]

    assert [record.event for record in caplog.records] == ["picture_reader_failed"]


def test_nothing_of_a_picture_is_written_beside_it(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    watched = [Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), tmp_path]  # noqa: S108
    before = files_in(watched)

    # A word of this test alone: others work in these folders, too.
    reencoded(picture_bytes(size=(3000, 2000), comment=b"BESIDE-IT"))

    assert [path for path in files_in(watched) - before if b"BESIDE-IT" in content(path)] == []
    assert list(tmp_path.iterdir()) == []


def files_in(folders):
    return {path for folder in folders if folder.is_dir() for path in folder.iterdir()}


def content(path):
    try:
        return path.read_bytes() if path.is_file() and not path.is_symlink() else b""
    except OSError:
        return b""
