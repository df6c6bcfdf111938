"""The file in which rings lie encrypted: its first line names them and the ids of their keys, in clear.

So a host that is locked knows what it has, and that no key is missing for what is sealed. The rest of the
file is `letters.sealing.key_bundle`'s; nothing here opens it. Pure.
"""

import json
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

FORM = "locked letters keys 1"
KID = re.compile(r"[0-9a-f]{8}")


class HeaderUnreadable(Exception):
    """The file does not begin as one of locked rings does."""


def header_of(rings: Mapping[str, list[str]]) -> str:
    return f"{FORM} {json.dumps(rings)}"


def ids_in(path: Path) -> dict[str, list[str]]:
    """Return {ring: ids of its keys, oldest first}. Raises HeaderUnreadable, OSError."""
    with path.open(encoding="ascii", errors="replace") as file:
        form, _space, listed = file.readline().rpartition(f"{FORM} ")
    try:
        rings = dict(json.loads(listed))
        if form or not _space or not all(KID.fullmatch(kid) for ids in rings.values() for kid in ids):
            raise HeaderUnreadable
    except (ValueError, TypeError):
        raise HeaderUnreadable from None
    return rings


def last_locked(locked: Path, opened: Path) -> datetime:
    """Return since when nothing has been unlocked: the start of the machine, or the last lock after it."""
    moments = [time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)]
    for path in (locked, opened):
        with suppress(OSError):
            moments.append(path.stat().st_mtime)
    return datetime.fromtimestamp(max(moments), UTC)
