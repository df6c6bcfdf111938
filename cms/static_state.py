"""Whether static files differ from those collected last: collecting takes longer than looking."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders


def fingerprint() -> str:
    """Return a digest of every static file's path, size and time of change."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def remembered() -> Path:
    return Path(settings.STATIC_ROOT) / ".collected"


def is_collected() -> bool:
    return remembered().is_file() and remembered().read_text() == fingerprint()


def remember_collected() -> None:
    remembered().write_text(fingerprint())
