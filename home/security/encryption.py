"""Text of private records, encrypted before it reaches the database.

The row and the field are sealed in with the text, so a ciphertext moved elsewhere does not open.
"""

import json
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.db.models import Model

from home.security.keyring import ring

KEPT_UNDER = "private_records"


class PrivateTextError(Exception):
    """A private text cannot be opened: wrong key, or it was moved from another row or field."""


def _ring() -> MultiFernet:
    """Return the key ring as MultiFernet wants it, newest key first. Raises KeyRingError."""
    keys = ring(KEPT_UNDER).keys.values()
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in reversed(keys)])


def encrypt_text(text: str, place: str) -> bytes:
    return _ring().encrypt(json.dumps({"place": place, "text": text}).encode())


def decrypt_text(token: bytes | memoryview, place: str) -> str:
    """Return the text kept at `place` ("label|field|row key"). Raises PrivateTextError."""
    try:
        content = json.loads(_ring().decrypt(bytes(token)))
    except InvalidToken as error:
        raise PrivateTextError(place) from error
    if content["place"] != place:
        raise PrivateTextError(place)
    return str(content["text"])


class PrivateText:
    """Reads and writes `<name>_encrypted`, a BinaryField of the same row; the row has a `row_key`."""

    def __set_name__(self, owner: type[Model], name: str) -> None:
        self.name, self.column = name, f"{name}_encrypted"

    def _place(self, row: Any) -> str:
        return f"{row._meta.label_lower}|{self.name}|{row.row_key}"

    def __get__(self, row: Model | None, owner: type[Model] | None = None) -> Any:
        if row is None:
            return self
        token = getattr(row, self.column)
        return decrypt_text(token, self._place(row)) if token else ""

    def __set__(self, row: Model, text: str) -> None:
        setattr(row, self.column, encrypt_text(text, self._place(row)) if text else b"")
