"""What becomes of rings that come from another host: a key that is here is never lost, nor put aside."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from home.security.keyring import KeyRing, KeyRingError, read_ring, write_ring
from home.settings.rings import OPTIONAL_RINGS, PUBLIC_RINGS
from letters.sealing.keys import DERIVED, files_of_host

SHARED = (*PUBLIC_RINGS, *OPTIONAL_RINGS)


class CannotTake(Exception):
    """Nothing was changed; the message names the ring."""


def rings_to_share() -> dict[str, KeyRing]:
    """Return the rings that every host has; none that opens a letter or a record. Raises KeyRingError."""
    files = files_of_host()
    return {
        name: read_ring(name, files[name])
        for name in SHARED
        if name in files and (name in PUBLIC_RINGS or files[name].exists())
    }


def take(rings: Mapping[str, KeyRing]) -> dict[str, bool]:
    """Write the rings into their files, all or none; return {ring: was it changed}.

    Raises CannotTake for a ring that no host shares, and for one that has other keys here.
    """
    files = files_of_host()
    if alien := sorted(set(rings) - (set(SHARED) & set(files))):
        raise CannotTake(f"{alien[0]}: no ring that hosts share; nothing was taken")
    merged = {name: _merged(name, ring, files) for name, ring in rings.items()}
    changed = {name: keys != _keys_here(name, files[name]) for name, keys in merged.items()}
    for name, keys in merged.items():
        if changed[name]:
            write_ring(files[name], keys)
    return changed


def fingerprints(rings: Mapping[str, KeyRing]) -> dict[tuple[str, str], str]:
    """Return {(ring, key id): digest}, from which no key can be found."""
    return {
        (name, kid): sha256(b"\0".join((name.encode(), kid.encode(), key))).hexdigest()
        for name, ring in rings.items()
        for kid, key in ring.keys.items()
    }


def _keys_here(name: str, path: Path) -> dict[str, bytes]:
    """Return the keys of a ring of this host, none where it has no file yet."""
    try:
        return read_ring(name, path).keys if path.exists() else {}
    except KeyRingError as fault:
        raise CannotTake(f"{fault}; move the file away, then take the keys again") from None


def _merged(name: str, ring: KeyRing, files: Mapping[str, Path]) -> dict[str, bytes]:
    """Return the keys that the ring is to have here: the more complete of the two."""
    here, there = _keys_here(name, files[name]), ring.keys
    if here.items() >= there.items():
        return here
    if not here.items() <= there.items():
        raise CannotTake(
            f"{name}: this host has another key than the one that shared. What was made with it would be"
            f" lost: move {files[name]} away first, if nothing needs it, then take the keys again. Nothing"
            " was taken"
        )
    if DERIVED.get(name) in files:
        raise CannotTake(
            f"{name}: this host makes it of {DERIVED[name]}, which is another here. Nothing was taken"
        )
    return there
