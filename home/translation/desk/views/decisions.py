"""What a person does with one string, or why it cannot be done: for the form and for its JSON."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.utils.translation import gettext as _

from home.translation.choices import ReturnReason
from home.translation.core.actions.units import (
    Conflict,
    approve,
    keep_carried,
    leave_out,
    return_unit,
    save_draft,
)
from home.translation.desk.read_models.string_rows import PreparedUnit
from home.translation.models import Unit
from home.translation.permissions import NotYours, OwnText
from home.translation.text.markup import BadText, stored, words_of

DECISIONS: dict[str, Callable[..., Unit]] = {
    "approve": approve,
    "leave_out": leave_out,
    "keep": keep_carried,
    "return": return_unit,
}


class Fault(Exception):
    """It was not done; the sentence says why. `unit` is the string as it is now, if that is the reason."""

    def __init__(self, sentence: str, unit: Unit | None = None) -> None:
        super().__init__(sentence)
        self.unit = unit


def save(unit: PreparedUnit, text: str, *, by: User, version: int | None) -> Unit:
    """Save the text in the field of a prepared string as its draft; return the string. Raises Fault."""
    with _told():
        return save_draft(unit, stored(text, rich=unit.is_rich), by=by, version=version)


def decide(unit: Unit, action: str, data: QueryDict, *, by: User, version: int | None) -> Unit:
    """Do what a button of the string says; `data` has the fields around it. Raises Fault."""
    more = _return_of(data, unit) if action == "return" else {}
    if action == "return" and not any(more.values()):
        raise Fault(_("Say why: choose a reason or write a sentence."))
    with _told():
        return DECISIONS[action](unit, by=by, version=version, **more)


def _return_of(data: QueryDict, unit: Unit) -> dict[str, Any]:
    """Return from the form why a string is returned."""
    chosen = set(data.getlist(f"reasons-{unit.pk}"))
    note = data.get(f"reason-{unit.pk}", "")[:500].strip()
    return {"reason": note, "reasons": [reason for reason in ReturnReason.values if reason in chosen]}


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except Conflict as conflict:
        raise Fault(_words_of(conflict.unit), conflict.unit) from None
    except OwnText:
        raise Fault(_("Another person has to review what you wrote yourself.")) from None
    except BadText as fault:
        raise Fault(str(fault)) from None
    except NotYours:
        raise PermissionDenied from None


def _words_of(unit: Unit) -> str:
    if not unit.is_active:
        return _("The original has changed meanwhile: this part is no longer in it.")
    text = words_of(unit.draft or "")
    return _("Somebody has saved another text meanwhile: “%s”. Yours still stands in its field.") % text
