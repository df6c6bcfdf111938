import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate, islice

from django.utils.translation import gettext_lazy as _

from home.languages.info import alphabet_of, lower, script_of, scripts_in
from home.translation.matching.phrases import MARKS, Matcher, Span, fold
from home.translation.quality.base import Context, Finding, Pair, QualityCheck, listed

LETTERS = re.compile(rf"[^\W\d_][{MARKS}]*(?:['’ʼ-]?[^\W\d_][{MARKS}]*)*")
ADDRESS = re.compile(r"\S{1,64}@\S+|\w{1,10}://\S+|www\.\S+")
ROMAN = re.compile(r"[IVXLCDM]+")
# A title in quotation marks may stay: a book, a song, a ship. More words are a passage.
QUOTED = re.compile(r"«([^«»]{1,60})»|“([^“”]{1,60})”|„([^„“”]{1,60})[“”]|\"([^\"]{1,60})\"")
LONGEST_TITLE = 4  # words
MOST_WORDS = 500  # that are listed; more of them are a text in the other language


class SourceScript(QualityCheck):
    id = "script"
    name = _("Letters of the original")
    sentence = _("Words stand in letters of another language: %(words)s.")

    def find(self, pair: Pair, context: Context) -> list[Finding]:
        if pair.source_language == pair.target_language or not _may_be_foreign(pair):
            return []
        allowed = Allowed(_allowed(pair, context))
        found = (
            (found[0], Span(*found.span()))
            for found in LETTERS.finditer(pair.target)
            if is_foreign(found[0], pair) and not allowed.hold(*found.span())
        )
        words = list(islice(found, MOST_WORDS))
        if not words:
            return []
        return [
            self.finding(target=[span for _word, span in words], words=listed(word for word, _span in words))
        ]


def _may_be_foreign(pair: Pair) -> bool:
    """Say whether a closer look is needed: for most texts, a look at the set of their letters is enough."""
    is_other_script = bool(scripts_in(pair.target) - {script_of(pair.target_language)})
    return is_other_script or bool(_neighbours(pair.source_language, pair.target_language))


def is_foreign(word: str, pair: Pair) -> bool:
    """Say whether a word has a letter of another script, or one that only the original's alphabet has."""
    others = scripts_in(word) - {script_of(pair.target_language)}
    if others:
        return not ROMAN.fullmatch(word)
    neighbours = _neighbours(pair.source_language, pair.target_language)
    return bool(neighbours) and bool(neighbours & set(lower(fold_marks(word), pair.source_language)))


@lru_cache(maxsize=200)
def _neighbours(source_language: str, target_language: str) -> frozenset[str]:
    """Return the letters that only the original's alphabet has, if both use the same script."""
    if script_of(source_language) != script_of(target_language):
        return frozenset()
    return frozenset(alphabet_of(source_language)) - frozenset(alphabet_of(target_language))


def fold_marks(word: str) -> str:
    return fold(word, "") if any("\u0300" <= letter <= "\u036f" for letter in word) else word


def _allowed(pair: Pair, context: Context) -> list[tuple[int, int]]:
    """Return where foreign letters are allowed: addresses, short titles, words of glossary and names."""
    spans = [found.span() for found in ADDRESS.finditer(pair.target)]
    spans += [
        found.span()
        for found in QUOTED.finditer(pair.target)
        if len(next(filter(None, found.groups())).split()) <= LONGEST_TITLE
    ]
    prescribed = [rendering.text for term in context.terms for rendering in term.preferred]
    prescribed += [word for mention in context.names for word in mention.words]
    matcher = Matcher(((phrase, phrase) for phrase in prescribed), pair.target_language)
    return spans + [match.span for match in matcher.find(pair.target)]


class Allowed:
    """Places in a text, with quick lookup however many there are."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        spans = sorted(spans)
        self._starts = [start for start, _end in spans]
        # How far the places that begin here or before reach.
        self._reach = list(accumulate((end for _start, end in spans), max))

    def hold(self, start: int, end: int) -> bool:
        """Say whether [start, end) lies within one of the places."""
        before = bisect_right(self._starts, start)
        return bool(before) and end <= self._reach[before - 1]
