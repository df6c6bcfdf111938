"""Secrets that an installation keeps in files readable by one user."""

import secrets
from pathlib import Path


def secret_from_file(path: Path) -> str:
    """Return the secret kept in `path`; a missing file is made with a random one (development only)."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)
    return path.read_text().strip()
