"""The file in which rings that both hosts need travel from one to the other.

Three lines and a body: the form with its version, what the body is (`open`, or `sealed` with a passphrase),
and its sha256, so that a file cut short is known before anybody doubts the passphrase.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from hashlib import sha256

from nacl import pwhash
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random

from home.security.keyring import KEY_BYTES, KeyRing

FORM, VERSION = "shared letters keys", "1"
OPEN, SEALED = "open", "sealed"
SALT_BYTES = pwhash.argon2id.SALTBYTES
LONGEST_BYTES = 1_000_000  # of a file; keys of a hundred years are less
LEAST_PASSPHRASE = 12  # characters


class NotABundle(Exception):
    """The file cannot be used; the message says why, and what to do."""


class PassphraseAsked(Exception):
    """The file is sealed, and no passphrase was given."""


def pack(rings: Mapping[str, KeyRing], passphrase: str | None) -> str:
    """Return the text of the file; without a passphrase its keys stand in it in clear."""
    body = json.dumps({name: list(map(_line, ring.keys.items())) for name, ring in rings.items()}).encode()
    if passphrase is not None:
        salt = random(SALT_BYTES)
        body = salt + SecretBox(_key(passphrase, salt)).encrypt(body)
    lines = (f"{FORM} {VERSION}", OPEN if passphrase is None else SEALED, sha256(body).hexdigest())
    return "\n".join([*lines, base64.b64encode(body).decode(), ""])


def unpack(text: str, passphrase: str | None) -> dict[str, KeyRing]:
    """Return the rings of the file. Raises NotABundle, PassphraseAsked."""
    kind, body = _whole(text)
    if kind == SEALED:
        if passphrase is None:
            raise PassphraseAsked
        body = _unsealed(body, passphrase)
    try:
        return {name: _ring(name, lines) for name, lines in json.loads(body).items()}
    except (ValueError, TypeError, AttributeError, binascii.Error):
        raise NotABundle("the file is damaged: share the keys anew") from None


def check_whole(text: str) -> None:
    """Raise NotABundle when the file is cut short or damaged; no passphrase is needed to know."""
    _whole(text)


def _whole(text: str) -> tuple[str, bytes]:
    """Return what the body is, and the body, once it is known to be complete."""
    form, kind, digest, encoded = (text.split("\n", 3) + ["", "", ""])[:4]
    name, _space, version = form.rpartition(" ")
    if name != FORM:
        raise NotABundle(
            "this is no file of shared keys: `letters_keys share FILE` on the other host makes one"
        )
    if version != VERSION:
        raise NotABundle(
            f"the file has version {version[:20]}, and this host knows {VERSION}: bring both hosts to one"
            " version of the software, then share the keys anew"
        )
    try:
        body = base64.b64decode(encoded.strip(), validate=True)
    except (ValueError, binascii.Error):
        body = b""
    if kind not in {OPEN, SEALED} or sha256(body).hexdigest() != digest:
        raise NotABundle("the file is cut short or damaged: copy it once more, or share the keys anew")
    return kind, body


def _unsealed(body: bytes, passphrase: str) -> bytes:
    salt, sealed = body[:SALT_BYTES], body[SALT_BYTES:]
    try:
        return SecretBox(_key(passphrase, salt)).decrypt(sealed)
    except (CryptoError, ValueError):
        raise NotABundle("this is not the passphrase of the file") from None


def _key(passphrase: str, salt: bytes) -> bytes:
    return pwhash.argon2id.kdf(
        SecretBox.KEY_SIZE,
        passphrase.encode(),
        salt,
        opslimit=pwhash.argon2id.OPSLIMIT_MODERATE,
        memlimit=pwhash.argon2id.MEMLIMIT_MODERATE,
    )


def _line(pair: tuple[str, bytes]) -> list[str]:
    kid, key = pair
    return [kid, base64.b64encode(key).decode()]


def _ring(name: str, lines: list[list[str]]) -> KeyRing:
    keys = {kid: base64.b64decode(key, validate=True) for kid, key in lines}
    if not keys or any(len(kid) != 8 or len(key) != KEY_BYTES for kid, key in keys.items()):
        raise ValueError(name)
    return KeyRing(name, keys)
