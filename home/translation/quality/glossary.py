from collections.abc import Collection, Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from home.translation.matching.mentions import Rendering, TermMention
from home.translation.matching.phrases import Match, Matcher, Span
from home.translation.quality.base import Context, Finding, Pair, QualityCheck, listed


class Forbidden(QualityCheck):
    id = "forbidden"
    name = _("Forbidden words")
    sentence = _("“%(word)s” is never said for “%(term)s”. %(note)s")

    def find(self, pair: Pair, context: Context) -> list[Finding]:
        return [
            self.finding(
                source=[mention.span for mention in mentions],
                target=spans,
                term=mentions[0].term,
                word=rendering.text,
                note=rendering.note,
            )
            for mentions in by_term(context.terms)
            for rendering, spans in _forbidden_in(pair, mentions[0])
        ]


class Terms(QualityCheck):
    id = "terms"
    name = _("Words of the glossary")
    sentence = _("The glossary says for “%(term)s”: %(words)s.")

    def find(self, pair: Pair, context: Context) -> list[Finding]:
        return [
            self.finding(
                source=[mention.span for mention in mentions],
                term=mentions[0].term,
                words=listed(rendering.text for rendering in mentions[0].preferred),
            )
            for mentions in by_term(context.terms)
            if mentions[0].preferred and not _found(pair, mentions[0].preferred)
        ]


def by_term(mentions: Iterable[TermMention]) -> Collection[list[TermMention]]:
    """Return the mentions grouped by term, in order of first appearance."""
    terms: dict[str, list[TermMention]] = {}
    for mention in mentions:
        terms.setdefault(mention.term, []).append(mention)
    return terms.values()


def _found(pair: Pair, renderings: Iterable[Rendering]) -> list[Match]:
    phrases = ((rendering, rendering.text) for rendering in renderings)
    return Matcher(phrases, pair.target_language).find(pair.target)


def _forbidden_in(pair: Pair, mention: TermMention) -> Iterator[tuple[Rendering, list[Span]]]:
    """Yield (Rendering, [Span]) of forbidden words in the translation, unless within a preferred phrase."""
    found = _found(pair, [*mention.preferred, *mention.forbidden])
    for rendering in mention.forbidden:
        spans = [match.span for match in found if match.key == rendering]
        if spans:
            yield rendering, spans
