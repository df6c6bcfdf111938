"""What helps with one string, as the drawer shows it: remarks, memory, glossary, names, questions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

from wagtail_localize.models import TemplateSegment

from home.caching.read_models import Numbers
from home.translation.core.read_models.quality_report import page_findings, signature_of, terms_and_names
from home.translation.desk.read_models.questions import questions_on
from home.translation.matching.mentions import NameMention, Rendering, TermMention
from home.translation.memory.read_models import Match, matches_for
from home.translation.models import Dismissal, Question, Unit
from home.translation.quality.base import Finding
from home.translation.quality.glossary import by_term
from home.translation.text.markup import words_of, written

MOST_KEYS = 9  # one digit each


@dataclass(frozen=True)
class Offer:
    """A text to put into the field by its button or key; `key` is "" where the digits have run out."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class Remark:
    """What a check found in the draft, and its Dismissal, if any."""

    sentence: str
    blocks: bool
    signature: str
    dismissal: Dismissal | None = None


@dataclass(frozen=True)
class Term:
    """A term of the glossary; `preferred` are (Offer, note), `forbidden` are Renderings."""

    term: str
    explanation: str
    preferred: list[tuple[Offer, str]]
    forbidden: tuple[Rendering, ...]


@dataclass(frozen=True)
class Person:
    """A person named: as `said` in the original; `form` is the full name in the language, "" for none."""

    said: str
    form: str
    offer: Offer


@dataclass(frozen=True)
class Aids:
    remarks: list[Remark] = field(default_factory=list)
    matches: list[tuple[Match, Offer]] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def aids_for(unit: Unit, *, known: Numbers) -> Aids:
    """Return the Aids for a unit. Needs `with_drafts()`; `known` as in `terms_in`."""
    terms, names = terms_and_names(unit, known=known)
    rich = _is_rich(unit)
    offered = _Offers()
    return Aids(
        remarks=_remarks(unit, terms, names),
        matches=[(match, offered.of(written(match.text, rich=rich))) for match in matches_for(unit)],
        terms=[_term(mentions[0], offered) for mentions in by_term(terms)],
        people=_people(words_of(unit.string.data), names, offered),
        questions=questions_on(unit),
    )


class _Offers:
    def __init__(self) -> None:
        self.numbers = count(1)

    def of(self, text: str) -> Offer:
        number = next(self.numbers)
        return Offer(text, str(number) if number <= MOST_KEYS else "")


def _remarks(unit: Unit, terms: Iterable[TermMention], names: Iterable[NameMention]) -> list[Remark]:
    found = page_findings(unit, unit.draft, terms=terms, names=names) if unit.draft else []
    aside = {row.signature: row for row in unit.dismissals.select_related("by")} if found else {}
    remarks = [_remark(finding, aside) for finding in found]
    return sorted(remarks, key=lambda remark: (not remark.blocks, remark.dismissal is not None))


def _remark(finding: Finding, aside: dict[str, Dismissal]) -> Remark:
    signature = signature_of(finding)
    return Remark(finding.sentence, finding.blocks, signature, aside.get(signature))


def _is_rich(unit: Unit) -> bool:
    templates = TemplateSegment.objects.filter(source=unit.translation.source_id)
    return templates.filter(context=unit.context_id).exists()


def _term(mention: TermMention, offered: _Offers) -> Term:
    preferred = [(offered.of(rendering.text), rendering.note) for rendering in mention.preferred]
    return Term(mention.term, mention.explanation, preferred, mention.forbidden)


def _people(words: str, names: Sequence[NameMention], offered: _Offers) -> list[Person]:
    """Return each way a person is named, once; a person without a name in the language cannot be offered."""
    found = {(name.person, name.words): name for name in reversed(names) if name.form or name.words}
    return [
        Person(words[name.start : name.end], name.form, offered.of(" ".join(name.words) or name.form))
        for name in reversed(found.values())
    ]
