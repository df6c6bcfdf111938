"""What is looked for: each word of a question, as the index compares it. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

# Slips of the finger that a word of so many letters may have.
SLIPS = ((8, 2), (3, 1))
SHORTEST_WITH_SLIP = 3  # of which a letter may be missing, and nothing else: many are near to a word so short
MOST_LIKE_IT = 30  # words near to one that is looked for


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
    """What may be either is asked for once, in all columns: each part of a question costs by itself."""
    whole, words = (dict.fromkeys(text.strip() for text in texts) for texts in (term.names, term.words))
    anywhere = [f'"{word}"' for word in words if word in whole]
    names = [f'names : "{name}"' for name in whole if name not in words]
    begun = [f'names : "{name}" *' for name in term.names if not name.endswith(" ")]
    told = [f'{{facts story}} : "{word}"' for word in words if word not in whole]
    begins = [f'{{facts story}} : "{term.beginning}" *'] if term.beginning else []
    return [*anywhere, *names, *dict.fromkeys(begun), *told, *begins]


def for_postgresql(terms: Iterable[Term]) -> str:
    """Return the terms as a tsquery, whose weights stand for the columns. Each word is quoted."""
    return " & ".join(f"({' | '.join(_of_tsquery(term))})" for term in terms)


def _of_tsquery(term: Term) -> list[str]:
    names = [f"'{name.strip()}':{'' if name.endswith(' ') else '*'}A" for name in term.names]
    whole = [f"'{name.strip()}':A" for name in term.names]
    words = [f"'{word}':BC" for word in term.words]
    begins = [f"'{term.beginning}':*BC"] if term.beginning else []
    return [*dict.fromkeys([*whole, *names, *words, *begins])]


def shortest_first(words: Iterable[str]) -> list[str]:
    """Return each word once, as `near_words` looks them through."""
    return sorted(set(words), key=lambda word: (len(word), word))


def near_words(word: str, known: Sequence[str]) -> list[str]:
    """Return the known words that differ from this one by a slip or two, the nearest first.

    `known` are `shortest_first`: only what is about as long can be so near.
    """
    length = len(word)
    most = next((slips for shortest, slips in SLIPS if length >= shortest), 0)
    if not most:
        return []
    least = length + 1 if length == SHORTEST_WITH_SLIP else length - most
    about = known[bisect_left(known, least, key=len) : bisect_right(known, length + most, key=len)]
    near = process.extract(word, about, scorer=OSA.distance, score_cutoff=most, limit=MOST_LIKE_IT)
    return [found for found, _distance, _place in near]
