"""A token that opens one draft for half an hour: which object, which revision, who answers for it, and where.

Nothing is stored. It is signed with a ring that public and staff hosts share, and says no more than numbers;
whether that person still may see the draft is asked at each use.
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


class PreviewOver(Exception):
    """Not a token of ours, or its half hour is over."""


@dataclass(frozen=True)
class Preview:
    kind: str
    pk: int
    revision: int  # 0 stands for an object that has none
    user: int
    front_end: int


def make(preview):
    told = base64.urlsafe_b64encode(json.dumps(astuple(preview)).encode()).decode().rstrip("=")
    return f"{told}.{form_tokens.issue(PURPOSE.format(told))}"


def read(token):
    """Return the Preview in the token. Raises PreviewOver."""
    told, _dot, signed = token.partition(".")
    if len(token) > LONGEST:
        raise PreviewOver
    try:
        age = form_tokens.read(signed, PURPOSE.format(told)).age
        preview = Preview(*json.loads(base64.urlsafe_b64decode(told + "=" * (-len(told) % 4))))
    except (form_tokens.InvalidFormToken, binascii.Error, ValueError, TypeError):
        raise PreviewOver from None
    if age > LIFETIME:
        raise PreviewOver
    return preview
