"""The strings of a text as the editor shows them: frame, words, links, changes, what is to be done."""

from collections import defaultdict
from functools import cached_property
from typing import Any, TypeAlias

from wagtail_localize.models import StringSegment, TemplateSegment, Translation, TranslationSource

from home.translation.choices import UnitState
from home.translation.core.read_models.returned_drafts import returned_in
from home.translation.desk.read_models.questions import open_strings
from home.translation.desk.read_models.work import part_of, strings_of
from home.translation.models import Unit
from home.translation.text.alignment import LEAST_LIKENESS, likeness
from home.translation.text.differences import Change, Segment, differences
from home.translation.text.links import move_links
from home.translation.text.markup import as_seen, words_of, written
from home.translation.text.string_kinds import Frame, frame_of_path, frames_in
from home.translation.translatables import model_of

PreparedUnit: TypeAlias = Any  # a Unit, with what the editor shows of it
DONE = (UnitState.REVIEWED, UnitState.LEFT_OUT)


class Places:
    """Where each string of a source stands in its rich texts; two queries, however many strings."""

    def __init__(self, source: TranslationSource) -> None:
        self.source = source

    @cached_property
    def _templates(self) -> dict[int, list[Frame]]:
        found = TemplateSegment.objects.filter(source=self.source).select_related("template")
        return {segment.context_id: frames_in(segment.template.template) for segment in found}

    @cached_property
    def _numbers(self) -> dict[tuple[int, int], int]:
        """Return {(context, string): how many strings of its rich text stand before it}."""
        counts: dict[int, int] = defaultdict(int)
        numbers: dict[tuple[int, int], int] = {}
        segments = StringSegment.objects.filter(source=self.source, context__in=self._templates)
        for key in segments.order_by("order").values_list("context", "string"):
            numbers.setdefault(key, counts[key[0]])
            counts[key[0]] += 1
        return numbers

    def is_rich(self, unit: Unit) -> bool:
        return unit.context_id in self._templates

    def frame_of(self, unit: Unit) -> Frame:
        if not self.is_rich(unit):
            return frame_of_path(unit.context.field_path)
        frames = self._templates[unit.context_id]
        number = self._numbers.get((unit.context_id, unit.string_id), 0)
        return frames[number] if number < len(frames) else Frame.TEXT


def string_rows(translation: Translation) -> list[PreparedUnit]:
    """Return the strings of a text in their order, each with what the editor shows of it."""
    units: list[PreparedUnit] = strings_of(translation)
    places = Places(translation.source)
    model = model_of(translation.source.specific_content_type)
    returned, part = returned_in(translation), ""
    asked = open_strings(translation.source)
    for unit in units:
        prepare(unit, is_rich=places.is_rich(unit))
        unit.returned = returned.get(unit.pk)
        unit.is_asked = (unit.context_id, unit.string_id) in asked
        unit.frame = places.frame_of(unit)
        unit.part = part_of(unit, model)
        unit.opens_part, part = unit.part != part, unit.part
    return units


def prepare(unit: PreparedUnit, *, is_rich: bool) -> PreparedUnit:
    """Add to a string what its field and the line below it show."""
    unit.is_rich = is_rich
    unit.offered = unit.draft or _carried(unit) or unit.former_draft
    unit.shown = written(unit.offered, rich=is_rich)
    unit.is_open = unit.state not in DONE
    unit.state_words = unit.state.label
    unit.source_words = words_of(unit.string.data)
    unit.seen = as_seen(unit.string.data)
    unit.links = [(name, attributes.get("href", "")) for name, attributes in unit.attrs.items()]
    unit.changes = _changes(unit)
    unit.marks_changed = bool(unit.carried_source) and not unit.changes
    return unit


def prepare_one(unit: Unit) -> PreparedUnit:
    """Prepare a string by itself; one query."""
    rich = TemplateSegment.objects.filter(source=unit.translation.source_id, context=unit.context_id)
    return prepare(unit, is_rich=rich.exists())


def _carried(unit: Unit) -> str:
    if not unit.carried_text:
        return ""
    return move_links(unit.carried_text, before=unit.carried_attrs, after=unit.attrs)


def _changes(unit: PreparedUnit) -> list[Segment]:
    if not unit.carried_source:
        return []
    segments = differences(words_of(unit.carried_source), unit.source_words)
    return segments if any(segment.change != Change.EQUAL for segment in segments) else []


def successor_of(unit: Unit) -> Unit | None:
    """Return the string that replaced `unit` when its original changed, or None."""
    here = Unit.objects.filter(translation=unit.translation_id, context=unit.context_id).active()
    scored = [(likeness(unit.string.data, each.string.data), each) for each in here.select_related("string")]
    if len(scored) == 1:
        return scored[0][1]
    score, best = max(scored, key=lambda pair: pair[0], default=(0, None))
    return best if score >= LEAST_LIKENESS else None
