"""Every check there is; a desk runs all of them or those it names."""

from home.translation.checks.characters import Unprintable
from home.translation.checks.emptiness import Empty, Unchanged
from home.translation.checks.glossary import Forbidden, Terms
from home.translation.checks.length import Length
from home.translation.checks.markup import Formatting, Links
from home.translation.checks.names import Names
from home.translation.checks.numbers import Numbers
from home.translation.checks.placeholders import Placeholders
from home.translation.checks.scripts import SourceScript

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
