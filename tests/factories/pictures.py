"""Picture files as people send them, and as people send them to hurt."""

import random
import struct
import zlib
from io import BytesIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

GPS_TAG, ARTIST_TAG, ORIENTATION_TAG = 0x8825, 0x013B, 0x0112


def picture_bytes(format_name="JPEG", *, size=(60, 40), mode="RGB", color=None, **options) -> bytes:
    buffer = BytesIO()
    Image.new(mode, size, color).save(buffer, format_name, **options)
    return buffer.getvalue()


def noise(seed) -> bytes:
    """A PNG that no program makes smaller: from nearly nothing up to some nine megabytes, by chance."""
    chance = random.Random(seed)
    side = chance.randint(10, 1_740)
    buffer = BytesIO()
    Image.frombytes("RGB", (side, side), chance.randbytes(3 * side * side)).save(
        buffer, "PNG", compress_level=0
    )
    return buffer.getvalue()


def jpeg_with_gps(*, orientation=1, size=(60, 40)) -> bytes:
    """A telephone's photo: place, author, comment and colour profile inside."""
    exif = Image.Exif()
    exif[ARTIST_TAG] = "CANARY-ARTIST"
    exif[ORIENTATION_TAG] = orientation
    exif.get_ifd(GPS_TAG).update({1: "N", 2: (44.0, 57.0, 0.0), 3: "E", 4: (34.0, 6.0, 0.0)})
    return picture_bytes(size=size, exif=exif, comment=b"CANARY-COMMENT", icc_profile=b"CANARY-ICC" * 20)


def png_with_text() -> bytes:
    info = PngInfo()
    info.add_text("Author", "CANARY-AUTHOR")
    info.add_itxt("XML:com.adobe.xmp", "<x>CANARY-XMP</x>")
    return picture_bytes("PNG", pnginfo=info)


def jpeg_of_two_pictures() -> bytes:
    """A photo as telephones with two lenses take it: the second picture hangs on the first."""
    first, second = (Image.new("RGB", (60, 40), color) for color in ("red", "blue"))
    buffer = BytesIO()
    first.save(buffer, "MPO", save_all=True, append_images=[second])
    return buffer.getvalue()


def animated_webp() -> bytes:
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "blue")]
    buffer = BytesIO()
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    return buffer.getvalue()


def png_bomb(side=11_000) -> bytes:
    """A PNG of 121 million white dots in some 32 kB."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    row = b"\x00" + b"\xff" * ((side + 7) // 8)
    compressor = zlib.compressobj(9)
    pixels = b"".join(compressor.compress(row) for _ in range(side)) + compressor.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
