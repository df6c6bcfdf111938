"""Markup inside the strings of pages: links, bold, italics."""

import re

from django.utils.translation import gettext_lazy as _

from home.translation.quality.base import Context, Finding, Level, Pair, QualityCheck, parts_in

LINK = re.compile(r"<a id=\"[^\"<>]*\">")
FORMAT = re.compile(r"<(?!a\b|br\b)\w+>")


class Links(QualityCheck):
    id = "links"
    name = _("Links")
    sentence = _("Links differ from the original. Missing: %(missing)s. Not in the original: %(added)s.")
    level = Level.BLOCKS

    def find(self, pair: Pair, context: Context) -> list[Finding]:
        return self.differing(parts_in(pair.source, LINK), parts_in(pair.target, LINK))


class Formatting(QualityCheck):
    id = "formatting"
    name = _("Bold and italics")
    sentence = _("Bold or italics differ. In the original only: %(missing)s. Here only: %(added)s.")

    def find(self, pair: Pair, context: Context) -> list[Finding]:
        return self.differing(parts_in(pair.source, FORMAT), parts_in(pair.target, FORMAT))
