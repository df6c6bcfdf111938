"""Entering whole texts of a language: the n-th string of a field translates the n-th of the original.

Strings beyond the last join it, missing ones count as left out. What a person approved stays, and so does a
person's draft that waits for review.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from home.translation.choices import UnitAct
from home.translation.models import Unit, UnitEvent
from home.translation.querysets import UnitQuerySet
from home.translation.text.links import in_language, move_links
from home.translation.translatables import PageOrWord

Pairs = list[tuple[Unit, str]]  # a unit and its text, "" for one that is left out


def texts_said(translation: Translation, instance: PageOrWord, *, also: Collection[str] = ()) -> Pairs:
    """Return what `instance` says in the translation's language.

    A field without text is left alone, but one named in `also` is left out, string by string.
    """
    units = with_authors(Unit.objects.filter(translation=translation)).select_related("string", "context")
    said = _said(instance, translation)
    pairs = []
    for name, ours in _by_field(units).items():
        if name in said:
            pairs += _pair(ours, said[name])
        elif name in also:
            pairs += [(unit, "") for unit in ours]
    return pairs


def with_authors(units: UnitQuerySet) -> UnitQuerySet:
    """Return the current units with their drafts and `draft_by`, None where the system wrote the draft."""
    drafts = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=OuterRef("translation__target_locale"),
    )
    author = Subquery(drafts.values("last_translated_by")[:1])
    return units.active().with_drafts().annotate(draft_by=author)


def _by_field(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    fields: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        fields[unit.context.path.partition(".")[0]].append(unit)
    return fields


def _said(instance: PageOrWord, translation: Translation) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Return {field: [(text, links)]}, with links to our own pages as in the original."""
    languages = translation.target_locale.language_code, translation.source.locale.language_code
    fields: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for value in extract_segments(instance):
        if isinstance(value, StringSegmentValue):
            links = in_language(value.attrs or {}, *languages)
            fields[value.path.partition(".")[0]].append((value.string.data, links))
    return fields


def _pair(units: list[Unit], values: list[tuple[str, dict[str, Any]]]) -> Pairs:
    texts = [
        move_links(text, before=links, after=unit.attrs)
        for unit, (text, links) in zip(units, values, strict=False)
    ]
    more = [move_links(text, before={}, after={}) for text, _links in values[len(units) :]]
    texts[-1] = "<br/>".join([texts[-1], *more])
    return [*zip(units, texts, strict=False), *((unit, "") for unit in units[len(values) :])]


# --- What becomes of them ------------------------------------------------------------------------------
def approve_texts(translation: Translation, pairs: Pairs) -> int:
    """Approve the texts; what a person approved takes precedence. Return how many are new."""
    entered, now = _news(pairs), timezone.now()
    write_drafts(translation, [(unit, text) for unit, text in entered if not waits_by_a_person(unit)])
    for unit, text in entered:
        unit.approved_text, unit.approved_at = text, now
        unit.carried_text = unit.carried_source = ""
        unit.carried_attrs, unit.carried_likeness = {}, None
    return _keep(entered, UnitAct.PLACED, "approved_text", "approved_at", *CARRIED)


CARRIED = ("carried_text", "carried_source", "carried_attrs", "carried_likeness")


def carry_texts(pairs: Pairs) -> int:
    """Keep the texts as older ones, public until somebody has reviewed them."""
    entered = _news(pairs)
    for unit, text in entered:
        unit.carried_text, unit.carried_attrs = text, unit.attrs
    return _keep(entered, UnitAct.PLACED, "carried_text", "carried_attrs")


def propose_texts(translation: Translation, pairs: Pairs) -> int:
    """Let the texts wait for review."""
    entered = [(unit, text) for unit, text in pairs if _is_proposal(unit, text)]
    write_drafts(translation, entered)
    return _keep(entered, UnitAct.IMPORTED)


def _news(pairs: Pairs) -> Pairs:
    return [(unit, text) for unit, text in pairs if not unit.approved_by_id and _is_news(unit, text)]


def _is_news(unit: Unit, text: str) -> bool:
    return unit.approved_at is None or unit.approved_text != text


def _is_proposal(unit: Unit, text: str) -> bool:
    return bool(text) and text not in (unit.draft, unit.approved_text) and not waits_by_a_person(unit)


def waits_by_a_person(unit: Unit) -> bool:
    return unit.draft is not None and unit.draft != unit.approved_text and unit.draft_by is not None


def _keep(entered: Pairs, act: UnitAct, *fields: str) -> int:
    if fields:
        Unit.objects.bulk_update([unit for unit, _text in entered], fields, batch_size=200)
    # Whoever has one of them open gets a conflict.
    Unit.objects.filter(pk__in=[unit.pk for unit, _text in entered]).update(version=F("version") + 1)
    UnitEvent.objects.bulk_create(UnitEvent(unit=unit, act=act, after=text) for unit, text in entered)
    return len(entered)


def write_drafts(translation: Translation, pairs: Pairs) -> None:
    """Make each text the draft, so that the desk shows it; what is left out has no draft."""
    if gone := [unit for unit, text in pairs if not text]:
        StringTranslation.objects.filter(_places(gone), locale=translation.target_locale).delete()
    StringTranslation.objects.bulk_create(
        [_draft(translation, unit, text) for unit, text in pairs if text],
        update_conflicts=True,
        unique_fields=["locale", "translation_of", "context"],
        update_fields=["data", "translation_type", "has_error", "last_translated_by"],
    )


def _places(units: Iterable[Unit]) -> Q:
    return reduce(or_, (Q(translation_of=unit.string_id, context=unit.context_id) for unit in units))


def _draft(translation: Translation, unit: Unit, text: str) -> StringTranslation:
    return StringTranslation(
        translation_of_id=unit.string_id,
        context_id=unit.context_id,
        locale_id=translation.target_locale_id,
        data=text,
        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
    )
