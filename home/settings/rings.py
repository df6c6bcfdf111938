"""Which key rings there are, and which host holds which."""

from pathlib import Path

PUBLIC_RINGS = ("letters_public", "letter_codes", "receipts", "form_tokens")
# Read letters and private records, and open drafts: a public host neither holds nor loads them.
STAFF_RINGS = ("letters_private", "mail_index", "private_records", "previews")
# On both hosts or on none. What opens its copies is kept offline; with it, writers are offered such a copy.
OPTIONAL_RINGS = ("release_public",)
# Seals backups; what opens them is kept offline.
STAFF_OPTIONAL_RINGS = ("backup_public",)
# What opens what lies stored: letters, private records, and who wrote from an address that somebody guesses.
# These a staff host may keep encrypted (`letters_keys lock`).
LOCKABLE_RINGS = ("letters_private", "mail_index", "private_records")
LOCKED_FILE = "locked_rings"


def key_files(folder: Path, role: str) -> dict[str, Path]:
    """Return {ring: its file} of a host of this role, one file each, readable by its owner only."""
    of_staff = STAFF_RINGS + STAFF_OPTIONAL_RINGS
    kept = PUBLIC_RINGS + OPTIONAL_RINGS + (of_staff if role != "public" else ())
    return {name: folder / name for name in kept}
