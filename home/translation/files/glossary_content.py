"""What a file of the glossary contains."""

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
    """A term with its translations. What a file leaves blank stays unchanged."""

    language: str
    term: str
    explanation: str = ""
    subject: str = ""
    source: str = ""
    said: list[Said] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        return self.language, self.term
