"""Opening sealed copies away from every server, with the private key. Needs no database and no network."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from home.security.keyring import KeyRing
from letters.release.pages import page_of
from letters.sealing.sealed_box import open_offline
from letters.sealing.sealed_copies import Opening, new_folder, read_copies, require_free, write_private

LETTERS_A_PAGE = 50


@dataclass
class OpeningOfLetters(Opening):
    pages: list[str] = field(default_factory=list)


def open_copies(source: Path, *, keys: KeyRing, folder: Path) -> OpeningOfLetters:
    """Write the letters in the file `source` as pages into the new folder; return the OpeningOfLetters.

    `keys` is the KeyRing of private keys. Nothing is made when nothing opens; a copy that does not open is
    told of and does not keep the others. Raises NotOurFile; FileExistsError for a folder that is not empty.
    """
    require_free(folder)
    opening, waiting = OpeningOfLetters(), []
    for copy in read_copies(source):
        with opening.noting(copy):
            parts = open_offline(copy.sealed, letter=copy.named(), keys=keys)
            parts["body"]  # a copy without a letter in it is no copy
            waiting.append((copy.number, parts))
        if len(waiting) == LETTERS_A_PAGE:
            _write(waiting, folder, opening)
            waiting = []
    if waiting:
        _write(waiting, folder, opening)
    return opening


def _write(letters: Sequence[tuple[int, dict[str, str]]], folder: Path, opening: OpeningOfLetters) -> None:
    if not opening.pages:
        new_folder(folder)
    name = f"letters-{len(opening.pages) + 1:03}.html"
    write_private(folder / name, page_of(letters))
    opening.pages.append(name)
