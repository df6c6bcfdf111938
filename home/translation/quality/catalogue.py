"""All checks; a desk runs all of them or those it names."""

from collections.abc import Container

from home.translation.quality.base import Context, Finding, Pair, QualityCheck
from home.translation.quality.characters import Unprintable
from home.translation.quality.emptiness import Empty, Unchanged
from home.translation.quality.glossary import Forbidden, Terms
from home.translation.quality.length import Length
from home.translation.quality.markup import Formatting, Links
from home.translation.quality.names import Names
from home.translation.quality.numbers import Numbers
from home.translation.quality.placeholders import Placeholders
from home.translation.quality.scripts import SourceScript

# Blocking checks come before warnings.
CHECKS: dict[str, QualityCheck] = {
    check.id: check
    for check in (
        Empty(),
        Placeholders(),
        Unprintable(),
        Length(),
        Numbers(),
        Names(),
        Forbidden(),
        Terms(),
        SourceScript(),
        Unchanged(),
    )
}
# For strings of pages, which contain markup; the others get plain words.
MARKUP_CHECKS = (Links(), Formatting())


def run(pair: Pair, context: Context, *, checks: Container[str] = CHECKS) -> list[Finding]:
    """Return what the checks (ids) find; for an empty translation only that."""
    empty = CHECKS["empty"].find(pair, context)
    return empty or [
        finding for check in CHECKS.values() if check.id in checks for finding in check.find(pair, context)
    ]
