"""What a file that came back would change: each entry set against the string it is for. Changes nothing."""

import re
import unicodedata
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _, pgettext_lazy

from home.translation.choices import UnitState
from home.translation.core.read_models.quality_report import page_findings
from home.translation.desk.read_models.mentions import mentioned_in
from home.translation.desk.read_models.work import part_of
from home.translation.exchange.read_models.outgoing import offered
from home.translation.files.content import Entry, key_of, pk_of
from home.translation.models import Unit
from home.translation.text.alignment import LEAST_LIKENESS, likeness
from home.translation.text.differences import OnePage, Segment
from home.translation.text.links import move_links
from home.translation.text.markup import BadText, accepted, with_whole_tags, written


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


# Taken without a word against it; what replaces a decision or answers an older original needs its own yes.
TAKEN_UNASKED = (Fate.CHANGE, Fate.ADD)
TAKEN_IF_ASKED = (Fate.REVIEWED, Fate.MOVED)
DECIDED = (UnitState.REVIEWED, UnitState.LEFT_OUT)
SPACES = re.compile(r"[ \t\r\n]+")


@dataclass
class IncomingLine:
    """An entry and what would become of it. `unit` is the string it would go to, None for no string."""

    fate: Fate
    entry: Entry
    unit: Unit | None = None
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
    def can_be_taken(self):
        return self.fate in TAKEN_UNASKED + TAKEN_IF_ASKED

    @property
    def is_taken_unasked(self):
        return self.fate in TAKEN_UNASKED

    @property
    def original(self):
        return _shown(self.unit.string.data)


def _shown(data):
    """With its marks, which a file must bring back, and without the spelling of a stored text."""
    return written(data, rich=True)


def lines_of(translation, arrival):
    """Return a Line for each entry of an Arrival; as many queries for one entry as for thousands."""
    units = _units_of(translation)
    texts = Counter(key for key, _text in {(entry.key, entry.text) for entry in arrival.entries})
    claimed = {pk_of(entry.key) for entry in arrival.entries}
    free = [unit for unit in units.values() if unit.is_active and unit.pk not in claimed]
    once = {(entry.key, entry.text): entry for entry in arrival.entries}.values()
    lines = [_line(entry, units.get(pk_of(entry.key)), free, texts[entry.key] > 1) for entry in once]
    _check([line for line in lines if line.can_be_taken], translation)
    return lines


def compare(lines):
    """Note in each line what it changes, for all of them to be shown on one page."""
    page = OnePage()
    for line in lines:
        line.changes = page.differences(_shown(line.before), _shown(line.text))
        if line.older_source:
            line.changes_of_original = page.differences(_shown(line.older_source), line.original)


def _units_of(translation):
    units = Unit.objects.filter(translation=translation).with_drafts().select_related("string", "context")
    found = {unit.pk: unit for unit in units.order_by("order")}
    # One translation for all: each of their own would hold the whole page again.
    for unit in found.values():
        unit.translation = translation
    return found


def _line(entry, unit, free, is_doubled):
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


def _has_source(entry, unit):
    return entry.source is None or _plain(entry.source) == _plain(unit.string.data)


def _with_text(entry, unit, text):
    shown = offered(unit)
    before = shown if unit.draft is not None or unit.state in DECIDED else ""
    unchanged = {_plain(before), _plain(shown)} if entry.is_unsure else {_plain(before)}
    if _plain(text) in unchanged:
        return IncomingLine(Fate.SAME, entry, unit)
    fate = Fate.CHANGE if before else Fate.ADD
    return IncomingLine(
        Fate.REVIEWED if unit.state in DECIDED else fate, entry, unit, text=text, before=before
    )


def _for_successor(entry, former, text, free):
    """A text for a string that has left the original is offered to the one that stands in its place."""
    unit = _successor(former, free)
    if unit is None:
        return IncomingLine(Fate.UNKNOWN, entry, former, fault=_("This part is no longer in the original."))
    text = move_links(text, before=former.attrs, after=unit.attrs)
    line = _with_text(entry, unit, text)
    if line.can_be_taken:
        free.remove(unit)
        line.fate, line.older_source = Fate.MOVED, former.string.data
    return line


def _successor(former, free):
    """Return the string with the same words elsewhere, else the likest one in the same place, else None."""
    for unit in free:
        if unit.string_id == former.string_id:
            return unit
    beside = [unit for unit in free if unit.context_id == former.context_id]
    scored = [(likeness(former.string.data, unit.string.data), -unit.order, unit) for unit in beside]
    score, _order, unit = max(scored, key=lambda row: row[:2], default=(0, 0, None))
    return unit if score >= LEAST_LIKENESS else None


def _check(lines, translation):
    """Turn what can never be approved into errors, and say what looks wrong with the others."""
    mentions = mentioned_in([line.unit.string.data for line in lines], translation)
    model = translation.source.specific_content_type.model_class()
    for line, (terms, names) in zip(lines, mentions, strict=True):
        line.part = part_of(line.unit, model)
        try:
            line.text = accepted(line.text)
        except BadText as fault:
            line.fate, line.fault = Fate.ERROR, str(fault)
        else:
            _judge(line, page_findings(line.unit, line.text, terms=terms, names=names))


def _judge(line, findings):
    if blocking := [finding.sentence for finding in findings if finding.blocks]:
        line.fate, line.fault = Fate.ERROR, " ".join(blocking)
    else:
        line.remarks = [finding.sentence for finding in findings]


def _plain(html):
    """Return a text in the one spelling by which texts are compared; runs of spaces show as one on a page."""
    with suppress(BadText):
        html = with_whole_tags(html)
    return SPACES.sub(" ", unicodedata.normalize("NFC", html)).strip()
