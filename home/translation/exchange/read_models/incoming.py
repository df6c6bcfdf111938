"""What a returned file would change: each entry compared with its string. Changes nothing."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _, pgettext_lazy
from wagtail_localize.models import Translation

from home.translation.choices import UnitState
from home.translation.core.read_models.quality_report import page_findings
from home.translation.desk.read_models.mentions import mentioned_in
from home.translation.desk.read_models.work import part_of
from home.translation.exchange.read_models.outgoing import offered
from home.translation.files.content import Arrival, Entry, key_of, pk_of
from home.translation.models import Unit
from home.translation.quality.base import Finding
from home.translation.text.alignment import LEAST_LIKENESS, likeness
from home.translation.text.differences import OnePage, Segment
from home.translation.text.links import move_links
from home.translation.text.markup import BadText, accepted, with_whole_tags, written
from home.translation.translatables import model_of


class Fate(models.TextChoices):
    """What becomes of an entry, in the order in which a person looks at them."""

    REVIEWED = "reviewed", pgettext_lazy("text in a file", "replaces a reviewed text")
    MOVED = "moved", pgettext_lazy("text in a file", "written for an older original")
    CHANGE = "change", pgettext_lazy("text in a file", "changes a text")
    ADD = "add", pgettext_lazy("text in a file", "new")
    ERROR = "error", pgettext_lazy("text in a file", "cannot be taken")
    WRONG_SOURCE = "wrong_source", pgettext_lazy("text in a file", "written for another original")
    UNKNOWN = "unknown", pgettext_lazy("text in a file", "no such text here")
    SAME = "same", pgettext_lazy("text in a file", "same as here")
    BLANK = "blank", pgettext_lazy("text in a file", "empty")


# Taken unless somebody objects; what replaces a decision or is for an older original must be confirmed.
TAKEN_UNASKED = (Fate.CHANGE, Fate.ADD)
TAKEN_IF_ASKED = (Fate.REVIEWED, Fate.MOVED)
DECIDED = (UnitState.REVIEWED, UnitState.LEFT_OUT)
SPACES = re.compile(r"[ \t\r\n]+")


@dataclass
class IncomingLine:
    """An entry and what would become of it. `unit` is the Unit it is for, None for no string."""

    fate: Fate
    entry: Entry
    unit: Any = None
    text: str = ""
    before: str = ""
    fault: str = ""
    part: str = ""
    # Of an entry that was written for an older original: that original.
    older_source: str = ""
    remarks: list[str] = field(default_factory=list)
    # Where somebody looks at it (compare).
    changes: list[Segment] = field(default_factory=list)
    changes_of_original: list[Segment] = field(default_factory=list)

    @property
    def can_be_taken(self) -> bool:
        return self.fate in TAKEN_UNASKED + TAKEN_IF_ASKED

    @property
    def is_taken_unasked(self) -> bool:
        return self.fate in TAKEN_UNASKED

    @property
    def original(self) -> str:
        return _shown(self.unit.string.data)


def _shown(data: str) -> str:
    """Return a text in the translator's notation, whose marks a file must bring back."""
    return written(data, rich=True)


def lines_of(translation: Translation, arrival: Arrival) -> list[IncomingLine]:
    """Return a line for each entry of an Arrival, in as many queries for one entry as for thousands."""
    units = _units_of(translation)
    texts = Counter(key for key, _text in {(entry.key, entry.text) for entry in arrival.entries})
    claimed = {pk_of(entry.key) for entry in arrival.entries}
    free = [unit for unit in units.values() if unit.is_active and unit.pk not in claimed]
    once = {(entry.key, entry.text): entry for entry in arrival.entries}.values()
    lines = [_line(entry, units.get(pk_of(entry.key) or 0), free, texts[entry.key] > 1) for entry in once]
    _check([line for line in lines if line.can_be_taken], translation)
    return lines


def compare(lines: Iterable[IncomingLine]) -> None:
    """Note in each line what it changes, for all of them to be shown on one page."""
    page = OnePage()
    for line in lines:
        line.changes = page.differences(_shown(line.before), _shown(line.text))
        if line.older_source:
            line.changes_of_original = page.differences(_shown(line.older_source), line.original)


def _units_of(translation: Translation) -> dict[int, Unit]:
    units = Unit.objects.filter(translation=translation).with_drafts().select_related("string", "context")
    found = {unit.pk: unit for unit in units.order_by("order")}
    # One object for all: each unit's own would hold the whole page again.
    for unit in found.values():
        unit.translation = translation
    return found


def _line(entry: Entry, unit: Unit | None, free: list[Unit], is_doubled: bool) -> IncomingLine:
    if unit is None:
        return IncomingLine(Fate.UNKNOWN, entry)
    if entry.key != key_of(unit.pk, unit.string.data) or not _has_source(entry, unit):
        return IncomingLine(Fate.WRONG_SOURCE, entry, unit)
    if entry.fault or is_doubled:
        fault = entry.fault or _("The file holds several texts for this string.")
        return IncomingLine(Fate.ERROR, entry, unit, fault=str(fault))
    text = unicodedata.normalize("NFC", entry.text.replace("\r\n", "\n")).strip()
    if not text:
        return IncomingLine(Fate.BLANK, entry, unit)
    return _with_text(entry, unit, text) if unit.is_active else _for_successor(entry, unit, text, free)


def _has_source(entry: Entry, unit: Unit) -> bool:
    return entry.source is None or _plain(entry.source) == _plain(unit.string.data)


def _with_text(entry: Entry, unit: Unit, text: str) -> IncomingLine:
    shown = offered(unit)
    before = shown if unit.draft is not None or unit.state in DECIDED else ""
    unchanged = {_plain(before), _plain(shown)} if entry.is_unsure else {_plain(before)}
    if _plain(text) in unchanged:
        return IncomingLine(Fate.SAME, entry, unit)
    fate = Fate.CHANGE if before else Fate.ADD
    return IncomingLine(
        Fate.REVIEWED if unit.state in DECIDED else fate, entry, unit, text=text, before=before
    )


def _for_successor(entry: Entry, former: Unit, text: str, free: list[Unit]) -> IncomingLine:
    """Offer the text for a string that has left the original to the one that replaced it."""
    unit = _successor(former, free)
    if unit is None:
        return IncomingLine(Fate.UNKNOWN, entry, former, fault=_("This part is no longer in the original."))
    text = move_links(text, before=former.attrs, after=unit.attrs)
    line = _with_text(entry, unit, text)
    if line.can_be_taken:
        free.remove(unit)
        line.fate, line.older_source = Fate.MOVED, former.string.data
    return line


def _successor(former: Unit, free: list[Unit]) -> Unit | None:
    """Return the string with the same words elsewhere, else the most similar one in its place, else None."""
    for unit in free:
        if unit.string_id == former.string_id:
            return unit
    beside = [unit for unit in free if unit.context_id == former.context_id]
    scored = [(likeness(former.string.data, unit.string.data), -unit.order, unit) for unit in beside]
    score, _order, likest = max(scored, key=lambda row: row[:2], default=(0, 0, None))
    return likest if score >= LEAST_LIKENESS else None


def _check(lines: list[IncomingLine], translation: Translation) -> None:
    """Turn what can never be approved into errors, and note what looks wrong with the others."""
    mentions = mentioned_in([line.unit.string.data for line in lines], translation)
    model = model_of(translation.source.specific_content_type)
    for line, (terms, names) in zip(lines, mentions, strict=True):
        line.part = part_of(line.unit, model)
        try:
            line.text = accepted(line.text)
        except BadText as fault:
            line.fate, line.fault = Fate.ERROR, str(fault)
        else:
            _judge(line, page_findings(line.unit, line.text, terms=terms, names=names))


def _judge(line: IncomingLine, findings: list[Finding]) -> None:
    if blocking := [finding.sentence for finding in findings if finding.blocks]:
        line.fate, line.fault = Fate.ERROR, " ".join(blocking)
    else:
        line.remarks = [finding.sentence for finding in findings]


def _plain(html: str) -> str:
    """Return a text normalised for comparison; a page shows several spaces as one."""
    with suppress(BadText):
        html = with_whole_tags(html)
    return SPACES.sub(" ", unicodedata.normalize("NFC", html)).strip()
