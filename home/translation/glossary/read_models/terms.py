"""Reading the glossary: which of its terms a text holds, and what is agreed on them."""

from collections import defaultdict
from dataclasses import dataclass

from home.caching.read_models import current, memoized_for
from home.translation.choices import Verdict
from home.translation.matching.mentions import Rendering, TermMention
from home.translation.matching.phrases import Matcher
from home.translation.models import GlossaryTerm, GlossaryTranslation

# Generation of the compiled glossary; bumped when a term or a translation is saved or deleted.
GLOSSARY = "glossary"


@dataclass(frozen=True)
class Entry:
    """A term with its renderings: {(language, verdict): (Rendering, ...)}."""

    term: str
    explanation: str
    renderings: dict


def terms_in(text, source, target, *, known=None):
    """Return the terms in a text of language `source` on which something is agreed for `target`, by place.

    One query a call, none when `known` (what generations_of(request) returned) is given;
    the glossary is read and compiled anew after a change only.
    """
    known = current() if known is None else known
    entries, matcher = _compiled(source, generations=known)
    mentions = (_mention(entries[match.key], match, target) for match in matcher.find(text))
    return [mention for mention in mentions if mention.preferred or mention.forbidden]


def _mention(entry, match, target):
    return TermMention(
        term=entry.term,
        start=match.start,
        end=match.end,
        explanation=entry.explanation,
        preferred=entry.renderings.get((target, Verdict.PREFERRED), ()),
        forbidden=entry.renderings.get((target, Verdict.FORBIDDEN), ()),
    )


@memoized_for(GLOSSARY)
def _compiled(source):
    """Return ({primary key: Entry}, Matcher) of one source language."""
    renderings = _renderings(source)
    rows = GlossaryTerm.objects.filter(language=source).values_list("pk", "term", "explanation")
    entries = {pk: Entry(term, explanation, renderings[pk]) for pk, term, explanation in rows}
    return entries, Matcher(((pk, entry.term) for pk, entry in entries.items()), source)


def _renderings(source):
    found = defaultdict(lambda: defaultdict(tuple))
    rows = GlossaryTranslation.objects.filter(term__language=source).order_by("sort_order", "pk")
    for term, language, verdict, text, note in rows.values_list(
        "term_id", "language", "verdict", "text", "note"
    ):
        found[term][language, Verdict(verdict)] += (Rendering(text, note),)
    return found
