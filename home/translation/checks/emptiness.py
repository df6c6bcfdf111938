from django.utils.translation import gettext_lazy as _

from home.translation.checks.base import Check, Level
from home.translation.matching import tokens_of

FEWEST_WORDS = 3  # a name or a figure may rightly stay the same


class Empty(Check):
    id = "empty"
    name = _("Empty")
    sentence = _("There is no translation yet.")
    level = Level.BLOCKS

    def find(self, pair, context):
        is_empty = pair.source.strip() and not pair.target.strip()
        return [self.finding()] if is_empty else []


class Unchanged(Check):
    id = "unchanged"
    name = _("Not translated")
    sentence = _("The translation is the original, word for word.")

    def find(self, pair, context):
        if pair.source_language == pair.target_language:
            return []
        source, target = (
            [token.word for token in tokens_of(text, "")] for text in (pair.source, pair.target)
        )
        words = [word for word in source if word.isalpha()]
        return [self.finding()] if source == target and len(words) >= FEWEST_WORDS else []
