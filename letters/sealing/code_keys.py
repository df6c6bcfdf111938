"""The key that comes of a tracking code: what is sealed to its public half, the code alone opens. Pure.

No ring takes part. Whoever holds every key and a dump of the database has 80 bits of a code to guess for a
chosen letter; for any one of 10,000 letters, 67.
"""

from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from letters.codes import CODE_DIGITS
from letters.sealing.sealed_box import UnsealError, unwrapped, wrapped

PURPOSE = b"answers to the writer of a letter"


class NoKeyOfACode(Exception):
    """What stands with the letter is no public key: anybody may have written it there."""


def public_half(code: str, letter: UUID) -> bytes | None:
    """Return the public key that is kept with the letter; None for a code that could be found by trying."""
    return bytes(_key_of(code, letter).public_key) if len(code) == CODE_DIGITS else None


def seal_for_code(content: bytes, *, public: bytes, letter: UUID, field: str) -> bytes:
    """Return the content sealed to this public half, for one letter and field. Raises NoKeyOfACode."""
    try:
        box = SealedBox(PublicKey(public))
        return box.encrypt(wrapped(content, letter=letter, field=field))
    except (CryptoError, ValueError):
        raise NoKeyOfACode from None


def open_with_code(sealed: bytes, *, code: str, letter: UUID, field: str) -> bytes:
    """Return what was sealed. Raises UnsealError."""
    try:
        padded = SealedBox(_key_of(code, letter)).decrypt(sealed)
    except (CryptoError, ValueError):
        raise UnsealError(f"{field}: this code does not open it") from None
    return unwrapped(padded, letter=letter, field=field)


def _key_of(code: str, letter: UUID) -> PrivateKey:
    derive = HKDF(algorithm=SHA256(), length=PrivateKey.SIZE, salt=letter.bytes, info=PURPOSE)
    return PrivateKey(derive.derive(code.encode("ascii")))
