"""What a file would change in the glossary: each of its terms compared with the one that is there."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import models
from django.utils.translation import gettext as _, pgettext_lazy

from home.languages.info import TEXT_LANGUAGES
from home.translation.choices import Subject, Verdict
from home.translation.files.glossary_content import Said, TermRow
from home.translation.models import GlossaryTerm, GlossaryTranslation
from home.translation.models.glossary import LONGEST_TERM
from home.translation.quality.characters import is_printable, spoken
from home.translation.text.differences import OnePage, Segment

LANGUAGES = frozenset(dict(TEXT_LANGUAGES))
LONGEST = {"term": LONGEST_TERM, "text": LONGEST_TERM, "source": 255, "note": 255, "explanation": 5_000}
FACTS = ("explanation", "subject", "source")


class TermFate(models.TextChoices):
    ADD = "add", pgettext_lazy("term in a file", "new term")
    CHANGE = "change", pgettext_lazy("term in a file", "changes a term")
    ERROR = "error", pgettext_lazy("term in a file", "cannot be taken")
    SAME = "same", pgettext_lazy("term in a file", "same as here")


@dataclass
class TermChange:
    """One difference between a file and the glossary; `before` is "" for what is new."""

    what: str
    before: str
    after: str
    segments: list[Segment] = field(default_factory=list)  # where somebody looks at it (compare)


@dataclass
class TermLine:
    """A term of a file and what would become of it. `term` is the one in the glossary, None for a new one."""

    fate: TermFate
    row: TermRow
    term: GlossaryTerm | None = None
    changes: list[TermChange] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def can_be_taken(self) -> bool:
        return self.fate in (TermFate.ADD, TermFate.CHANGE)

    @property
    def name(self) -> str:
        """Return its name in a form."""
        return sha256("\x04".join(self.row.key).encode()).hexdigest()[:16]

    @property
    def seen(self) -> str:
        """Return a digest of the term as it is in the glossary now: the same as long as nobody changes it."""
        known = [facts_of(self.term), sorted(map(list, said_of(self.term)))] if self.term else []
        return sha256(json.dumps(known).encode()).hexdigest()[:16]


def facts_of(term: GlossaryTerm) -> list[str]:
    return [getattr(term, name) for name in FACTS]


def said_of(term: GlossaryTerm) -> list[tuple[str, str, str, str]]:
    """Return [(language, text, verdict, note)] of a term, without a query where they were prefetched."""
    return [(said.language, said.text, said.verdict, said.note) for said in term.translations.all()]


def sheet_of_glossary() -> list[TermRow]:
    """Return the TermRows of the whole glossary, in two queries."""
    return [_row(term) for term in _terms(GlossaryTerm.objects.order_by("term", "language", "pk"))]


def _terms(terms: models.QuerySet[GlossaryTerm]) -> models.QuerySet[GlossaryTerm]:
    ordered = GlossaryTranslation.objects.order_by("sort_order", "pk")
    return terms.prefetch_related(models.Prefetch("translations", queryset=ordered))


def _row(term: GlossaryTerm) -> TermRow:
    said = [Said(language, verdict, text, note) for language, text, verdict, note in said_of(term)]
    return TermRow(term.language, term.term, term.explanation, term.subject, term.source, said)


def term_lines(rows: list[TermRow]) -> list[TermLine]:
    """Return a TermLine for each TermRow; two queries."""
    known = {(term.language, term.term): term for term in _terms(GlossaryTerm.objects.all())}
    times = Counter(row.key for row in rows)
    return [_line(row, known.get(row.key), times[row.key] > 1) for row in rows]


def compare(lines: Iterable[TermLine]) -> None:
    """Note in each change what differs, to show all of them on one page."""
    page = OnePage()
    for line in lines:
        for change in line.changes:
            change.segments = page.differences(change.before, change.after)


def _line(row: TermRow, term: GlossaryTerm | None, is_doubled: bool) -> TermLine:
    faults = [*row.faults, *_faults(row)]
    if is_doubled:
        faults.append(_("The file holds this term several times."))
    if faults:
        return TermLine(TermFate.ERROR, row, term, faults=list(dict.fromkeys(faults)))
    changes = [*_changed_facts(row, term), *_changed_translations(row, term)]
    fate = TermFate.ADD if term is None else TermFate.CHANGE if changes else TermFate.SAME
    return TermLine(fate, row, term, changes)


def _faults(row: TermRow) -> Iterator[str]:
    languages = {row.language, *(said.language for said in row.said)}
    for unknown in sorted(languages - LANGUAGES):
        yield _("The glossary has no language “%s”.") % unknown[:20]
    if row.subject and row.subject not in Subject:
        yield _("There is no subject “%s”.") % row.subject[:40]
    for said in row.said:
        if said.verdict not in Verdict:
            yield _("A translation is either “preferred” or “forbidden”, not “%s”.") % said.verdict[:20]
        if said.language == row.language:
            yield _("A translation is in the language of its term.")
    texts = [("term", row.term), ("explanation", row.explanation), ("source", row.source)]
    texts += [(name, getattr(said, name)) for said in row.said for name in ("text", "note")]
    for name, text in texts:
        yield from _faults_of_text(name, text)
    if len({(said.language, said.text) for said in row.said}) < len(row.said):
        yield _("The file holds a translation of this term twice.")


def _faults_of_text(name: str, text: str) -> Iterator[str]:
    if name in ("term", "text") and not text:
        yield _("A term or a translation is empty.")
    if len(text) > LONGEST[name]:
        yield _("“%(text)s…” is longer than %(longest)s characters.") % {
            "text": text[:40],
            "longest": LONGEST[name],
        }
    if unseen := [sign for sign in dict.fromkeys(text) if not is_printable(sign, None)]:
        yield _("These characters cannot be printed: %s.") % ", ".join(map(spoken, unseen[:5]))


def _changed_facts(row: TermRow, term: GlossaryTerm | None) -> Iterator[TermChange]:
    fields: dict[str, Any] = {field.name: field for field in GlossaryTerm._meta.fields}
    labels = {name: str(fields[name].verbose_name) for name in FACTS}
    for name in FACTS:
        before, after = getattr(term, name) if term else "", getattr(row, name)
        if after and after != before:
            yield TermChange(labels[name], _said_aloud(name, before), _said_aloud(name, after))


def _said_aloud(name: str, value: str) -> str:
    return str(Subject(value).label) if name == "subject" and value else value


def _changed_translations(row: TermRow, term: GlossaryTerm | None) -> Iterator[TermChange]:
    present = said_of(term) if term else []
    known = {(language, text): (verdict, note) for language, text, verdict, note in present}
    for said in row.said:
        here = said.language, said.text
        before = _shown(said.text, *known[here]) if here in known else ""
        after = _shown(said.text, said.verdict, said.note or known.get(here, ("", ""))[1])
        if before != after:
            yield TermChange(said.language, before, after)


def _shown(text: str, verdict: str, note: str) -> str:
    words = f"{text} – {Verdict(verdict).label}"
    return f"{words} ({note})" if note else words
