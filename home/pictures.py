"""Pictures as this site keeps them: made anew from their pixels, so that no place, camera or author stays.

Used for every photo in the admin and every drawing that comes with a letter.
"""

import secrets
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MAX_PICTURE_BYTES = 10 * 1024 * 1024
MAX_PICTURE_PIXELS = 24_000_000  # what a good telephone takes; a bomb of 14 kB may claim 121 million

EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
SAVE_OPTIONS = {
    "JPEG": {"quality": 90, "optimize": True},
    "PNG": {"optimize": False},  # three times slower for 2 % fewer bytes
    "WEBP": {"quality": 90, "method": 4},
}


class PictureRefused(ValidationError):
    """The file can't be kept as a picture; its message is a sentence for the person who chose it."""


@dataclass(frozen=True)
class EncodedPicture:
    bytes: bytes
    format: str  # "JPEG", "PNG" or "WEBP"
    width: int
    height: int

    @property
    def extension(self) -> str:
        return EXTENSIONS[self.format]


class PictureFile(ContentFile):
    """A picture that has been made anew already; saving it does not encode it a second time."""

    def __init__(self, picture: EncodedPicture):
        super().__init__(picture.bytes, name=random_name(picture.extension))
        self.picture = picture


def random_name(extension: str) -> str:
    """Return a file name that tells nothing and can't be guessed."""
    return f"{secrets.token_hex(16)}.{extension}"


def reencode(file: BinaryIO) -> EncodedPicture:
    """Return the picture in `file`, upright, in its own format, without anything but its pixels.

    Of an animation the first frame is kept. Raises PictureRefused for a file that is too large, has too many
    pixels (checked before they are decoded), is broken, or is no JPEG, PNG or WebP.
    """
    with opened(file) as image:
        return encode(upright(image), image.format)


def size_in_pixels(file: BinaryIO) -> tuple[int, int]:
    """Return width and height as they will be once the picture is turned upright, without decoding it."""
    with opened(file) as image:
        width, height = image.size
        turned = image.getexif().get(ORIENTATION, 1) >= 5
        return (height, width) if turned else (width, height)


ORIENTATION = 0x0112  # EXIF tag; 5 to 8 are turned by a quarter


def opened(file: BinaryIO) -> Image.Image:
    image = identified(BytesIO(read_at_most(file, MAX_PICTURE_BYTES)))
    if image.width * image.height > MAX_PICTURE_PIXELS:
        raise PictureRefused(
            _("This picture is too large: it has more than 24 million dots. Choose a smaller one.")
        )
    return image


def read_at_most(file: BinaryIO, limit_bytes: int) -> bytes:
    file.seek(0)
    data = file.read(limit_bytes + 1)
    file.seek(0)
    if len(data) > limit_bytes:
        raise PictureRefused(_("This file is larger than 10 MB. Choose a smaller picture."))
    return data


def identified(file: BytesIO) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # We refuse far below the size that Pillow warns of.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(file, formats=list(EXTENSIONS))
    except Image.DecompressionBombError as error:
        raise PictureRefused(
            _("This picture is too large: it has more than 24 million dots. Choose a smaller one.")
        ) from error
    except Exception as error:  # a file made to break Pillow raises whatever it likes
        raise PictureRefused(
            _("This file is not a picture we can use. Choose a JPEG, PNG or WebP file.")
        ) from error


def upright(image: Image.Image) -> Image.Image:
    try:
        image.seek(0)
        image.load()
        return plain(ImageOps.exif_transpose(image))
    except Exception as error:  # as above: truncated data, false checksums, exhausted memory
        raise PictureRefused(
            _("This picture is damaged or cut short. Save it again, or choose another one.")
        ) from error


def plain(image: Image.Image) -> Image.Image:
    """Return a new image with the pixels of `image` only: no palette, profile, comment or text."""
    if image.mode.startswith("I"):  # 16 bits a dot; the upper 8 are all a screen shows
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    transparent = image.mode in {"LA", "PA", "RGBA", "RGBa"} or "transparency" in image.info
    mode = "RGBA" if transparent else "L" if image.mode in {"1", "L"} else "RGB"
    pixels = image.convert(mode)
    return Image.frombytes(mode, pixels.size, pixels.tobytes())


def encode(image: Image.Image, format_name: str) -> EncodedPicture:
    # Pillow calls a JPEG with a second picture inside "MPO"; ours opens as JPEG only.
    format_name = format_name if format_name in EXTENSIONS else "JPEG"
    buffer = BytesIO()
    image.save(buffer, format_name, **SAVE_OPTIONS[format_name])
    return EncodedPicture(buffer.getvalue(), format_name, image.width, image.height)
