from django.utils.translation import gettext_lazy as _

from home.translation.matching.phrases import Span
from home.translation.quality.base import Context, Finding, Level, Pair, QualityCheck


class Length(QualityCheck):
    id = "length"
    name = _("Length")
    sentence = _("The translation has %(count)s characters; at most %(longest)s fit.")
    level = Level.BLOCKS

    def find(self, pair: Pair, context: Context) -> list[Finding]:
        count, longest = len(pair.target), context.longest
        if longest is None or count <= longest:
            return []
        return [self.finding(target=[Span(longest, count)], count=count, longest=longest)]
