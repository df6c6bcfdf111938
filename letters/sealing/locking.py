"""Rings that open letters, encrypted at rest with a passphrase, and unlocked into memory after each start.

    lock    what lies in clear -> one encrypted file, proven to open -> what lay in clear is shredded
    unlock  the encrypted file -> a folder in memory, for the user of the staff side alone

Killed anywhere in between, each key lies in one of the two files at least; the same command goes on.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from home.security.keyring import KeyRing, locked_keys, read_ring, write_ring
from home.security.locked_rings import header_of
from home.settings.defaults import settings
from home.settings.rings import LOCKABLE_RINGS
from letters.sealing.key_bundle import NotABundle, PassphraseAsked, check_whole, pack, unpack
from letters.sealing.volatile_places import forgets_at_power_off

USER_ONLY = 0o077


class CannotLock(Exception):
    """Nothing was changed; the message says why, and what to do."""


def rings_in_clear() -> dict[str, Path]:
    """Return {ring: its file} of the rings that could lie encrypted on this host, and do not."""
    files = {name: Path(settings.KEY_FILES[name]) for name in LOCKABLE_RINGS if name in settings.KEY_FILES}
    return {name: path for name, path in files.items() if path.exists()}


def lies_encrypted(name: str) -> bool:
    return name not in rings_in_clear() and name in locked_keys()


def damage() -> str:
    """Say what is wrong with the encrypted file, as far as it shows without the passphrase; "" if nothing."""
    path = Path(settings.LOCKED_KEYS)
    try:
        if locked_keys():
            check_whole(_bundle_in(path))
    except NotABundle as fault:
        return f"{path}: {fault}"
    return ""


def lock(passphrase: str) -> list[str]:
    """Encrypt the rings that lie in clear, shred these, and forget what is unlocked; return their names.

    Raises CannotLock, NotABundle for another passphrase than that of rings locked before, KeyRingError.
    """
    with alone():
        found = rings_in_clear()
        if found:
            held = open_locked(passphrase) if locked_keys() else {}
            rings = {name: read_ring(name, path) for name, path in found.items()}
            _write(held | {name: _merged(ring, held.get(name)) for name, ring in rings.items()}, passphrase)
        for name in locked_keys():  # of those shredded before, traces may be left
            shred(Path(settings.KEY_FILES[name]))
        _forget()
    return list(found)


def unlock(passphrase: str, *, anywhere: bool = False) -> list[str]:
    """Put the rings where processes of this user find them until the machine stops; return their names.

    Raises CannotLock, NotABundle for a wrong passphrase.
    """
    if not locked_keys():
        raise CannotLock(f"nothing is locked here: there is no {settings.LOCKED_KEYS}")
    _refuse_another_user()
    folder = _place_to_open(anywhere=anywhere)
    rings = open_locked(passphrase)
    with alone():
        for name, ring in rings.items():
            write_ring(folder / name, ring.keys)
    return list(rings)


def keep_in_clear(passphrase: str) -> list[str]:
    """Undo `lock`: put the rings back into their files, then drop the encrypted one; return their names."""
    with alone():
        rings = open_locked(passphrase)
        for name, ring in rings.items():
            if name not in rings_in_clear():
                write_ring(Path(settings.KEY_FILES[name]), ring.keys)
        if any(read_ring(name, path) != rings.get(name) for name, path in rings_in_clear().items()):
            raise CannotLock("a ring in clear is another than the encrypted one: letters_keys lock first")
        shred(Path(settings.LOCKED_KEYS))
        _forget()
    return list(rings)


def new_passphrase(old: str, new: str) -> None:
    """Encrypt the rings with another passphrase. Raises NotABundle when `old` is wrong."""
    with alone():
        _write(open_locked(old), new)


def open_locked(passphrase: str | None) -> dict[str, KeyRing]:
    """Return the rings that lie encrypted. Raises PassphraseAsked, NotABundle, CannotLock."""
    if passphrase is None:
        raise PassphraseAsked
    return unpack(_bundle_in(Path(settings.LOCKED_KEYS)), passphrase)


def change_locked(name: str, keys: Mapping[str, bytes], passphrase: str) -> None:
    """Give an encrypted ring these keys, here and where it is unlocked."""
    rings = open_locked(passphrase)
    _write(rings | {name: KeyRing(name, dict(keys))}, passphrase)
    opened = Path(settings.OPENED_KEYS) / name
    if opened.exists():
        write_ring(opened, keys)


def shred(path: Path) -> None:
    """Overwrite the file and delete it, from under another name: one that was half overwritten is no ring.

    A disk may keep what lay there before; who locks is told so.
    """
    if path.exists():
        path.replace(_gone(path))
    for left in (_gone(path), path.with_name(f"{path.name}.new")):
        if left.exists():
            _overwrite(left)
            left.unlink()
    _settle(path.parent)


def _gone(path: Path) -> Path:
    return path.with_name(f"{path.name}.gone")


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(max(path.stat().st_size, 1)))
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def alone() -> Iterator[None]:
    """Let one process at a time change keys; others wait."""
    folder = Path(settings.LOCKED_KEYS).parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _merged(here: KeyRing, held: KeyRing | None) -> KeyRing:
    """Return the more complete of the ring in clear and the encrypted one; neither may lose a key."""
    if held is None or held.keys.items() <= here.keys.items():
        return here
    if here.keys.items() <= held.keys.items():
        return held
    raise CannotLock(
        f"{here.name}: the ring in clear is another than the encrypted one, and both may be needed: move"
        f" {settings.KEY_FILES[here.name]} away to keep the encrypted one. Nothing was changed"
    )


def _write(rings: Mapping[str, KeyRing], passphrase: str) -> None:
    """Put the encrypted file in the place of the old one, once what lies on the disk has been opened."""
    path = Path(settings.LOCKED_KEYS)
    beside = path.with_name(f"{path.name}.new")
    header = header_of({name: list(ring.keys) for name, ring in rings.items()})
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{header}\n{pack(rings, passphrase)}")
        file.flush()
        os.fsync(file.fileno())
    if unpack(_bundle_in(beside), passphrase) != dict(rings):
        raise CannotLock(f"{beside} does not hold what was written; nothing was changed")
    beside.replace(path)
    _settle(path.parent)


def _bundle_in(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").partition("\n")[2]
    except FileNotFoundError:
        raise CannotLock(f"nothing is locked here: there is no {path}") from None
    except (OSError, UnicodeDecodeError):
        raise CannotLock(f"{path}: cannot be read by this user") from None


def _settle(folder: Path) -> None:
    """Have the disk take what was renamed or deleted."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _forget() -> None:
    if (folder := Path(settings.OPENED_KEYS)).is_dir():
        for name in LOCKABLE_RINGS:
            shred(folder / name)


def _refuse_another_user() -> None:
    """What root unlocks, the user of the staff side could not read."""
    owner = Path(settings.LOCKED_KEYS).stat().st_uid
    if owner != os.geteuid():
        raise CannotLock(f"{settings.LOCKED_KEYS} is another user's: run this as user {owner}")


def _place_to_open(*, anywhere: bool) -> Path:
    folder = Path(settings.OPENED_KEYS)
    try:
        folder.mkdir(exist_ok=True, mode=0o700)
        found = folder.stat()
    except OSError as error:
        raise CannotLock(
            f"{folder}: {error.strerror}; root makes it (systemd-tmpfiles --create, or install -d -m 700"
            " -o USER), or OPENED_KEYS names another"
        ) from None
    if found.st_uid != os.geteuid() or found.st_mode & USER_ONLY:
        raise CannotLock(f"{folder}: others may look in; let it be this user's, with mode 700")
    if not anywhere and not forgets_at_power_off(folder):
        raise CannotLock(
            f"{folder} is on a disk, which keeps the keys when the power is off: let OPENED_KEYS name a"
            " folder on tmpfs, or say --anywhere"
        )
    return folder
