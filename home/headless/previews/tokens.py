"""A token that opens one draft for half an hour: which object, which revision, by whom, and on which site.

Nothing is stored. It contains only numbers, so whoever could sign it could name anybody as its maker: its
ring is on staff hosts alone. Each use checks whether that person may still see the draft.
"""

import base64
import binascii
import json
from dataclasses import astuple, dataclass
from datetime import timedelta

from home.security import form_tokens

LIFETIME = timedelta(minutes=30)
LONGEST = 500  # characters
PURPOSE = "preview {}"
RING = "previews"


class PreviewOver(Exception):
    """Not a token of ours, or it has expired."""


@dataclass(frozen=True)
class Preview:
    kind: str
    pk: int
    revision: int  # 0 stands for an object that has none
    user: int
    front_end: int


def make(preview: Preview) -> str:
    told = base64.urlsafe_b64encode(json.dumps(astuple(preview)).encode()).decode().rstrip("=")
    return f"{told}.{form_tokens.issue(PURPOSE.format(told), signed_by=RING)}"


def read(token: str) -> Preview:
    """Return the Preview in the token. Raises PreviewOver."""
    told, _dot, signed = token.partition(".")
    if len(token) > LONGEST:
        raise PreviewOver
    try:
        age = form_tokens.read(signed, PURPOSE.format(told), signed_by=RING).age
        preview = Preview(*json.loads(base64.urlsafe_b64decode(told + "=" * (-len(told) % 4))))
    except (form_tokens.InvalidFormToken, binascii.Error, ValueError, TypeError):
        raise PreviewOver from None
    if age > LIFETIME:
        raise PreviewOver
    return preview
