from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from home.translation.matching.mentions import NameMention
from home.translation.matching.phrases import Matcher
from home.translation.quality.base import Context, Finding, Pair, QualityCheck


class Names(QualityCheck):
    id = "names"
    name = _("Names")
    sentence = _("The translation does not name %(name)s; write it so: %(words)s.")

    def find(self, pair: Pair, context: Context) -> list[Finding]:
        # Each word once, and by itself: a name may be part of a longer one.
        words = {word for mention in context.names for word in mention.words}
        said = {word: bool(Matcher([(word, word)], pair.target_language).find(pair.target)) for word in words}
        missing = [mention for mention in context.names if not all(said[word] for word in mention.words)]
        return [self._finding(pair, mentions) for mentions in _by_person(missing)]

    def _finding(self, pair: Pair, mentions: list[NameMention]) -> Finding:
        first = mentions[0]
        return self.finding(
            source=[mention.span for mention in mentions],
            name=pair.source[first.start : first.end],
            words=" ".join(first.words),
        )


def _by_person(mentions: Iterable[NameMention]) -> Collection[list[NameMention]]:
    people: dict[tuple[str, tuple[str, ...]], list[NameMention]] = {}
    for mention in mentions:
        people.setdefault((mention.person, mention.words), []).append(mention)
    return people.values()
