"""Marks inside the strings of pages: links, bold, italics."""

import re

from django.utils.translation import gettext_lazy as _

from home.translation.quality.base import Level, QualityCheck, beyond, values

LINK = re.compile(r"<a id=\"[^\"<>]*\">")
FORMAT = re.compile(r"<(?!a\b|br\b)\w+>")


class Links(QualityCheck):
    id = "links"
    name = _("Links")
    sentence = _("Links differ from the original. Missing: %(missing)s. Not in the original: %(added)s.")
    level = Level.BLOCKS

    def find(self, pair, context):
        return _differing(self, pair, LINK)


class Formatting(QualityCheck):
    id = "formatting"
    name = _("Bold and italics")
    sentence = _("Bold or italics differ. In the original only: %(missing)s. Here only: %(added)s.")

    def find(self, pair, context):
        return _differing(self, pair, FORMAT)


def _differing(check, pair, mark):
    source, target = ([(found, None) for found in mark.findall(text)] for text in (pair.source, pair.target))
    missing, added = beyond(source, target), beyond(target, source)
    if not missing and not added:
        return []
    return [check.finding(missing=values(missing), added=values(added))]
