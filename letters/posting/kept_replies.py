"""A reply that is kept under the offline key, opened where no server is. Needs no database and no network."""

import base64
import json
from dataclasses import dataclass, field
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation

from home.languages.info import SOURCE_LANGUAGE
from home.security.keyring import KeyRing
from letters.sealing.sealed_box import unseal_bytes, unseal_text
from letters.sealing.sealed_copies import (
    Opening,
    SealedCopy,
    new_folder,
    read_copies,
    require_free,
    write_private,
)

TEXT, CONSENT, TRANSLATION, PAGE = "text", "consent", "translation", "page "
PAGE_FILE = "reply.html"
PICTURES = {b"\xff\xd8": "jpeg", b"\x89P": "png", b"RI": "webp"}  # by their beginning


@dataclass
class OpeningOfReply(Opening):
    """What the reply says beside."""

    text: str = field(default="", repr=False)
    translation: dict[str, str] = field(default_factory=dict, repr=False)
    agreement: dict[str, str] = field(default_factory=dict, repr=False)
    pictures: list[str] = field(default_factory=list, repr=False)  # each as an address of its own content


def page_field(position: int) -> str:
    """Return the name that a picture carries inside, once it is sealed."""
    return f"{PAGE}{position}"


def open_kept(source: Path, *, keys: KeyRing, folder: Path) -> OpeningOfReply:
    """Write the reply in the file `source` as a page into the new folder; return the OpeningOfReply.

    `keys` is the KeyRing of private keys. Nothing is made when nothing opens.
    Raises NotOurFile; FileExistsError for a folder that is not empty.
    """
    require_free(folder)
    opening = OpeningOfReply()
    for copy in read_copies(source):
        with opening.noting(copy):
            _add(copy, keys, opening)
    if opening.opened:
        new_folder(folder)
        with translation.override(SOURCE_LANGUAGE):
            page = render_to_string("letters/posting/kept_reply.html", {"reply": opening})
        write_private(folder / PAGE_FILE, page)
    return opening


def _add(copy: SealedCopy, keys: KeyRing, opening: OpeningOfReply) -> None:
    """Raises UnsealError, and ValueError or LookupError for what no reply of ours holds."""
    uuid, part = copy.named(), copy.part
    if part.startswith(PAGE):
        opening.pictures.append(_address_of(unseal_bytes(copy.sealed, letter=uuid, field=part, keys=keys)))
        return
    said = unseal_text(copy.sealed.decode("ascii"), letter=uuid, field=part, keys=keys)
    if part == CONSENT:
        opening.agreement = json.loads(said)
    elif part == TRANSLATION:
        opening.translation = json.loads(said)
    else:
        opening.text = said


def _address_of(picture: bytes) -> str:
    kind = PICTURES[picture[:2]]
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"
