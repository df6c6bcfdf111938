"""An editor's decision on a changed original: it was minor, or the older translations must go at once."""

from collections.abc import Container
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail_localize.models import Translation, TranslationSource

from home.translation.choices import UnitAct
from home.translation.core.actions.entering import waits_by_a_person, with_authors, write_drafts
from home.translation.core.actions.publish import NotReady, publish_translation
from home.translation.core.actions.sync import sync
from home.translation.core.read_models.changed_originals import changes_of, key_of, older_units
from home.translation.core.read_models.sources import is_taken, original_of, source_of, target_of
from home.translation.models import Unit, UnitEvent
from home.translation.permissions import NotYours, may_judge_change
from home.translation.text.links import move_links
from home.translation.translatables import PageOrWord

NOTHING_CARRIED: dict[str, Any] = {
    "carried_text": "",
    "carried_source": "",
    "carried_attrs": {},
    "carried_likeness": None,
}


@transaction.atomic
def take_over(source: TranslationSource, *, by: User | None) -> None:
    """Update the desk to the original that is public now, so that its changes can be judged."""
    original = _judged(source, by)
    if original.live and not is_taken(original):
        sync(original)


@transaction.atomic
def call_minor(source: TranslationSource, keys: Container[str], *, by: User | None) -> int:
    """Let the approvals move to the changed strings; return how many moved. `keys` are those of `older`."""
    _judged(source, by)
    units = [unit for unit in with_authors(older_units(source)) if key_of(unit) in keys]
    now = timezone.now()
    for unit in units:
        text = move_links(unit.carried_text, before=unit.carried_attrs, after=unit.attrs)
        if not waits_by_a_person(unit):
            write_drafts(unit.translation, [(unit, text)])
        _note(unit, UnitAct.MINOR, by, before=unit.carried_text, after=text)
        _change(unit, approved_text=text, approved_at=now, approved_by=by)
    return len(units)


@transaction.atomic
def withdraw_older(source: TranslationSource, keys: Container[str], *, by: User | None) -> int:
    """Unpublish the older texts of these strings, and all that left the original, at once.

    Every public language is rebuilt; one that is incomplete without the text is unpublished. Returns the
    number of older texts that were withdrawn.
    """
    _judged(source, by)
    units = [unit for unit in older_units(source) if key_of(unit) in keys]
    for unit in units:
        _note(unit, UnitAct.WITHDRAWN, by, before=unit.carried_text)
        _change(unit)
    for translation in source.translations.select_related("source", "target_locale"):
        _build_anew(translation)
    return len(units)


@transaction.atomic
def withdraw_all_older(original: PageOrWord, *, by: User | None) -> None:
    """Unpublish in every language what the public original does not say any more.

    Does nothing where it is not open at the desk. Raises NotYours.
    """
    source = source_of(original)
    if source is not None:
        take_over(source, by=by)
        withdraw_older(source, {change.key for change in changes_of(source)}, by=by)


def _judged(source: TranslationSource, by: User | None) -> PageOrWord:
    """Return the original, locked by its source; raise NotYours."""
    source = TranslationSource.objects.select_for_update().get(pk=source.pk)
    original = original_of(source)
    if by is not None and not may_judge_change(by, original):
        raise NotYours
    return original


def _change(unit: Unit, **fields: Any) -> None:
    Unit.objects.filter(pk=unit.pk).update(**NOTHING_CARRIED, **fields, version=F("version") + 1)


def _note(unit: Unit, act: UnitAct, by: User | None, *, before: str, after: str = "") -> None:
    UnitEvent.objects.create(unit=unit, act=act, by=by, before=before, after=after)


def _build_anew(translation: Translation) -> None:
    target = target_of(translation)
    if target is None or not target.live or translation.desk.is_detached:
        return
    try:
        publish_translation(translation, by=None)
    except NotReady:
        target.unpublish()
