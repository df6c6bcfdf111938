"""Words of the interface as a page shows them and sends them back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from home.catalogues.files import plural_count, plural_examples
from home.translation.interface.read_models import Word
from home.translation.matching.search import holds
from home.translation.models import InterfaceProposal

LONGEST_FORM = 5_000  # characters that are looked at
STATES = ("missing", "proposed", "done", "")


@dataclass
class Field:
    """One string on the page: its words now, what is proposed, what was typed, what is wrong."""

    word: Word
    in_source: tuple[str, ...]  # the Ukrainian forms
    proposal: InterfaceProposal | None
    language: str
    typed: list[str] = field(default_factory=list)
    source: str = ""
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        count = plural_count(self.language) if self.word.message.plural else 1
        proposed = self.proposal.texts if self.proposal else []
        self.seen = proposed
        self.typed = [*proposed, *[""] * count][:count]
        self.source = self.proposal.source if self.proposal else ""

    @property
    def numbered(self) -> list[tuple[int, str, str]]:
        """Return [(place, typed, numbers it is for)]; a string without a plural has one, for no numbers."""
        examples = plural_examples(self.language) if self.word.message.plural else [""]
        return [(place, text, examples[place]) for place, text in enumerate(self.typed)]

    def take(self, data: QueryDict) -> bool:
        """Take what a form sent for this string; return whether it says anything new."""
        before = self.typed, self.source
        name, count = self.word.name, len(self.typed)
        self.typed = [data.get(f"form-{name}-{number}", "")[:LONGEST_FORM].strip() for number in range(count)]
        self.source = data.get(f"source-{name}", "")[:LONGEST_FORM].strip()
        self.seen = data.getlist(f"seen-{name}")
        return any(self.typed) and (self.typed, self.source) != before


def read_filters(query: Mapping[str, str]) -> dict[str, str]:
    """Return the filters in the address; invalid ones are ignored."""
    state = query.get("state", "missing")
    return {
        "state": state if state in STATES else "missing",
        "where": "public" if query.get("where") == "public" else "",
        "query": query.get("q", "")[:100].strip(),
    }


def filtered(fields: Iterable[Field], *, state: str, where: str, query: str) -> list[Field]:
    tests: dict[str, Callable[[Field], object]] = {
        "missing": lambda each: not each.word.forms and not each.proposal,
        "proposed": lambda each: each.proposal,
        "done": lambda each: each.word.forms,
        "": lambda each: True,
    }
    return [
        each
        for each in fields
        if tests[state](each) and (not where or each.word.is_public) and holds(_said(each), query)
    ]


def _said(each: Field) -> str:
    return " ".join([each.word.message.words, *each.word.forms, *each.in_source])
