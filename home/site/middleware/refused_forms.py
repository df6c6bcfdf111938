"""What can still be read of a form that the input guard refuses: its texts, to be given back.

A browser sends the texts of a form before its file, so the beginning is enough. Nothing here is trusted: what
was read goes back to its sender, and nowhere else.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser

BEGINNING_BYTES = 512 * 1024
FIELDS = 200
# Read and thrown away: a browser that is cut off while sending shows its own error instead of our page.
UNREAD_BYTES = 64 * 1024 * 1024
CHUNK_BYTES = 64 * 1024
FIELD_NAME = re.compile(rb'[; ]name="([^"]*)"')


class Beginning(FileUploadHandler):
    """Remembers the first bytes of a multipart form while Django reads it."""

    request: HttpRequest

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.begun = b""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> Any:
        self.source = input_data
        others = [handler for handler in self.request.upload_handlers if handler is not self]
        ourselves: Any = self  # reads as a stream does
        return MultiPartParser(META, ourselves, others, encoding).parse()

    def read(self, size: int) -> bytes:
        chunk = self.source.read(size)
        self.begun += chunk[: BEGINNING_BYTES - len(self.begun)]
        return chunk

    def texts(self) -> dict[str, str]:
        """Return the texts of the form by their names, without NULs; bad UTF-8 is marked as such."""
        raw = self.begun + read_or_nothing(self.request, BEGINNING_BYTES - len(self.begun))
        pairs = texts_in_parts(raw) if raw.startswith(b"--") else texts_in_a_row(raw)
        return {as_text(name): as_text(text) for name, text in pairs}

    def read_out(self) -> None:
        """Read what the browser still sends, so that it gets to read our answer."""
        left = UNREAD_BYTES
        while left > 0 and (chunk := read_or_nothing(self.request, CHUNK_BYTES)):
            left -= len(chunk)


def read_or_nothing(request: HttpRequest, size: int) -> bytes:
    try:
        return request.read(size)
    except OSError:  # the connection broke off
        return b""


def texts_in_parts(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    boundary, _end, rest = raw.partition(b"\r\n")
    for part in rest.split(b"\r\n" + boundary, FIELDS)[:FIELDS]:
        head, gap, text = part.partition(b"\r\n\r\n")
        name = FIELD_NAME.search(head)
        if name and gap and b"filename" not in head:
            yield name[1], text


def texts_in_a_row(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    for pair in raw.split(b"&", FIELDS)[:FIELDS]:
        name, _equals, text = pair.partition(b"=")
        yield unquoted(name), unquoted(text)


def unquoted(raw: bytes) -> bytes:
    return unquote_plus(raw.decode("latin-1"), encoding="latin-1").encode("latin-1")


def as_text(raw: bytes) -> str:
    return raw.decode(errors="replace").replace("\x00", "")
