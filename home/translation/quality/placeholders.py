import re

from django.utils.translation import gettext_lazy as _

from home.translation.quality.base import Context, Finding, Level, Pair, QualityCheck, parts_in

# A tag with its attributes, %(name)s and %s, {name}, a web address, an e-mail address.
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

    def find(self, pair: Pair, context: Context) -> list[Finding]:
        return self.differing(parts_in(pair.source, KEPT), parts_in(pair.target, KEPT))
