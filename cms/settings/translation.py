"""Machines that draft translations, as far as this host's environment sets them up; by default none is."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from home.translation.machines.remote import is_safe

SECONDS = 20  # that a machine may take to answer


def machines(environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return {machine: what its translator is made with} of those that have an address or a key."""
    url, key = environ.get("TRANSLATION_LIBRETRANSLATE_URL", ""), _secret(environ, "TRANSLATION_DEEPL_KEY")
    found = {}
    if url:
        if not is_safe(url):
            raise ImproperlyConfigured(
                "TRANSLATION_LIBRETRANSLATE_URL must begin with https://, or lie on this very machine."
            )
        secret = _secret(environ, "TRANSLATION_LIBRETRANSLATE_KEY")
        found["libretranslate"] = {"url": url, "key": secret, "timeout_seconds": SECONDS}
    if key:
        found["deepl"] = {"key": key, "timeout_seconds": SECONDS}
    return found


def _secret(environ: Mapping[str, str], name: str) -> str:
    """Return the secret kept in the file that NAME_FILE names, else NAME itself, else ""."""
    path = environ.get(f"{name}_FILE", "")
    if not path:
        return environ.get(name, "").strip()
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError:
        raise ImproperlyConfigured(f"{name}_FILE: the file cannot be read.") from None
