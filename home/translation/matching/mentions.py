"""What was found in a text, for the desks to show and the checks to use. Pure values."""

from dataclasses import dataclass

from home.translation.matching.phrases import Span


@dataclass(frozen=True)
class Rendering:
    """One translation of a term, with the note a coordinator left on it."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class TermMention:
    """A term of the glossary in a text, with its renderings in one target language."""

    term: str
    start: int
    end: int
    explanation: str = ""
    preferred: tuple[Rendering, ...] = ()
    forbidden: tuple[Rendering, ...] = ()

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True)
class NameMention:
    """A person named in a text, and how a translation into the target language writes the name.

    `form` is the full name as the target language writes it (Russian: as in prison papers), "" if unknown;
    `words` are those of its words that correspond to the text: only a surname, or a given name.
    """

    person: str  # the provider's key: equal for the same person
    start: int
    end: int
    form: str
    words: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)
