import tracemalloc
from io import BytesIO

import pytest
from PIL import Image

from home.pictures import MAX_PICTURE_BYTES, PictureRefused, reencode, size_in_pixels
from tests.factories.pictures import (
    animated_webp,
    jpeg_with_gps,
    picture_bytes,
    png_bomb,
    png_with_text,
)


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


def test_photo_taken_sideways_is_turned_upright():
    data = jpeg_with_gps(orientation=6, size=(60, 40))

    picture = reencoded(data)

    assert (picture.width, picture.height) == (40, 60)
    assert size_in_pixels(BytesIO(data)) == (40, 60)


def test_first_frame_of_an_animation_is_kept():
    picture = reencoded(animated_webp())

    kept = Image.open(BytesIO(picture.bytes))
    assert getattr(kept, "n_frames", 1) == 1
    assert kept.convert("RGB").getpixel((10, 10))[0] > 200


def test_bomb_is_refused_before_it_is_unpacked():
    bomb = png_bomb()
    assert len(bomb) < 40_000

    tracemalloc.start()
    with pytest.raises(PictureRefused, match="24"):
        reencoded(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 5_000_000


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
