"""What a fake camera of Chromium sees: sheets with QR codes, one after the other, as an uncompressed film."""

import io

import segno
from PIL import Image

WIDTH, HEIGHT, FRAMES_A_SECOND = 480, 360, 10
WHITE, BLACK = 235, 16
DOT = 8


def film(path, texts, *, frames_each=6):
    """Write a Y4M film in which each text is shown as a code for a while, with a bare sheet in between."""
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n".encode()
    colours = bytes([128]) * (WIDTH * HEIGHT // 2)
    with path.open("wb") as out:
        out.write(head)
        for text in texts:
            for sheet in [picture(text)] * frames_each + [picture("")] * 2:
                out.write(b"FRAME\n" + sheet + colours)
    return path


def picture(text):
    """Return the brightness of all dots, row by row, with the code in the middle."""
    dots = [bytearray([WHITE]) * WIDTH for _row in range(HEIGHT)]
    code = [list(row) for row in segno.make_qr(text, error="m").matrix] if text else []
    left, top = (WIDTH - len(code) * DOT) // 2, (HEIGHT - len(code) * DOT) // 2
    for y, row in enumerate(code):
        line = b"".join(bytes([BLACK if dark else WHITE]) * DOT for dark in row)
        for each in range(DOT):
            dots[top + y * DOT + each][left : left + len(line)] = line
    return bytes(b"".join(dots))


def picture_of(text):
    return Image.frombytes("L", (WIDTH, HEIGHT), picture(text))


def frame(text):
    """Return what our page sends of such a sheet."""
    out = io.BytesIO()
    picture_of(text).save(out, "JPEG", quality=60)
    return out.getvalue()
