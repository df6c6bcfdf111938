"""A file sealed for one recipient, written and read as a stream: no more than a piece of it is in memory.

A key of its own for each file, sealed for the recipient; then pieces of libsodium's secretstream, which opens
them only whole, in their order, and knows the last. The host that writes one cannot read it.
"""

from typing import BinaryIO

from nacl import bindings
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_init_pull as init_pull,
    crypto_secretstream_xchacha20poly1305_init_push as init_push,
    crypto_secretstream_xchacha20poly1305_keygen as new_key,
    crypto_secretstream_xchacha20poly1305_pull as pull,
    crypto_secretstream_xchacha20poly1305_push as push,
)
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from home.security.keyring import KeyRing, KeyRingError

FORM = b"letters backup 1\n"
PIECE_BYTES = 2**20
ADDED_BYTES = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
HEADER_BYTES = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
SEALED_KEY_BYTES = 80
KID_BYTES = 8
MORE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
LAST = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL


class BackupUnreadable(Exception):
    """No backup, one for another key, a damaged or an unfinished one; the message says which."""


class Sealing:
    """Writes to `file` sealed for the public key; `finish` must end it, or it reads as cut short."""

    def __init__(self, file: BinaryIO, *, kid: str, public: bytes) -> None:
        key = new_key()
        self._file, self._waiting = file, bytearray()
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        header = init_push(self._state, key)
        file.write(FORM + kid.encode() + SealedBox(PublicKey(public)).encrypt(key) + header)

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) > PIECE_BYTES:
            self._push(bytes(self._waiting[:PIECE_BYTES]), MORE)
            del self._waiting[:PIECE_BYTES]
        return len(data)

    def finish(self) -> None:
        self._push(bytes(self._waiting), LAST)
        self._waiting.clear()

    def _push(self, piece: bytes, tag: int) -> None:
        self._file.write(push(self._state, piece, tag=tag))


class Opening:
    """Reads what `Sealing` wrote. Raises BackupUnreadable, also where the end is missing."""

    def __init__(self, file: BinaryIO, *, keys: KeyRing) -> None:
        self._file, self._ready, self._is_over = file, bytearray(), False
        if file.read(len(FORM)) != FORM:
            raise BackupUnreadable("this file is no backup of the site")
        kid = file.read(KID_BYTES).decode("ascii", "replace")
        sealed, header = file.read(SEALED_KEY_BYTES), file.read(HEADER_BYTES)
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        try:
            init_pull(self._state, header, SealedBox(PrivateKey(keys.key(kid))).decrypt(sealed))
        except KeyRingError:
            words = f"this backup is for the key {kid}; given: {', '.join(keys.keys)}"
            raise BackupUnreadable(words) from None
        except (CryptoError, ValueError):
            words = f"the key {kid} does not open this backup: damaged, or cut short at its beginning"
            raise BackupUnreadable(words) from None

    def read(self, size: int) -> bytes:
        """Return `size` bytes, fewer at the end."""
        while len(self._ready) < size and not self._is_over:
            self._pull()
        data = bytes(self._ready[:size])
        del self._ready[:size]
        return data

    def _pull(self) -> None:
        piece = self._file.read(PIECE_BYTES + ADDED_BYTES)
        if not piece:
            raise BackupUnreadable("the backup is cut short: its end is missing")
        try:
            opened, tag = pull(self._state, piece)
        except (CryptoError, ValueError, RuntimeError):
            raise BackupUnreadable("the backup is damaged or cut short") from None
        self._ready += opened
        self._is_over = tag == LAST
        if self._is_over and self._file.read(1):
            raise BackupUnreadable("the backup is damaged: something stands after its end")
