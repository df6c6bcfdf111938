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

from home.security.keyring import KeyRingError, ring

VERSION = "v1"
# Sizes are rounded up to these bytes, so that a sealed part tells little of its length.
TEXT_BLOCK_BYTES = 1024
FILE_BLOCK_BYTES = 65_536


class UnsealError(Exception):
    """A sealed part is not this letter's and field's, or its key is not here; never says what is inside."""


class KeyNotHere(UnsealError):
    """What is asked for is sealed for a key that this ring lacks; `kid` says which."""

    def __init__(self, message, kid):
        super().__init__(message)
        self.kid = kid


def seal_text(text, *, letter, field):
    """Return `text` sealed for the field `field` of the letter with uuid `letter`."""
    kid, sealed = _seal(_envelope(letter, field, text), TEXT_BLOCK_BYTES)
    return f"{VERSION}:{kid}:{base64.b64encode(sealed).decode()}"


def seal_bytes(content, *, letter, field):
    envelope = _envelope(letter, field, base64.b64encode(content).decode())
    kid, sealed = _seal(envelope, FILE_BLOCK_BYTES)
    return f"{VERSION}:{kid}:".encode() + sealed


def unseal_text(stored, *, letter, field):
    """Return the text in `stored`. Raises UnsealError."""
    version, kid, encoded = _parts(stored, ":")
    try:
        sealed = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise UnsealError(f"{field}: not a sealed part") from None
    return _unseal(version, kid, sealed, letter, field, TEXT_BLOCK_BYTES)


def unseal_bytes(stored, *, letter, field):
    version, kid, sealed = _parts(bytes(stored), b":")
    version, kid = version.decode(errors="replace"), kid.decode(errors="replace")
    text = _unseal(version, kid, sealed, letter, field, FILE_BLOCK_BYTES)
    return base64.b64decode(text)


def key_id(stored):
    """Return the id of the key that opens a sealed text."""
    return _parts(stored, ":")[1]


def reseal(stored):
    """Return a sealed text or sealed bytes, sealed anew for the newest key; what is inside is not looked at.

    Raises UnsealError when its key is not here.
    """
    is_text = isinstance(stored, str)
    _version, kid, sealed = _parts(stored if is_text else bytes(stored), ":" if is_text else b":")
    if not is_text:
        kid = kid.decode(errors="replace")
    padded = _padded(kid, base64.b64decode(sealed) if is_text else sealed, "part")
    new_kid, key = ring("letters_public").current
    anew = SealedBox(PublicKey(key)).encrypt(padded)
    head = f"{VERSION}:{new_kid}:"
    return head + base64.b64encode(anew).decode() if is_text else head.encode() + anew


def has_release_key():
    """Can copies for a release be sealed here? Without, none is promised."""
    try:
        ring("release_public")
    except KeyRingError:
        return False
    return True


def seal_offline(parts, *, letter):
    """Return {name: text} sealed for the offline key of release copies. Raises KeyRingError without one."""
    kid, key = ring("release_public").current
    envelope = sodium_pad(_envelope(letter, "release", parts), FILE_BLOCK_BYTES)
    return f"{VERSION}:{kid}:".encode() + SealedBox(PublicKey(key)).encrypt(envelope)


def open_offline(stored, *, letter, keys):
    """Return the parts in a release copy; `keys` is the KeyRing with the private keys.

    Raises UnsealError; of these KeyNotHere when the copy may be whole.
    """
    version, kid, sealed = _parts(bytes(stored), b":")
    kid = kid.decode(errors="replace")
    if version.decode(errors="replace") != VERSION:
        raise UnsealError("release copy: unknown form of sealing")
    try:
        key = keys.key(kid)
    except KeyRingError as fault:
        raise KeyNotHere(f"release copy: {fault}", kid) from None
    try:
        envelope = json.loads(sodium_unpad(SealedBox(PrivateKey(key)).decrypt(sealed), FILE_BLOCK_BYTES))
    except (CryptoError, ValueError):
        raise UnsealError(f"release copy: the key {kid} does not open it") from None
    if not is_of(envelope, letter, "release"):
        raise UnsealError("release copy: sealed for another letter")
    return envelope["value"]


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


def _unseal(version, kid, sealed, letter, field, block):
    if version != VERSION:
        raise UnsealError(f"{field}: unknown form of sealing")
    padded = _padded(kid, sealed, field)
    envelope = json.loads(sodium_unpad(padded, block))
    if not is_of(envelope, letter, field):
        raise UnsealError(f"{field}: sealed for another letter or field")
    return envelope["value"]


def _padded(kid, sealed, field):
    """Return what was sealed, still rounded up."""
    try:
        return SealedBox(PrivateKey(ring("letters_private").key(kid))).decrypt(sealed)
    except KeyRingError as fault:
        raise UnsealError(f"{field}: {fault}") from None
    except (CryptoError, ValueError, TypeError):
        raise UnsealError(f"{field}: the key {kid} does not open it") from None


def is_of(envelope, letter, field):
    return (envelope["letter"], envelope["field"]) == (str(letter), field)
