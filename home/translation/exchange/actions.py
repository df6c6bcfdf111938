"""Importing a file of a translation: first its changes are shown, then the chosen ones are saved."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail_localize.models import Translation

from home.translation.choices import Right, UnitAct
from home.translation.core.actions.units import Conflict, save_draft
from home.translation.exchange.read_models.incoming import Fate, IncomingLine, lines_of
from home.translation.files.content import FileRefused
from home.translation.files.reading import arrival_of
from home.translation.permissions import require
from home.translation.text.markup import BadText

NEVER_TAKEN = (Fate.UNKNOWN, Fate.WRONG_SOURCE, Fate.BLANK)


@dataclass(frozen=True)
class Taken:
    """What became of a file: lines that were saved, and (line, reason) of those that were refused."""

    saved: tuple[IncomingLine, ...]
    refused: tuple[tuple[IncomingLine, str], ...]


def look_over_file(translation: Translation, body: bytes, *, by: User) -> list[IncomingLine]:
    """Return the lines of a file without changing a text. Raises FileRefused, NotYours.

    The attempt is logged, the file only by its sha256.
    """
    require(by, Right.TRANSLATE, translation.target_locale)
    try:
        lines = _lines(translation, body)
    except FileRefused:
        _log(translation, "look_over_file", by, body, is_refused=True)
        raise
    _log(translation, "look_over_file", by, body, entries=len(lines))
    return lines


def take_file(
    translation: Translation, body: bytes, *, by: User, versions: Mapping[int, int], chosen: Collection[int]
) -> Taken:
    """Save the chosen strings (pks) of a file as drafts; return what was Taken. Raises FileRefused, NotYours.

    `versions` are {pk: version} as the person saw them; a string that has changed since is refused by
    itself. Each is saved on its own.
    """
    require(by, Right.TRANSLATE, translation.target_locale)
    saved, refused = [], []
    for line in _lines(translation, body):
        if line.fate in NEVER_TAKEN or line.unit.pk not in chosen:
            continue
        fault = _save(line, by, versions.get(line.unit.pk))
        if fault:
            refused.append((line, fault))
        else:
            saved.append(line)
    _log(translation, "take_file", by, body, saved=len(saved), refused=len(refused))
    return Taken(tuple(saved), tuple(refused))


def digest_of(body: bytes) -> str:
    return sha256(body).hexdigest()


def _lines(translation: Translation, body: bytes) -> list[IncomingLine]:
    arrival = arrival_of(body)
    if arrival.uuid != str(translation.uuid):
        raise FileRefused(_("This file belongs to another translation."))
    return lines_of(translation, arrival)


def _save(line: IncomingLine, by: User, version: int | None) -> str:
    """Save one line; return why it could not be, "" when it was."""
    if not line.can_be_taken:
        return line.fault or _changed()
    try:
        save_draft(line.unit, line.text, by=by, version=version, act=UnitAct.IMPORTED)
    except Conflict:
        return _changed()
    except BadText as fault:
        return str(fault)
    return ""


def _changed() -> str:
    return _("Somebody has changed this string since you looked at the file.")


def _log(translation: Translation, action: str, by: User, body: bytes, **facts: Any) -> None:
    data = {"translation": translation.pk, "sha256": digest_of(body), **facts}
    locale = translation.target_locale
    log(locale, f"translation.{action}", user=by, title=str(locale), data=data)
