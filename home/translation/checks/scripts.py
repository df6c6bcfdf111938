import re

from django.utils.translation import gettext_lazy as _

from home.languages import ALPHABETS, lower, script_of, scripts_in
from home.translation.checks.base import Check, listed
from home.translation.matching import MARKS, Matcher, Span, fold

LETTERS = re.compile(rf"[^\W\d_][{MARKS}]*(?:['’ʼ-]?[^\W\d_][{MARKS}]*)*")
ADDRESS = re.compile(r"\S{1,64}@\S+|\w{1,10}://\S+|www\.\S+")
ROMAN = re.compile(r"[IVXLCDM]+")
# A title in quotation marks may stay as it is: a book, a song, a ship. More words are a passage.
QUOTED = re.compile(r"«([^«»]{1,60})»|“([^“”]{1,60})”|„([^„“”]{1,60})[“”]|\"([^\"]{1,60})\"")
LONGEST_TITLE = 4  # words


class SourceScript(Check):
    id = "script"
    name = _("Letters of the original")
    sentence = _("Words stand in letters of another language: %(words)s.")

    def find(self, pair, context):
        if pair.source_language == pair.target_language:
            return []
        allowed = _allowed(pair, context)
        words = [
            (found[0], Span(*found.span()))
            for found in LETTERS.finditer(pair.target)
            if is_foreign(found[0], pair) and not _lies_in(found.span(), allowed)
        ]
        if not words:
            return []
        return [
            self.finding(target=[span for _word, span in words], words=listed(word for word, _span in words))
        ]


def is_foreign(word, pair):
    """Say whether a word has a letter of another script, or of the original's alphabet and not of ours."""
    others = scripts_in(word) - {script_of(pair.target_language)}
    if others:
        return not ROMAN.fullmatch(word)
    neighbours = set(ALPHABETS.get(pair.source_language, ())) - set(ALPHABETS.get(pair.target_language, ()))
    if script_of(pair.source_language) != script_of(pair.target_language):
        neighbours = set()
    return bool(neighbours & set(lower(fold_marks(word), pair.source_language)))


def fold_marks(word):
    return fold(word, "") if any("\u0300" <= letter <= "\u036f" for letter in word) else word


def _allowed(pair, context):
    """Return where foreign letters may stand: addresses, short titles, what glossary and names prescribe."""
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


def _lies_in(span, allowed):
    return any(start <= span[0] and span[1] <= end for start, end in allowed)
