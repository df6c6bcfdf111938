"""Taking over a file of a translation: first what it would change is shown, then what was chosen is saved."""

from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _
from wagtail.log_actions import log

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
    """What became of a file: lines that were saved, and (line, why not) of the others that were chosen."""

    saved: tuple[IncomingLine, ...]
    refused: tuple[tuple[IncomingLine, str], ...]


def look_over_file(translation, body, *, by):
    """Return the Lines of a file without changing a text. Raises FileRefused, NotYours.

    That somebody tried is logged, the file by its sha256 alone.
    """
    require(by, Right.TRANSLATE, translation.target_locale)
    try:
        lines = _lines(translation, body)
    except FileRefused:
        _log(translation, "look_over_file", by, body, is_refused=True)
        raise
    _log(translation, "look_over_file", by, body, entries=len(lines))
    return lines


def take_file(translation, body, *, by, versions, chosen):
    """Save the chosen strings (pks) of a file as drafts; return what was Taken. Raises FileRefused, NotYours.

    `versions` are {pk: version} as they were when the person looked; a string that has changed since is
    refused by itself. Each is saved alone: nothing waits for the others.
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


def digest_of(body):
    return sha256(body).hexdigest()


def _lines(translation, body):
    arrival = arrival_of(body)
    if arrival.uuid != str(translation.uuid):
        raise FileRefused(_("This file belongs to another translation."))
    return lines_of(translation, arrival)


def _save(line, by, version):
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


def _changed():
    return _("Somebody has changed this string since you looked at the file.")


def _log(translation, action, by, body, **facts):
    data = {"translation": translation.pk, "sha256": digest_of(body), **facts}
    locale = translation.target_locale
    log(locale, f"translation.{action}", user=by, title=str(locale), data=data)
