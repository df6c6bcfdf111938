"""Letting a machine draft a string. Only what is public leaves the site, and a person reads every draft."""

import html
import re
from collections.abc import Iterator

from django.contrib.auth.models import User

from home.translation.choices import Purpose, Right, UnitState
from home.translation.core.actions.units import Conflict, save_draft
from home.translation.core.read_models.public_texts import is_public
from home.translation.core.read_models.quality_report import languages_of
from home.translation.machines.base import Reason, Translator, TranslatorError
from home.translation.machines.read_models import page_translator
from home.translation.models import TranslationSettings, Unit
from home.translation.permissions import require

TAG = re.compile(r"(<[^<>]*>)")
# Here a draft replaces nobody's work.
FREE = (UnitState.EMPTY, UnitState.CHANGED, UnitState.MACHINE)


def draft_by_machine(unit: Unit, *, by: User, version: int | None) -> Unit:
    """Save the machine's translation of the original as the draft, marked as such; return the unit.

    Needs `with_drafts()`. What a person wrote or approved is never replaced. The machine is called before
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


def _translated(data: str, translator: Translator, languages: tuple[str, str]) -> str:
    """Return a stored string translated between its tags, which never reach the machine."""
    parts = TAG.split(data)
    words = [html.unescape(part) for part in parts[::2]]
    parts[::2] = [html.escape(text, quote=False) for text in _kept_apart(words, translator, languages)]
    return "".join(parts)


def _kept_apart(words: list[str], translator: Translator, languages: tuple[str, str]) -> Iterator[str]:
    """Translate runs of words, keeping the spaces around each, which machines drop."""
    drafts = translator.translate([text.strip() for text in words], *languages)
    for text, draft in zip(words, drafts, strict=True):
        start = len(text) - len(text.lstrip())
        end = len(text.rstrip())
        yield text[:start] + draft.strip() + text[end:] if text.strip() else text
