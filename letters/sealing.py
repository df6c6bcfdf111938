"""Seals the parts of a letter for the staff side: whoever stores them cannot read them.

A sealed part names its letter and its field inside, so that one moved to another row or column is an error.
Stored as `v1:<key id>:<base64>`; as bytes for a drawing. What cannot be opened raises UnsealError: nothing
that looks like a text ever comes out of a failure.
"""

import base64
import binascii
import json

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from home.keyring import KeyRingError, ring

VERSION = "v1"
# Sizes are rounded up to these bytes, so that a sealed part tells little of its length.
TEXT_BLOCK_BYTES = 1024
DRAWING_BLOCK_BYTES = 65_536


class UnsealError(Exception):
    """A sealed part is not this letter's and field's, or its key is not here; never says what is inside."""


def seal_text(text, *, letter, field):
    """Return `text` sealed for the field `field` of the letter with uuid `letter`."""
    kid, sealed = _seal(_envelope(letter, field, text), TEXT_BLOCK_BYTES)
    return f"{VERSION}:{kid}:{base64.b64encode(sealed).decode()}"


def seal_bytes(content, *, letter, field):
    envelope = _envelope(letter, field, base64.b64encode(content).decode())
    kid, sealed = _seal(envelope, DRAWING_BLOCK_BYTES)
    return f"{VERSION}:{kid}:".encode() + sealed


def unseal_text(stored, *, letter, field):
    """Return the text in `stored`. Raises UnsealError."""
    version, kid, encoded = _parts(stored, ":")
    try:
        sealed = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise UnsealError(f"{field}: not a sealed part") from None
    return _unseal(version, kid, sealed, letter, field)


def unseal_bytes(stored, *, letter, field):
    version, kid, sealed = _parts(bytes(stored), b":")
    text = _unseal(version.decode(errors="replace"), kid.decode(errors="replace"), sealed, letter, field)
    return base64.b64decode(text)


def key_id(stored):
    """Return the id of the key that opens a sealed text."""
    return _parts(stored, ":")[1]


def _parts(stored, colon):
    parts = (stored or colon[:0]).split(colon, 2)
    if len(parts) != 3:
        raise UnsealError("not a sealed part")
    return parts


def _envelope(letter, field, value):
    return json.dumps({"letter": str(letter), "field": field, "value": value}, ensure_ascii=False).encode()


def _seal(envelope, block):
    kid, key = ring("letters_public").current
    return kid, SealedBox(PublicKey(key)).encrypt(sodium_pad(envelope, block))


def _unseal(version, kid, sealed, letter, field):
    if version != VERSION:
        raise UnsealError(f"{field}: unknown form of sealing")
    try:
        box = SealedBox(PrivateKey(ring("letters_private").key(kid)))
        padded = box.decrypt(sealed)
    except KeyRingError as fault:
        raise UnsealError(f"{field}: {fault}") from None
    except (CryptoError, ValueError, TypeError):
        raise UnsealError(f"{field}: the key {kid} does not open it") from None
    block = DRAWING_BLOCK_BYTES if field == "drawing" else TEXT_BLOCK_BYTES
    envelope = json.loads(sodium_unpad(padded, block))
    if not is_of(envelope, letter, field):
        raise UnsealError(f"{field}: sealed for another letter or field")
    return envelope["value"]


def is_of(envelope, letter, field):
    return (envelope["letter"], envelope["field"]) == (str(letter), field)
