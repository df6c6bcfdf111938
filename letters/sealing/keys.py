"""The rings of this installation: which there are, how each is made, and what is wrong with them.

Only `letters_keys` makes keys. A start finds them or stops.
"""

import base64
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from nacl.public import PrivateKey

from home.security.keyring import (
    KeyRing,
    KeyRingError,
    KeysLocked,
    add_key,
    locked_keys,
    new_id,
    new_key,
    place_of,
    read_ring,
    remove_key,
)
from home.settings.defaults import settings
from home.settings.rings import LOCKED_FILE, STAFF_RINGS
from letters.sealing.locking import CannotLock, alone, change_locked, damage, lies_encrypted, open_locked
from letters.sealing.sealed_copies import is_of_the_server

# Public keys seal and open nothing; they are derived from the private ring and carry its ids.
DERIVED = {"letters_public": "letters_private"}
# A code must read the same while its letter lives, an address must be found again: no second key for these.
SINGLE = {"letter_codes", "mail_index"}
# Need not be there. Of these only the public key is ever on a host; its private key is kept offline.
OFFLINE = {"release_public", "backup_public"}
PURPOSES = {
    "letters_public": "seals letters as they arrive",
    "letter_codes": "makes tracking codes and stores them unreadably",
    "receipts": "carries the code to the page after sending",
    "form_tokens": "signs the forms of the public site",
    "letters_private": "opens letters (staff side only)",
    "mail_index": "finds a writer's address without reading it, seals what sheets carry (staff side only)",
    "release_public": "seals copies kept until a release; what opens them is offline (optional)",
    "backup_public": "seals backups, and replies after a month; what opens them is offline (staff side only)",
    "private_records": "encrypts private records of prisoners (staff side only)",
    "previews": "signs addresses that show a draft (staff side only)",
}


class CannotMakeKeys(Exception):
    """A key that only another host can give is missing; the message says which."""


def files_of_host(key_files: Mapping[str, str | Path] | None = None) -> dict[str, Path]:
    return {name: Path(path) for name, path in (key_files or settings.KEY_FILES).items()}


def make_missing(key_files: Mapping[str, str | Path] | None = None) -> list[str]:
    """Make every ring of this host that has no file yet; return their names. No existing file is touched."""
    files = files_of_host(key_files)
    if key_files is not None:
        return _make_missing(files, set())
    with alone():
        return _make_missing(files, set(locked_keys()))


def _make_missing(files: Mapping[str, Path], encrypted: set[str]) -> list[str]:
    _refuse_keys_of_another_host(files)
    here = {name for name, path in files.items() if path.exists()} | encrypted
    missing = [name for name in files if name not in here and name not in OFFLINE]
    # Derived rings last: they need their private ring.
    for name in sorted(missing, key=lambda name: name in DERIVED):
        if name in DERIVED:
            _derive(name, files)
        elif any(other == name and files[derived].exists() for derived, other in DERIVED.items()):
            raise CannotMakeKeys(f"{name}: missing, though letters are sealed for it; restore {files[name]}")
        else:
            add_key(files[name], new_key())
    return missing


def _refuse_keys_of_another_host(files: Mapping[str, Path]) -> None:
    """A host without private rings makes none of those that both have: they would differ unseen."""
    for name, source in DERIVED.items():
        if name in files and source not in files and not files[name].exists():
            raise CannotMakeKeys(
                f"{name}: missing; copy it from the staff host with all that both need:"
                " `letters_keys share FILE` there, `letters_keys take FILE` here"
            )


def add(name: str, passphrase: str | None = None) -> str:
    """Add a newer key to the ring `name`, which is used from then on; return its id.

    Raises CannotMakeKeys; PassphraseAsked and NotABundle where the ring lies encrypted.
    """
    if name in OFFLINE:
        verb = "backup" if name == "backup_public" else "offline"
        raise CannotMakeKeys(f"{name}: only `letters_keys {verb} FILE` makes its key")
    if name in SINGLE or name in DERIVED:
        raise CannotMakeKeys(f"{name}: this ring takes no second key")
    files, kid, key = files_of_host(), new_id(), new_key()
    with alone():
        if lies_encrypted(name):
            known = open_locked(passphrase)[name].keys
            change_locked(name, {**known, kid: key}, passphrase or "")
        else:
            add_key(files[name], key, kid=kid)
        for derived, source in DERIVED.items():
            if source == name:
                add_key(files[derived], bytes(PrivateKey(key).public_key), kid=kid)
    return kid


def make_offline(target: Path, *, name: str = "release_public") -> str:
    """Add a key to an offline ring; write its private half to the new file `target`, to be carried away.

    Return the key's id. Raises CannotMakeKeys when the file exists or would stay on the server.
    """
    if target.exists():
        raise CannotMakeKeys(f"{target} exists")
    if is_of_the_server(target):
        raise CannotMakeKeys(f"{target} lies among the server's own files; let it be on a stick")
    private = PrivateKey.generate()
    kid = add_key(target, bytes(private))
    return str(add_key(Path(settings.KEY_FILES[name]), bytes(private.public_key), kid=kid))


def take_out(name: str, kid: str, passphrase: str | None = None) -> None:
    """Take an old key out of `name` and the ring derived from it; the caller knows that nothing needs it.

    Raises CannotMakeKeys for the key in use; PassphraseAsked and NotABundle where the ring lies encrypted.
    """
    files = files_of_host()
    with alone():
        encrypted = lies_encrypted(name)
        ring = open_locked(passphrase)[name] if encrypted else read_ring(name, files[name])
        if ring.current[0] == kid:
            raise CannotMakeKeys(f"{name}: key {kid} is in use; add a newer one first")
        # What seals first: nothing is to be sealed for a key that is gone.
        for derived in (derived for derived, source in DERIVED.items() if source == name):
            if derived in files:
                remove_key(files[derived], kid)
        if encrypted:
            left = {known: key for known, key in ring.keys.items() if known != kid}
            change_locked(name, left, passphrase or "")
        else:
            remove_key(files[name], kid)


def _derive(name: str, files: Mapping[str, Path]) -> None:
    """Write to the public ring what it lacks of its private ring."""
    source = files.get(DERIVED[name])
    if source is None:
        raise CannotMakeKeys(f"{name}: missing; copy it from the staff host")
    known = read_ring(name, files[name]).keys if files[name].exists() else {}
    for kid, key in read_ring(DERIVED[name], place_of(DERIVED[name], source)).keys.items():
        if kid not in known:
            add_key(files[name], bytes(PrivateKey(key).public_key), kid=kid)


def faults(
    key_files: Mapping[str, str | Path] | None = None, *, other_secrets: Iterable[str] = ()
) -> list[str]:
    """Return what is wrong with the rings of this host, one sentence each; empty when all is well.

    `other_secrets` are texts no key may equal (SECRET_KEY).
    """
    files = files_of_host(key_files)
    rings, found = {}, []
    for name, path in files.items():
        if name in OFFLINE and not path.exists():
            continue
        try:
            place = place_of(name, path)
            rings[name] = read_ring(name, place)
        except KeysLocked:  # no fault: it waits to be unlocked
            continue
        except KeyRingError as fault:
            found.append(str(fault))
            continue
        if name not in {*DERIVED, *OFFLINE} and place.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
            found.append(f"{name}: everybody on this machine may read or write {place}; chmod 600")
    return [*found, *_shared(rings, other_secrets), *_unmatched(rings), *_faults_of_locked(rings)]


def _faults_of_locked(rings: Mapping[str, KeyRing]) -> list[str]:
    """What is seen without the passphrase: damage, and lacking keys that letters are sealed for."""
    try:
        listed, found = locked_keys(), damage()
    except (KeyRingError, CannotLock) as fault:
        return [str(fault)]
    faults = [found] if found else []
    for name, ids in listed.items():
        if lies_encrypted(name) and name in rings and list(rings[name].keys) != ids:
            faults.append(
                f"{name}: what is unlocked is not what lies encrypted; letters_keys lock, then unlock"
            )
    for name, source in DERIVED.items():
        if source in listed and source not in rings and name in rings:
            lacking = [kid for kid in rings[name].keys if kid not in listed[source]]
            faults += [f"{name}: key {kid} has no private key in {source}" for kid in lacking]
    return faults


def _shared(rings: Mapping[str, KeyRing], other_secrets: Iterable[str]) -> list[str]:
    seen: dict[bytes, str] = {}
    found = []
    for name, ring in rings.items():
        for kid, key in ring.keys.items():
            if key in seen and seen[key] != name:
                found.append(f"{name}: key {kid} is also used for {seen[key]}")
            seen.setdefault(key, name)
            if any(_is_same_secret(key, secret) for secret in other_secrets):
                found.append(f"{name}: key {kid} is equal to SECRET_KEY")
    return found


def _is_same_secret(key: bytes, secret: str) -> bool:
    encoded = base64.urlsafe_b64encode(key).decode()
    return secret.encode() == key or secret.rstrip("=") == encoded.rstrip("=")


def staff_rings_in_reach() -> Iterator[Path]:
    """Yield the files beside the rings of this host that it can read, and that are rings of the staff.

    By their names, copies like letters_private.old included, or because one opens what is sealed here.
    """
    own = files_of_host()
    for folder in sorted({path.parent for path in own.values()}):
        if os.access(folder, os.R_OK | os.X_OK):
            for path in sorted(folder.iterdir()):
                if path not in own.values() and _is_of_staff(path, own):
                    yield path


def _is_of_staff(path: Path, own: Mapping[str, Path]) -> bool:
    if not path.is_file() or not os.access(path, os.R_OK):
        return False
    if path.name.split(".")[0] in {*STAFF_RINGS, LOCKED_FILE}:
        return True
    try:
        keys = read_ring(path.name, path).keys.values()
        sealing = set(read_ring("letters_public", own["letters_public"]).keys.values())
    except (KeyRingError, KeyError):
        return False
    return any(bytes(PrivateKey(key).public_key) in sealing for key in keys)


def _unmatched(rings: Mapping[str, KeyRing]) -> list[str]:
    """A letter sealed for a public key without its private key could never be opened."""
    found = []
    for name, source in DERIVED.items():
        if name not in rings or source not in rings:
            continue
        for kid, key in rings[name].keys.items():
            private = rings[source].keys.get(kid)
            if private is None or bytes(PrivateKey(private).public_key) != key:
                found.append(f"{name}: key {kid} has no private key in {source}")
    return found
