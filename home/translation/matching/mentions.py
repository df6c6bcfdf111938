"""What was found in a text, as the desks show it and the checks read it. Pure values."""

from dataclasses import dataclass

from home.translation.matching.phrases import Span


@dataclass(frozen=True)
class Rendering:
    """One translation of a term, with the note a coordinator left on it."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class TermMention:
    """A term of the glossary where it stands in a text, and what is agreed on it for one target language."""

    term: str
    start: int
    end: int
    explanation: str = ""
    preferred: tuple[Rendering, ...] = ()
    forbidden: tuple[Rendering, ...] = ()

    @property
    def span(self):
        return Span(self.start, self.end)


@dataclass(frozen=True)
class NameMention:
    """A person where a text names them, and how a translation into the target language says the name.

    `form` is the whole name as the target language writes it (Russian: as in prison papers), "" when no form
    is known; `words` are the words of it that answer what the text said: a surname alone, or a given name.
    """

    person: str  # the provider's key: equal for the same person
    start: int
    end: int
    form: str
    words: tuple[str, ...] = ()

    @property
    def span(self):
        return Span(self.start, self.end)
