"""Seals the parts of a letter for the staff side: whoever stores them cannot read them.

A sealed part names its letter and its field inside, so that one moved to another row or column is an error.
Stored as `v1:<key id>:<base64>`; as bytes for a drawing; with `o1` where the offline key alone opens it. What
cannot be opened raises UnsealError: nothing that looks like a text ever comes out of a failure.
"""

import base64
import json
from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from home.security.keyring import KeyRing, KeyRingError, KeysLocked, ring

VERSION, OFFLINE = "v1", "o1"
RING_OF = {VERSION: "letters_public", OFFLINE: "backup_public"}
# Sizes are rounded up to these bytes, so that a sealed part tells little of its length.
TEXT_BLOCK_BYTES = 1024
FILE_BLOCK_BYTES = 65_536
# Of a sealed text, as stored: the longest Russian text that is saved takes a fifth of it.
LONGEST_STORED = 1024 * 1024
Sealed = TypeVar("Sealed", str, bytes)


class UnsealError(Exception):
    """A sealed part is not this letter's and field's, or its key is not here; never says what is inside."""


class KeptOffline(UnsealError):
    """No host opens it any more; the offline key does."""


class KeyNotHere(UnsealError):
    """What is asked for is sealed for a key that this ring lacks; `kid` says which."""

    def __init__(self, message: str, kid: str) -> None:
        super().__init__(message)
        self.kid = kid


class LettersLocked(UnsealError, KeysLocked):
    """What is asked for may be whole: the ring that opens it is locked."""


def seal_text(text: str, *, letter: UUID | str, field: str) -> str:
    """Return `text` sealed for the field `field` of the letter with uuid `letter`."""
    kid, sealed = _seal(_envelope(letter, field, text), TEXT_BLOCK_BYTES)
    return f"{VERSION}:{kid}:{base64.b64encode(sealed).decode()}"


def seal_bytes(content: bytes, *, letter: UUID | str, field: str) -> bytes:
    envelope = _envelope(letter, field, base64.b64encode(content).decode())
    kid, sealed = _seal(envelope, FILE_BLOCK_BYTES)
    return f"{VERSION}:{kid}:".encode() + sealed


def unseal_text(stored: str, *, letter: UUID | str, field: str, keys: KeyRing | None = None) -> str:
    """Return the text in `stored`; `keys` opens what is kept offline. Raises UnsealError."""
    if len(stored or "") > LONGEST_STORED:
        raise UnsealError(f"{field}: longer than any text of ours")
    version, kid, encoded = _parts(stored, ":")
    padded = _opened(version, kid, _decoded(encoded, field), field, keys)
    return _value_in(padded, letter, field, TEXT_BLOCK_BYTES)


def unseal_bytes(
    stored: bytes | memoryview, *, letter: UUID | str, field: str, keys: KeyRing | None = None
) -> bytes:
    return unwrapped(_opened(*_parts_of_bytes(stored), field, keys), letter=letter, field=field)


def wrapped(content: bytes, *, letter: UUID | str, field: str) -> bytes:
    """Return what is sealed of the content: with its letter and its field, rounded up."""
    value = base64.b64encode(content).decode()
    return sodium_pad(_envelope(letter, field, value), FILE_BLOCK_BYTES)


def unwrapped(padded: bytes, *, letter: UUID | str, field: str) -> bytes:
    """Return what `wrapped` was given. Raises UnsealError."""
    return _decoded(_value_in(padded, letter, field, FILE_BLOCK_BYTES), field)


def _decoded(encoded: str, field: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError:
        raise UnsealError(f"{field}: not a sealed part") from None


def could_open(stored: str | bytes | memoryview) -> bool:
    """Does a key that is here open it? What cannot be tried while the ring is locked may be sealed for us."""
    try:
        reseal(stored) if isinstance(stored, str) else reseal(bytes(stored))
    except KeysLocked:
        return True
    except UnsealError:
        return False
    return True


def key_id(stored: str) -> str:
    """Return the id of the key that opens a sealed text."""
    return _parts(stored, ":")[1]


def reseal(stored: Sealed, form: str = VERSION) -> Sealed:
    """Return a sealed text or sealed bytes, sealed anew for the newest key; what is inside is not looked at.

    With OFFLINE for the newest offline key. Raises UnsealError when its key is not here, KeyRingError.
    """
    if isinstance(stored, str):
        version, kid, encoded = _parts(stored, ":")
        return _sealed_like(stored, _opened(version, kid, _decoded(encoded, "part"), "part"), form)
    return _sealed_like(stored, _opened(*_parts_of_bytes(stored), "part"), form)


def enclose(damaged: Sealed) -> Sealed:
    """Return what no key opens, as it is, inside a part for the newest offline key. Raises KeyRingError.

    Whoever opens that part is told that it is damaged, and nothing of it is lost.
    """
    return _sealed_like(damaged, damaged.encode() if isinstance(damaged, str) else damaged, OFFLINE)


def _sealed_like(stored: Sealed, padded: bytes, form: str) -> Sealed:
    """Return the bytes sealed for the newest key of the form, as a text or as bytes as `stored` is."""
    kid, key = ring(RING_OF[form]).current
    anew = SealedBox(PublicKey(key)).encrypt(padded)
    if isinstance(stored, str):
        return f"{form}:{kid}:{base64.b64encode(anew).decode()}"
    return f"{form}:{kid}:".encode() + anew


def can_unseal() -> bool:
    """Is a ring here that opens letters? Not on a public host, and not while it is locked."""
    return _is_here("letters_private")


def has_release_key() -> bool:
    """Can copies for a release be sealed here? Without, none is promised."""
    return _is_here("release_public")


def has_offline_key() -> bool:
    """Can backups and old replies be sealed here, for what no host opens?"""
    return _is_here(RING_OF[OFFLINE])


def _is_here(name: str) -> bool:
    try:
        ring(name)
    except KeyRingError:
        return False
    return True


def seal_offline(parts: Mapping[str, str], *, letter: UUID | str) -> bytes:
    """Return {name: text} sealed for the offline key of release copies. Raises KeyRingError without one."""
    kid, key = ring("release_public").current
    envelope = sodium_pad(_envelope(letter, "release", parts), FILE_BLOCK_BYTES)
    return f"{VERSION}:{kid}:".encode() + SealedBox(PublicKey(key)).encrypt(envelope)


def open_offline(stored: bytes | memoryview, *, letter: UUID | str, keys: KeyRing) -> dict[str, str]:
    """Return the parts in a release copy; `keys` is the KeyRing with the private keys.

    Raises UnsealError; of these KeyNotHere when the copy may be whole.
    """
    version, kid, sealed = _parts_of_bytes(stored)
    if version != VERSION:
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
    parts: dict[str, str] = envelope["value"]
    return parts


def _parts(stored: Sealed, colon: Sealed) -> list[Sealed]:
    parts = (stored or colon[:0]).split(colon, 2)
    if len(parts) != 3:
        raise UnsealError("not a sealed part")
    return parts


def _parts_of_bytes(stored: bytes | memoryview) -> tuple[str, str, bytes]:
    version, kid, sealed = _parts(bytes(stored), b":")
    return version.decode(errors="replace"), kid.decode(errors="replace"), sealed


def _envelope(letter: UUID | str, field: str, value: object) -> bytes:
    return json.dumps({"letter": str(letter), "field": field, "value": value}, ensure_ascii=False).encode()


def _seal(envelope: bytes, block: int) -> tuple[str, bytes]:
    kid, key = ring("letters_public").current
    return kid, SealedBox(PublicKey(key)).encrypt(sodium_pad(envelope, block))


def _value_in(padded: bytes, letter: UUID | str, field: str, block: int) -> str:
    try:
        envelope = json.loads(sodium_unpad(padded, block))
        is_meant, value = is_of(envelope, letter, field), envelope["value"]
        value.encode()  # a lone half of a pair passes for a text, and breaks whatever writes it out
    except (
        CryptoError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        RecursionError,
    ):  # anybody can seal anything
        raise UnsealError(f"{field}: no envelope of ours") from None
    if not is_meant or not isinstance(value, str):
        raise UnsealError(f"{field}: sealed for another letter or field")
    return value


def _opened(version: str, kid: str, sealed: bytes, field: str, keys: KeyRing | None = None) -> bytes:
    """Return what was sealed, still rounded up; `keys` opens what is kept offline, and that alone."""
    if version == OFFLINE and keys is None:
        raise KeptOffline(f"{field}: sealed for the offline key {kid}")
    if version != (VERSION if keys is None else OFFLINE):
        raise UnsealError(f"{field}: unknown form of sealing")
    try:
        return SealedBox(PrivateKey((keys or ring("letters_private")).key(kid))).decrypt(sealed)
    except KeysLocked as locked:
        raise LettersLocked(str(locked), since=locked.since) from None
    except KeyRingError as fault:
        raise KeyNotHere(f"{field}: {fault}", kid) from None
    except (CryptoError, ValueError, TypeError):
        raise UnsealError(f"{field}: the key {kid} does not open it") from None


def is_of(envelope: Mapping[str, object], letter: UUID | str, field: str) -> bool:
    return (envelope["letter"], envelope["field"]) == (str(letter), field)
