import re
import unicodedata
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from home.translation.matching.phrases import Span
from home.translation.quality.base import QualityCheck, beyond, spans, values

SPACES = "\u00a0\u202f\u2009 "
# Groups of thousands (1 000, 1.000, 1,000), then the rest: 12.11.2026 is three numbers, 3,5 one.
GROUPED = re.compile(rf"\d{{1,3}}(?:[{SPACES}.,'’]\d{{3}})+(?!\d)")
NUMBER = re.compile(rf"{GROUPED.pattern}(?:[.,]\d+)?|(?<!\d[.,])\d+[.,]\d+(?![.,]?\d)|\d+")


class Numbers(QualityCheck):
    id = "numbers"
    name = _("Numbers")
    sentence = _("Numbers differ. In the original only: %(missing)s. In the translation only: %(added)s.")

    def find(self, pair, context):
        source, target = numbers_in(pair.source), numbers_in(pair.target)
        missing, added = beyond(source, target), beyond(target, source)
        if not missing and not added:
            return []
        return [
            self.finding(
                source=spans(missing), target=spans(added), missing=values(missing), added=values(added)
            )
        ]


def numbers_in(text):
    """Return [(number in plain figures, Span)]: 1 000, 1,000 and ١٠٠٠ are one number, 3,5 and 3.5 are one."""
    return [(_plain(found[0]), Span(*found.span())) for found in NUMBER.finditer(text)]


@lru_cache(maxsize=10_000)
def _plain(number):
    number = GROUPED.sub(lambda group: re.sub(r"\D", "", group[0]), number, count=1)
    number = "".join(str(unicodedata.digit(sign, "")) or "." for sign in number)
    return number.lstrip("0") or "0"
