import unicodedata
from collections.abc import Container

from django.utils.translation import gettext_lazy as _

from home.translation.matching.phrases import Span
from home.translation.quality.base import Context, Finding, Level, Pair, QualityCheck

LAYOUT = frozenset("\n\t")
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


class Unprintable(QualityCheck):
    id = "unprintable"
    name = _("Characters that cannot be printed")
    sentence = _("These characters cannot be printed: %(characters)s.")
    level = Level.BLOCKS

    def find(self, pair: Pair, context: Context) -> list[Finding]:
        unprintable = {sign for sign in set(pair.target) if not is_printable(sign, context.printable)}
        if not unprintable:
            return []
        places = [place for place, sign in enumerate(pair.target) if sign in unprintable]
        signs = dict.fromkeys(pair.target[place] for place in places)
        return [
            self.finding(
                target=[Span(place, place + 1) for place in places],
                characters=", ".join(map(spoken, signs)),
            )
        ]


def is_printable(sign: str, printable: Container[str] | None) -> bool:
    """Say whether a character can be printed: visible, and in the font if its characters are given."""
    if sign in LAYOUT:
        return True
    if unicodedata.category(sign) in UNSEEN:
        return False
    return printable is None or sign in printable


def spoken(sign: str) -> str:
    """Return the character as a sentence shows it: with its number, or only the number if it is invisible."""
    number = f"U+{ord(sign):04X}"
    return number if unicodedata.category(sign) in UNSEEN else f"{sign} ({number})"
