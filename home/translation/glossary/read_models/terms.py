"""Reading the glossary: which of its terms a text contains, and how to translate them."""

from collections import defaultdict
from dataclasses import dataclass

from home.caching.read_models import Numbers, current, memoized_for
from home.translation.choices import Verdict
from home.translation.matching.mentions import Rendering, TermMention
from home.translation.matching.phrases import Match, Matcher
from home.translation.models import GlossaryTerm, GlossaryTranslation

# Generation of the compiled glossary; bumped when a term or a translation is saved or deleted.
GLOSSARY = "glossary"


Renderings = dict[tuple[str, Verdict], tuple[Rendering, ...]]


@dataclass(frozen=True)
class Entry:
    """A term with its renderings."""

    term: str
    explanation: str
    renderings: Renderings


def terms_in(text: str, source: str, target: str, *, known: Numbers | None = None) -> list[TermMention]:
    """Return the terms in a text of language `source` that have a rendering for `target`, in order of place.

    One query per call, none if `known` (what generations_of(request) returned) is given; the glossary is
    read and compiled again only after a change.
    """
    known = current() if known is None else known
    entries, matcher = _compiled(source, generations=known)
    mentions = (_mention(entries[match.key], match, target) for match in matcher.find(text))
    return [mention for mention in mentions if mention.preferred or mention.forbidden]


def _mention(entry: Entry, match: Match, target: str) -> TermMention:
    return TermMention(
        term=entry.term,
        start=match.start,
        end=match.end,
        explanation=entry.explanation,
        preferred=entry.renderings.get((target, Verdict.PREFERRED), ()),
        forbidden=entry.renderings.get((target, Verdict.FORBIDDEN), ()),
    )


@memoized_for(GLOSSARY)
def _compiled(source: str) -> tuple[dict[int, Entry], Matcher]:
    """Return ({primary key: Entry}, Matcher) of one source language."""
    renderings = _renderings(source)
    rows = GlossaryTerm.objects.filter(language=source).values_list("pk", "term", "explanation")
    entries = {pk: Entry(term, explanation, renderings[pk]) for pk, term, explanation in rows}
    return entries, Matcher(((pk, entry.term) for pk, entry in entries.items()), source)


def _renderings(source: str) -> dict[int, Renderings]:
    found: dict[int, Renderings] = defaultdict(lambda: defaultdict(tuple))
    rows = GlossaryTranslation.objects.filter(term__language=source).order_by("sort_order", "pk")
    for term, language, verdict, text, note in rows.values_list(
        "term_id", "language", "verdict", "text", "note"
    ):
        found[term][language, Verdict(verdict)] += (Rendering(text, note),)
    return found
