"""Passphrases as commands take them: from a file, else asked for at a terminal."""

import sys
from getpass import getpass
from pathlib import Path

from django.core.management.base import CommandError

from letters.sealing.key_bundle import LEAST_PASSPHRASE


def new_passphrase(file: Path | None, question: str = "Passphrase for the file: ") -> str:
    """Return a passphrase good enough to seal keys: from the file, else asked for twice."""
    passphrase = first_line(file) if file else asked(question)
    if len(passphrase) < LEAST_PASSPHRASE:
        raise CommandError(f"a passphrase has {LEAST_PASSPHRASE} characters at least; five words do")
    if not file and asked("The same once more: ") != passphrase:
        raise CommandError("the two are not the same; nothing was written")
    return passphrase


def asked(question: str) -> str:
    if not sys.stdin.isatty():
        raise CommandError("nobody is at the keyboard: say --passphrase-file FILE, or share with --plain")
    return getpass(question)


def first_line(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        raise CommandError(f"{file}: the passphrase cannot be read") from None
