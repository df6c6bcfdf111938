"""Rings of secret keys, one file each: a line per key, `id base64`, the newest last.

`settings.KEY_FILES` says which file holds which; a host that must not hold a ring has no entry for it there.
A ring may lie encrypted instead (home.security.locked_rings): then it is read where it was unlocked.
"""

import base64
import binascii
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from home.security.locked_rings import HeaderUnreadable, ids_in, last_locked
from home.settings.defaults import settings

KEY_BYTES = 32
LINE = re.compile(r"([0-9a-f]{8}) ([A-Za-z0-9_-]{43}=)")


class KeyRingError(Exception):
    """A ring is missing, cannot be read or lacks the key that is asked for; the message names the ring."""


class KeysLocked(KeyRingError):
    """The ring lies encrypted here, and nobody has unlocked it: what asked for it waits."""

    def __init__(self, message: str, *, since: datetime) -> None:
        super().__init__(message)
        self.since = since


@dataclass(frozen=True)
class KeyRing:
    name: str
    keys: dict[str, bytes]  # by id, oldest first; never empty

    @property
    def current(self) -> tuple[str, bytes]:
        """Return (id, key) of the newest key, which seals and signs."""
        return list(self.keys.items())[-1]

    @property
    def oldest(self) -> bytes:
        """Return the key that adding others leaves as it is: for what must come out the same for ever."""
        return next(iter(self.keys.values()))

    def key(self, kid: str) -> bytes:
        """Return the key with id `kid`. Raises KeyRingError when the ring lacks it."""
        try:
            return self.keys[kid]
        except KeyError:
            raise KeyRingError(f"{self.name}: no key {kid} in the ring") from None


def ring(name: str) -> KeyRing:
    """Return the ring `name` of this host. Raises KeyRingError when it is not kept here or cannot be read."""
    try:
        path = Path(settings.KEY_FILES[name])
    except KeyError:
        raise KeyRingError(f"{name}: not kept on this host") from None
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        path, changed = _where_unlocked(name, path)
    return _read_once(name, path, changed)


def locked_keys() -> dict[str, list[str]]:
    """Return {ring: ids of its keys} of what lies encrypted on this host. Raises KeyRingError."""
    path = Path(settings.LOCKED_KEYS)
    try:
        return ids_in(path)
    except FileNotFoundError:
        return {}
    except OSError:
        raise KeyRingError(f"{path}: cannot be read by this user") from None
    except HeaderUnreadable:
        raise KeyRingError(f"{path}: malformed, this is no file of locked rings") from None


def locked_since() -> datetime | None:
    """Return since when rings of this host wait to be unlocked; None when none does. Raises KeyRingError."""
    try:
        for name in locked_keys():
            ring(name)
    except KeysLocked as locked:
        return locked.since
    return None


def is_locked(name: str) -> bool:
    """Say whether the ring waits to be unlocked; no for one that is not here at all."""
    try:
        ring(name)
    except KeysLocked:
        return True
    except KeyRingError:
        pass
    return False


def place_of(name: str, path: Path) -> Path:
    """Return the file from which the ring is read: `path`, or where it was unlocked. Raises KeyRingError."""
    return path if path.exists() else _where_unlocked(name, path)[0]


def _where_unlocked(name: str, path: Path) -> tuple[Path, int]:
    """Return the file of an unlocked ring, and when it changed. Raises KeysLocked, or KeyRingError."""
    if name not in locked_keys():
        raise KeyRingError(f"{name}: missing, expected at {path}")
    opened = Path(settings.OPENED_KEYS) / name
    try:
        return opened, opened.stat().st_mtime_ns
    except OSError:
        _read_once.cache_clear()  # what this process has read before it was locked
        since = last_locked(Path(settings.LOCKED_KEYS), opened.parent)
        raise KeysLocked(
            f"{name}: locked since {since:%Y-%m-%d %H:%M}; manage.py letters_keys unlock", since=since
        ) from None


@lru_cache(maxsize=32)
def _read_once(name: str, path: Path, _changed: int) -> KeyRing:
    return read_ring(name, path)


def read_ring(name: str, path: Path) -> KeyRing:
    """Return the ring kept in `path`. Raises KeyRingError when it is missing, empty or malformed."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        raise KeyRingError(f"{name}: missing or unreadable, expected at {path}") from None
    pairs = [pair for line in lines if (pair := LINE.fullmatch(line))]
    if not pairs or len(pairs) < len(lines):
        raise KeyRingError(f"{name}: malformed, a line of {path} is no key")
    try:
        keys = {pair[1]: base64.urlsafe_b64decode(pair[2]) for pair in pairs}
    except binascii.Error:
        raise KeyRingError(f"{name}: malformed, a line of {path} is no key") from None
    if len(keys) < len(pairs):
        raise KeyRingError(f"{name}: malformed, {path} uses one id twice")
    return KeyRing(name, keys)


def add_key(path: Path, key: bytes, *, kid: str | None = None) -> str:
    """Append `key` to the file at `path`, which is made for its owner only; return the key's id."""
    kid = kid or new_id()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{kid} {base64.urlsafe_b64encode(key).decode()}\n")
    return kid


def remove_key(path: Path, kid: str) -> None:
    """Rewrite the file without the key `kid`: completely or not at all."""
    left = [line for line in path.read_text(encoding="ascii").splitlines() if line.split(" ")[0] != kid]
    _replace(path, left, mode=path.stat().st_mode & 0o777)


def write_ring(path: Path, keys: Mapping[str, bytes]) -> None:
    """Write the keys, oldest first, in the place of what the file held: completely or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    _replace(
        path, [f"{kid} {base64.urlsafe_b64encode(key).decode()}" for kid, key in keys.items()], mode=mode
    )


def _replace(path: Path, lines: Iterable[str], *, mode: int) -> None:
    beside = path.with_name(f"{path.name}.new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def new_id() -> str:
    return secrets.token_hex(4)


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)
