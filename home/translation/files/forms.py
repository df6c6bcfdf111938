"""The form for a file, and the file on its way from the first look to the import.

Nothing is stored on the server in between: the page itself carries the file, compressed and signed.
"""

import base64
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.contrib.auth.models import User
from django.core import signing
from django.utils.translation import gettext_lazy as _

# Not the module’s name: what was signed before a move must be readable after it.
SALT = "home.translation.files.forms"
LONGEST_LOOK = timedelta(days=1)


class FileForm(forms.Form):
    """A file to look at; whether it is valid is checked when it is read."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
        help_text=_("At most 1 MB."),
    )


@dataclass(frozen=True)
class Carried:
    """A file that somebody looked at, and by name the state of everything it would change."""

    body: bytes
    seen: Mapping[str, int | str]


def sealed(carried: Carried, *, user: User, subject: int | str) -> str:
    """Return what the page carries; only this person can send it back, for this subject."""
    content = {
        "for": [user.pk, subject],
        "file": base64.b64encode(zlib.compress(carried.body)).decode(),
        "seen": carried.seen,
    }
    return signing.dumps(content, salt=SALT)


def opened(token: str, *, user: User, subject: int | str) -> Carried | None:
    """Return the Carried of a page, None if it was made for somebody or something else, or is a day old."""
    try:
        content = signing.loads(token, salt=SALT, max_age=LONGEST_LOOK)
    except signing.BadSignature:
        return None
    if content["for"] != [user.pk, subject]:
        return None
    return Carried(zlib.decompress(base64.b64decode(content["file"])), content["seen"])


def numbers(values: Iterable[str]) -> set[int]:
    """Return the numbers among what a form sent."""
    return {int(value) for value in values if value.isdecimal() and len(value) < 19}
