"""What is wrong, or may be, with the text that is to go on paper: in words, what blocks first."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.translation.core.read_models.quality_report import findings
from home.translation.quality.base import Finding, listed
from home.translation.quality.catalogue import CHECKS
from letters.choices.words import WatchKind
from letters.models import Letter, WatchedWord
from letters.paper.letters import MAX_CHARS
from letters.paper.page_estimate import about_pages
from letters.text.parts import HIDDEN
from letters.text.side_by_side import plain, rows_of
from letters.text.transliteration import RUSSIAN
from letters.text.watched_words import Mark, joined, patterns_in, words_in
from letters.typesetting.glyphs import PRINTABLE
from letters.typesetting.sheets import pages_at_most

# A link or an e-mail address of the original must not reach the prison: nobody is asked to keep it.
LETTER_CHECKS = [check for check in CHECKS if check != "placeholders"]
# A text nobody translated cannot differ from itself.
AS_IS_CHECKS = ["empty", "unprintable", "length"]


@dataclass(frozen=True)
class Remark:
    """One thing found. `key` stays the same as long as the same thing is wrong: a reason holds for it alone.

    `sentence` holds words of the letter: it is shown to those who read the letter and kept nowhere.
    """

    key: str
    name: str | Promise
    sentence: str | Promise = field(repr=False)
    blocks: bool = False


@dataclass(frozen=True)
class Paper:
    """About how many pages a text takes, and how many there may be."""

    count: int
    most: int


def paper_for(letter: Letter, text: str) -> Paper:
    """Return the Paper that the text takes at the letter's place; nothing is set in type for it."""
    count = about_pages(text, has_drawing=letter.has_drawing)
    return Paper(count, pages_at_most(letter.prisoner.facility))


def remarks_on(letter: Letter, source: str, marked: str) -> list[Remark]:
    """Return the Remarks on the Russian text (marked rows) of a letter whose translator read `source`."""
    target = plain(marked)
    found = findings(
        source,
        target,
        languages=(letter.language, RUSSIAN),
        checks=LETTER_CHECKS,
        beside=(letter.prisoner,),
        printable=PRINTABLE,
        longest=MAX_CHARS,
    )
    remarks = [*map(_of_finding, found), *_watched(target, RUSSIAN), *_too_long(letter, target)]
    if target.strip():
        remarks += _gaps(source, marked)
    return _in_order(remarks)


def remarks_as_is(letter: Letter, text: str) -> list[Remark]:
    """Return the Remarks on a text that goes on paper as its writer wrote it."""
    languages = (letter.language, letter.language)
    found = findings(
        text, text, languages=languages, checks=AS_IS_CHECKS, printable=PRINTABLE, longest=MAX_CHARS
    )
    remarks = [*map(_of_finding, found), *_watched(text, letter.language), *_too_long(letter, text)]
    return _in_order(remarks)


def _in_order(remarks: Iterable[Remark]) -> list[Remark]:
    return sorted(remarks, key=lambda remark: not remark.blocks)


def _of_finding(finding: Finding) -> Remark:
    return Remark(key_of(*finding.signature), finding.check.name, finding.sentence, finding.blocks)


def key_of(*facts: object) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def _watched(text: str, language: str) -> Iterator[Remark]:
    """Words that never stand in a letter, one remark a reason; and in one remark all to be weighed."""
    watched = WatchedWord.objects.filter(language=language, kind__in=[WatchKind.FORBIDDEN, WatchKind.RISKY])
    words = {kind: [word for word in watched if word.kind == kind] for kind in WatchKind}
    for reason, marks in _by_reason(words_in(text, words[WatchKind.FORBIDDEN], language)):
        yield _remark("watched", _("Never in a letter"), text, marks, reason, blocks=True)
    for reason, marks in _by_reason(patterns_in(text)):
        yield _remark("pattern", _("Addresses and numbers"), text, marks, reason)
    risky = words_in(text, words[WatchKind.RISKY], language)
    if risky:
        reasons = " ".join(dict.fromkeys(str(reason) for mark in risky for reason in mark.reasons))
        yield _remark("risky", _("Risky words"), text, risky, reasons)


def _by_reason(marks: Iterable[Mark]) -> Iterable[tuple[str, list[Mark]]]:
    found: dict[str, list[Mark]] = {}
    for mark in joined(marks):
        found.setdefault(" ".join(map(str, mark.reasons)), []).append(mark)
    return found.items()


def _remark(
    kind: str, name: str | Promise, text: str, marks: Iterable[Mark], reason: str, *, blocks: bool = False
) -> Remark:
    words = listed(text[mark.start : mark.end] for mark in marks)
    return Remark(key_of(kind, words), name, f"{words}: {reason}", blocks)


def _too_long(letter: Letter, text: str) -> Iterator[Remark]:
    """No more than a remark: how many pages it takes is known when it is printed."""
    paper = paper_for(letter, text)
    if paper.count > paper.most:
        sentence = _("About %(count)s pages; this place takes %(most)s at most, and more is not printed.")
        yield Remark(key_of("pages", paper.most), _("Too many pages"), sentence % vars(paper))


def _gaps(source: str, marked: str) -> Iterator[Remark]:
    """Paragraphs of the original for which nothing stands, those hidden as a whole left out."""
    rows = rows_of(source, marked)
    missing = [str(row.number) for row in rows if row.source.text not in ("", HIDDEN) and not row.target.text]
    if missing:
        numbers = ", ".join(missing)
        sentence = _("Paragraphs without a translation: %(numbers)s.") % {"numbers": numbers}
        yield Remark(key_of("gaps", numbers), _("Left out"), sentence)
