"""Opening sealed copies away from every server, with the private key. Needs no database and no network."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from home.security.keyring import KeyRing
from letters.release.pages import page_of
from letters.sealing.release_files import SealedCopy, new_folder, read_copies, require_free, write_private
from letters.sealing.sealed_box import KeyNotHere, UnsealError, open_offline

LETTERS_A_PAGE = 50


@dataclass
class Opening:
    """What became of the copies of a file; numbers are places in the file."""

    opened: int = 0
    broken: list[int] = field(default_factory=list)
    other_keys: set[str] = field(
        default_factory=set
    )  # ids of keys that some copies need and that are not here
    pages: list[str] = field(default_factory=list)


def open_copies(source: Path, *, keys: KeyRing, folder: Path) -> Opening:
    """Write the letters in the file `source` as pages into the new folder; return the Opening.

    `keys` is the KeyRing of private keys. Nothing is made when nothing opens; a copy that does not open is
    told of and does not keep the others. Raises NotOurFile; FileExistsError for a folder that is not empty.
    """
    require_free(folder)
    opening, waiting = Opening(), []
    for copy in read_copies(source):
        if parts := _opened(copy, keys, opening):
            waiting.append((copy.number, parts))
        if len(waiting) == LETTERS_A_PAGE:
            _write(waiting, folder, opening)
            waiting = []
    if waiting:
        _write(waiting, folder, opening)
    return opening


def _opened(copy: SealedCopy, keys: KeyRing, opening: Opening) -> dict[str, str] | None:
    """Return the parts of the copy, or None with the reason noted."""
    try:
        if copy.letter is None:
            raise UnsealError
        parts = open_offline(copy.sealed, letter=copy.letter, keys=keys)
        parts["body"]  # a copy without a letter in it is no copy
    except KeyNotHere as fault:
        opening.other_keys.add(fault.kid)
        return None
    except (UnsealError, KeyError, TypeError):
        opening.broken.append(copy.number)
        return None
    return parts


def _write(letters: Sequence[tuple[int, dict[str, str]]], folder: Path, opening: Opening) -> None:
    if not opening.pages:
        new_folder(folder)
    name = f"letters-{len(opening.pages) + 1:03}.html"
    write_private(folder / name, page_of(letters))
    opening.pages.append(name)
    opening.opened += len(letters)
