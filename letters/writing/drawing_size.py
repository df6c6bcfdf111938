"""The drawing of a letter, made as small as paper allows: it may then travel in the form like a text."""

import base64
import binascii

from django.core.signing import BadSignature, Signer

from home.pictures.reencoding import EncodedPicture, Source, dots_of, encode
from letters.typesetting.drawings import MAX_DRAWING_PX, on_white

# With a letter of full length beside it the form stays below what the input guard lets through.
MAX_BYTES = 160_000
# (longest side in pixels, quality), tried in turn; the last fits whatever is in the picture.
STEPS = ((MAX_DRAWING_PX, 85), (MAX_DRAWING_PX, 70), (MAX_DRAWING_PX, 55), (1100, 50), (800, 45), (600, 40))
# What we shrank ourselves is not read again as a stranger's file would be.
SIGNER = Signer(salt="letters.writing.drawing_size")


def shrunk(file: Source) -> EncodedPicture:
    """Return the picture upright, on white, as a JPEG of at most MAX_BYTES. Raises PictureRefused."""
    image, _format = dots_of(file, max_side=MAX_DRAWING_PX)
    image = on_white(image)
    for side, quality in STEPS:
        image.thumbnail((side, side))
        picture = encode(image, "JPEG", quality=quality)
        if len(picture.bytes) <= MAX_BYTES:
            break
    return picture


def packed(picture: EncodedPicture | None) -> str:
    """Return the picture as a signed text for a field of the form; "" for none."""
    if picture is None:
        return ""
    size = f"{picture.width}x{picture.height}"
    return SIGNER.sign(f"{size},{base64.urlsafe_b64encode(picture.bytes).decode()}")


def unpacked(text: str) -> EncodedPicture | None:
    """Return the picture that `packed` made a text of; None for any other text."""
    try:
        size, coded = SIGNER.unsign(text).split(",")
        width, height = map(int, size.split("x"))
        return EncodedPicture(base64.urlsafe_b64decode(coded), "JPEG", width, height)
    except (BadSignature, ValueError, binascii.Error):
        return None


def as_address(picture: EncodedPicture) -> str:
    """Return the address under which a page shows the picture that lies nowhere but in this page."""
    return f"data:image/jpeg;base64,{base64.b64encode(picture.bytes).decode()}"
