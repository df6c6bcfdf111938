import re
import unicodedata
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from home.translation.matching.phrases import Span
from home.translation.quality.base import Context, Finding, Pair, QualityCheck

SPACES = "\u00a0\u202f\u2009 "
# Groups of thousands (1 000, 1.000, 1,000), then the rest: 12.11.2026 is three numbers, 3,5 one.
GROUPED = re.compile(rf"\d{{1,3}}(?:[{SPACES}.,'’]\d{{3}})+(?!\d)")
NUMBER = re.compile(rf"{GROUPED.pattern}(?:[.,]\d+)?|(?<!\d[.,])\d+[.,]\d+(?![.,]?\d)|\d+")


class Numbers(QualityCheck):
    id = "numbers"
    name = _("Numbers")
    sentence = _("Numbers differ. In the original only: %(missing)s. In the translation only: %(added)s.")

    def find(self, pair: Pair, context: Context) -> list[Finding]:
        return self.differing(numbers_in(pair.source), numbers_in(pair.target))


def numbers_in(text: str) -> list[tuple[str, Span]]:
    """Return [(number in plain digits, Span)]: 1 000, 1,000 and ١٠٠٠ are equal, and so are 3,5 and 3.5."""
    return [(_plain(found[0]), Span(*found.span())) for found in NUMBER.finditer(text)]


@lru_cache(maxsize=10_000)
def _plain(number: str) -> str:
    number = GROUPED.sub(lambda group: re.sub(r"\D", "", group[0]), number, count=1)
    number = "".join(str(unicodedata.digit(sign, "")) or "." for sign in number)
    return number.lstrip("0") or "0"
