"""What is looked for: each word of a question, as the index compares it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """One word: found where any of this stands.

    `names` are ways in which a name may begin, or, with a space behind, be; `words` stand in any column;
    `beginning` is how a word may begin that is not typed to its end, "" for none.
    """

    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    beginning: str = ""


def for_sqlite(terms: Iterable[Term]) -> str:
    """Return the terms as a question to FTS5. Each word is quoted, so none of them is an operator."""
    return " AND ".join(f"({' OR '.join(_of_fts5(term))})" for term in terms)


def _of_fts5(term: Term) -> list[str]:
    names = [f'names : "{name.strip()}"{"" if name.endswith(" ") else " *"}' for name in term.names]
    whole = [f'names : "{name}"' for name in dict.fromkeys(name.strip() for name in term.names)]
    words = [f'{{facts story}} : "{word}"' for word in term.words]
    begins = [f'{{facts story}} : "{term.beginning}" *'] if term.beginning else []
    return [*dict.fromkeys([*whole, *names, *words, *begins])]


def for_postgresql(terms: Iterable[Term]) -> str:
    """Return the terms as a tsquery, whose weights stand for the columns. Each word is quoted."""
    return " & ".join(f"({' | '.join(_of_tsquery(term))})" for term in terms)


def _of_tsquery(term: Term) -> list[str]:
    names = [f"'{name.strip()}':{'' if name.endswith(' ') else '*'}A" for name in term.names]
    whole = [f"'{name.strip()}':A" for name in term.names]
    words = [f"'{word}':BC" for word in term.words]
    begins = [f"'{term.beginning}':*BC"] if term.beginning else []
    return [*dict.fromkeys([*whole, *names, *words, *begins])]
