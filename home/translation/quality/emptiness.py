from itertools import zip_longest

from django.utils.translation import gettext_lazy as _

from home.translation.matching.phrases import words_in
from home.translation.quality.base import Context, Finding, Level, Pair, QualityCheck

FEWEST_WORDS = 3  # a name or a number may rightly stay the same


class Empty(QualityCheck):
    id = "empty"
    name = _("Empty")
    sentence = _("There is no translation yet.")
    level = Level.BLOCKS

    def find(self, pair: Pair, context: Context) -> list[Finding]:
        is_empty = pair.source.strip() and not pair.target.strip()
        return [self.finding()] if is_empty else []


class Unchanged(QualityCheck):
    id = "unchanged"
    name = _("Not translated")
    sentence = _("The translation is the original, word for word.")

    def find(self, pair: Pair, context: Context) -> list[Finding]:
        if pair.source_language == pair.target_language:
            return []
        count = 0
        for word, other in zip_longest(words_in(pair.source, ""), words_in(pair.target, "")):
            if word != other:
                return []
            count += word.isalpha()
        return [self.finding()] if count >= FEWEST_WORDS else []
