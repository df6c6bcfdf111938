"""Every check there is; a desk runs all of them or those it names."""

from home.translation.quality.characters import Unprintable
from home.translation.quality.emptiness import Empty, Unchanged
from home.translation.quality.glossary import Forbidden, Terms
from home.translation.quality.length import Length
from home.translation.quality.markup import Formatting, Links
from home.translation.quality.names import Names
from home.translation.quality.numbers import Numbers
from home.translation.quality.placeholders import Placeholders
from home.translation.quality.scripts import SourceScript

# What blocks stands before what warns.
CHECKS = {
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
# For strings of pages, which hold marks; the others are given their words alone.
MARKUP_CHECKS = (Links(), Formatting())


def run(pair, context, *, checks=CHECKS):
    """Return what the checks (ids) find; a missing translation is told alone: all else follows from it."""
    empty = CHECKS["empty"].find(pair, context)
    return empty or [
        finding for check in CHECKS.values() if check.id in checks for finding in check.find(pair, context)
    ]
