"""What the row of a letter keeps of its code, also as a sheet of an event carries it. Pure.

The code of a sheet is drawn as the sheet is printed, stands on its slip alone and is kept nowhere. The QR
code of the sheet says `SHEET:SEALED`, capitals and digits: the sheet's own code, then digest and public key,
which only the staff side can write or read. No stranger can have a key kept, and a photo tells nothing.
"""

import base64
import secrets
from dataclasses import dataclass, field
from hashlib import blake2b
from uuid import UUID

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from home.security.keyring import ring
from letters.codes import CODE_DIGITS, digest_of
from letters.sealing.code_keys import public_half

BETWEEN, DIGEST_BYTES = ":", 32
# The ring that never gets a second key, so that sheets can lie for years; a use has a key of its own each.
RING = "mail_index"
SEALS, NUMBERS = b"slips of sheets", b"slip of a letter"


@dataclass(frozen=True)
class Binding:
    """`letter` is the number that the letter has or is to have: the key comes of it and of the code."""

    letter: UUID
    digest: str = field(repr=False)
    answer_key: bytes | None = field(repr=False)


def binding_of(code: str, letter: UUID) -> Binding:
    return Binding(letter, digest_of(code), public_half(code, letter))


def new_code() -> str:
    """Return a code drawn by chance, for a slip."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def text_on_sheet(sheet: str, code: str) -> str:
    """Return what the QR code of the sheet says whose slip has this code. Raises KeyRingError."""
    digest = bytes.fromhex(digest_of(code))
    letter = _number_for(digest)
    bound = digest + (public_half(code, letter) or b"")
    # One code, one sheet, one nonce: what was printed under it is never printed again.
    sealed = SecretBox(_key(SEALS)).encrypt(bound, _nonce(sheet)).ciphertext
    return f"{sheet}{BETWEEN}{base64.b32encode(sealed).decode().rstrip('=')}"


def sheet_in(text: str) -> str:
    """Return the code of the sheet in what a QR code says; sheets of earlier releases say nothing else."""
    return text.partition(BETWEEN)[0]


def binding_in(text: str) -> Binding | None:
    """Return what the letter on this sheet is bound to; None of what we did not print, or printed without.

    Raises KeyRingError.
    """
    sheet, _between, sealed = text.partition(BETWEEN)
    key = _key(SEALS)
    try:
        bound = SecretBox(key).decrypt(base64.b32decode(sealed + "=" * (-len(sealed) % 8)), _nonce(sheet))
    except (CryptoError, ValueError):
        return None
    digest, answer_key = bound[:DIGEST_BYTES], bound[DIGEST_BYTES:]
    return Binding(_number_for(digest), digest.hex(), answer_key)


def _number_for(digest: bytes) -> UUID:
    """Return the number of the letter, the same each time the sheet is read."""
    number = blake2b(digest, key=ring(RING).oldest, digest_size=16, person=NUMBERS)
    return UUID(bytes=number.digest(), version=4)


def _key(purpose: bytes) -> bytes:
    return blake2b(key=ring(RING).oldest, digest_size=SecretBox.KEY_SIZE, person=purpose).digest()


def _nonce(sheet: str) -> bytes:
    return sheet.encode().ljust(SecretBox.NONCE_SIZE, b"\0")
