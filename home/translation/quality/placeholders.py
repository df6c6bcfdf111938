import re

from django.utils.translation import gettext_lazy as _

from home.translation.matching.phrases import Span
from home.translation.quality.base import Level, QualityCheck, beyond, spans, values

# A tag with what it holds, %(name)s and %s, {name}, an address of the web, an e-mail.
KEPT = re.compile(
    r"</?[a-zA-Z][^<>]*>|%\(\w+\)[sd]|%[sd]|\{\w*\}"
    r"|(?:https?://|www\.)[^\s<>\"«»“”]*[^\s<>\"«»“”.,;:!?)]"
    r"|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
)


class Placeholders(QualityCheck):
    id = "placeholders"
    name = _("Links and placeholders")
    sentence = _("Links, tags or placeholders changed. Missing: %(missing)s. Not in the original: %(added)s.")
    level = Level.BLOCKS

    def find(self, pair, context):
        source, target = _kept_in(pair.source), _kept_in(pair.target)
        missing, added = beyond(source, target), beyond(target, source)
        if not missing and not added:
            return []
        return [
            self.finding(
                source=spans(missing), target=spans(added), missing=values(missing), added=values(added)
            )
        ]


def _kept_in(text):
    return [(found[0], Span(*found.span())) for found in KEPT.finditer(text)]
