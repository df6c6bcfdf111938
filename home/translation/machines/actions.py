"""Letting a machine draft a string. Only what is public leaves the site, and a person reads every draft."""

import html
import re

from home.translation.choices import Purpose, Right, UnitState
from home.translation.core.actions.units import Conflict, save_draft
from home.translation.core.read_models.public_texts import is_public
from home.translation.core.read_models.quality_report import languages_of
from home.translation.machines.base import Reason, TranslatorError
from home.translation.machines.read_models import page_translator
from home.translation.models import TranslationSettings
from home.translation.permissions import require

TAG = re.compile(r"(<[^<>]*>)")
# Nobody's work stands there.
FREE = (UnitState.EMPTY, UnitState.CHANGED, UnitState.MACHINE)


def draft_by_machine(unit, *, by, version):
    """Save what the machine makes of the original as the draft, marked as its own; return the unit.

    Needs `with_drafts()`. What a person wrote or approved is never replaced. The machine is asked before
    anything is locked. Raises NotYours, Conflict, TranslatorError, BadText.
    """
    require(by, Right.TRANSLATE, unit.translation.target_locale)
    if unit.version != version or not unit.is_active or unit.state not in FREE:
        raise Conflict(unit)
    translator = page_translator(unit.translation.target_locale)
    if not is_public(unit):
        raise TranslatorError(Reason.PRIVATE)
    text = _translated(unit.string.data, translator, languages_of(unit))
    machine = TranslationSettings.machine_for(Purpose.PAGES)
    return save_draft(unit, text, by=by, version=version, tool=machine)


def _translated(data, translator, languages):
    """Return a stored string translated between its tags: these never reach the machine, and stay."""
    parts = TAG.split(data)
    words = [html.unescape(part) for part in parts[::2]]
    parts[::2] = [html.escape(text, quote=False) for text in _kept_apart(words, translator, languages)]
    return "".join(parts)


def _kept_apart(words, translator, languages):
    """Translate runs of words; machines drop the spaces that part a run from its neighbours."""
    drafts = translator.translate([text.strip() for text in words], *languages)
    for text, draft in zip(words, drafts, strict=True):
        start = len(text) - len(text.lstrip())
        end = len(text.rstrip())
        yield text[:start] + draft.strip() + text[end:] if text.strip() else text
