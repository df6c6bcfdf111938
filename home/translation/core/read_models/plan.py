"""What a page or word will say in one language: approved strings and older approved ones, nothing else."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from wagtail.fields import StreamField
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    StringSegment,
    TemplateSegment,
    Translation,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.strings import StringValue

from home.translation.core.pruning import prune_stream, prune_template
from home.translation.models import Unit
from home.translation.text.links import in_language, move_links
from home.translation.translatables import PageOrWord

Text = tuple[str | None, dict[str, Any]]  # and the attributes of its links


@dataclass
class Plan:
    """The segments to put into the page, and what stays out of it.

    `missing` are the paths that have no text; `left_out` are the source strings that will not show.
    """

    segments: list[Any] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    left_out: list[str] = field(default_factory=list)


def public_text(unit: Unit) -> Text:
    """Return (text, links) that may be public for this unit, or (None, {}) where there is none yet."""
    if unit.approved_at:
        return unit.approved_text or None, unit.attrs
    if unit.carried_text:
        return move_links(unit.carried_text, before=unit.carried_attrs, after=unit.attrs), unit.attrs
    return None, {}


def plan(translation: Translation, *, text_of: Callable[[Unit], Text] = public_text) -> Plan:
    """Return the Plan of a translation. `text_of` gives the text for a unit (a preview shows drafts)."""
    made = Plan()
    languages = translation.source.locale.language_code, translation.target_locale.language_code
    units = Unit.objects.filter(translation=translation, is_active=True)
    texts: dict[tuple[int, int], Text] = {}
    for unit in units.with_drafts():
        text, links = text_of(unit)
        texts[unit.context_id, unit.string_id] = text, in_language(links, *languages)
    strings = StringSegment.objects.filter(source=translation.source).select_related("context", "string")
    by_context: dict[str, list[tuple[StringSegment, Text | None]]] = defaultdict(list)
    for segment in strings.order_by("order"):
        by_context[segment.context.path].append((segment, texts.get((segment.context_id, segment.string_id))))
    templates = TemplateSegment.objects.filter(source=translation.source).select_related(
        "context", "template"
    )
    rich = {segment.context.path: segment for segment in templates}
    for path, pairs in by_context.items():
        _plan_context(made, path, pairs, rich.get(path))
    made.segments += [*_related(translation), *_overridden(translation)]
    return made


def _plan_context(
    made: Plan, path: str, pairs: list[tuple[StringSegment, Text | None]], template: TemplateSegment | None
) -> None:
    shown = [(segment, text) for segment, text in pairs if text and text[0]]
    made.left_out += [segment.string.data for segment, text in pairs if not (text and text[0])]
    missing = {number for number, (_segment, text) in enumerate(pairs) if not (text and text[0])}
    if not shown:
        made.missing.add(path)
        return
    if template:
        made.segments.append(_template(path, template, missing, len(shown)))
    made.segments += [
        StringSegmentValue(path, StringValue(text), attrs=links or None, order=segment.order)
        for segment, (text, links) in shown
    ]


def _template(path: str, segment: TemplateSegment, missing: set[int], count: int) -> TemplateSegmentValue:
    template = segment.template
    html = prune_template(template.template, missing) if missing else template.template
    return TemplateSegmentValue(path, template.template_format, html, count, order=segment.order)


def _related(translation: Translation) -> list[RelatedObjectSegmentValue]:
    """Return related words that exist in the language; publishing is refused for the others."""
    segments = RelatedObjectSegment.objects.filter(source=translation.source)
    return [
        RelatedObjectSegmentValue(
            segment.context.path, segment.object.content_type, segment.object_id, order=segment.order
        )
        for segment in segments.select_related("context", "object__content_type")
        if segment.object.has_translation(translation.target_locale_id)
    ]


def _overridden(translation: Translation) -> list[OverridableSegmentValue]:
    segments = OverridableSegment.objects.filter(source=translation.source)
    found = segments.annotate_override_json(translation.target_locale_id).select_related("context")
    return [
        OverridableSegmentValue(segment.context.path, json.loads(segment.override_json), order=segment.order)
        for segment in found.filter(override_json__isnull=False)
    ]


def prune(original: PageOrWord, missing: Iterable[str]) -> None:
    """Empty the fields of `original` and cut the blocks whose paths are in `missing`, in place."""
    by_field: dict[str, set[str]] = defaultdict(set)
    for path in missing:
        name, _dot, rest = path.partition(".")
        by_field[name].add(rest)
    for name, paths in by_field.items():
        field = original._meta.get_field(name)
        if isinstance(field, StreamField):
            setattr(original, name, prune_stream(getattr(original, name), paths))
        elif field.one_to_many:
            _drop_children(getattr(original, name), {path.partition(".")[0] for path in paths})
        else:
            setattr(original, name, "")


def _drop_children(children: Any, keys: set[str]) -> None:
    children.set([child for child in children.all() if str(child.translation_key) not in keys])
