"""What a reader looks for, as the index knows it: names as they sound, words by their stems. Pure."""

from collections.abc import Callable, Collection, Iterable, Sequence

from home.languages.stems import SHORTEST_STEM, beginning_of, is_small, plain, stems_of
from home.search.terms import Term
from prisoner_pages.names import LONGEST_WORD, joined, search_text, search_words
from prisoner_pages.phonetics import sounds, words_of

# So many words of a question are compared with all that are known: each takes some 5 ms at 20,000 people.
MOST_NEAR = 3
Word = tuple[str, tuple[str, ...]]  # as it is written, and how names with it may begin
Near = Callable[[str], Iterable[str]]  # words that may be meant by one that is written so


def terms_of(query: str, language: str) -> list[Term]:
    """Return the terms of a question; words that stand in every text only where there is no other."""
    words = _words_in(query)
    last = words[-1][0] if words and not query[-1:].isspace() else None
    telling = _telling(words, language) or words
    return _said(_term(word, names, language, is_last=word == last) for word, names in telling)


def _words_in(query: str) -> list[Word]:
    return search_words(query.replace("\x00", " "))


def _telling(words: Iterable[Word], language: str) -> list[Word]:
    return [pair for pair in words if not is_small(pair[0], language)]


def _said(terms: Iterable[Term]) -> list[Term]:
    """Leave out words that come to nothing: a soft sign alone has no sound, a mark alone no letter."""
    said = (Term(_some(each.names), _some(each.words), each.beginning.strip()) for each in terms)
    return [each for each in said if each != Term()]


def _some(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(str.strip, texts))


def _term(word: str, names: tuple[str, ...], language: str, *, is_last: bool) -> Term:
    begins = is_last and len(word) >= SHORTEST_STEM
    return Term(
        # The index has no space before a word, as `search_text` has.
        names=(*(name[1:] for name in names), *((word,) if len(word) >= SHORTEST_STEM else ())),
        words=stems_of(word, language),
        beginning=beginning_of(word, language) if begins else "",
    )


def near_terms(query: str, language: str, near: Near) -> list[Term]:
    """Return the terms again, each word with those near to it: as it is written, and as it sounds."""
    telling = _telling(_words_in(query), language)[:MOST_NEAR]
    return _said(_near_term(word, language, near) for word, _names in telling)


def _near_term(word: str, language: str, near: Near) -> Term:
    spellings = dict.fromkeys((word, plain(word), *sounds(word)[:1]))
    meant = dict.fromkeys(found for spelling in spellings for found in near(spelling))
    exact = _term(word, tuple(f" {reading}" for reading in sounds(word)), language, is_last=True)
    return Term(
        names=(*exact.names, *(f"{each} " for each in meant)),
        words=(*exact.words, *meant),
        beginning=exact.beginning,
    )


# --- What the index holds ----------------------------------------------------------------------------
def names_indexed(names: Iterable[str]) -> str:
    """Return every word of these names as it may sound, and as it is written."""
    names = list(names)
    written = {word[:LONGEST_WORD] for name in names for word in words_of(joined(name))}
    return " ".join(sorted({*search_text(names).split(), *written, *map(plain, written)}))


def words_indexed(texts: Iterable[str], language: str) -> str:
    """Return the stems of every word of these texts, once each."""
    words = {word[:LONGEST_WORD] for text in texts for way in (text, joined(text)) for word in words_of(way)}
    return " ".join(sorted({stem for word in words for stem in stems_of(word, language)}))


def is_name_of(term: Term, names: Iterable[str]) -> bool:
    """Say whether one of these names has the word, as it sounds or is written."""
    return is_among(term, names_indexed(names).split())


def is_among(term: Term, words: Collection[str]) -> bool:
    """Say whether one of these words, as `names_indexed` returns them, is or begins as the term says."""
    return any(
        word.startswith(name.strip()) if name[-1] != " " else word == name.strip()
        for name in term.names
        for word in words
    )


def holds(text: str, terms: Sequence[Term], language: str) -> bool:
    """Say whether a text has a word that was looked for."""
    words = set(words_indexed([text], language).split())
    return any(words.intersection(term.words) or _begins(term, words) for term in terms)


def _begins(term: Term, words: Iterable[str]) -> bool:
    return bool(term.beginning) and any(word.startswith(term.beginning) for word in words)
