"""What a file of the glossary holds."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Said:
    """What to say for a term in another language, or what never to say (`verdict`, a Verdict)."""

    language: str
    verdict: str
    text: str
    note: str = ""


@dataclass
class TermRow:
    """A term with what is agreed on it. What a file leaves blank it does not say."""

    language: str
    term: str
    explanation: str = ""
    subject: str = ""
    source: str = ""
    said: list[Said] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def key(self):
        return self.language, self.term
