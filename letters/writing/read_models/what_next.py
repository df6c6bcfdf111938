"""What becomes of a letter and how long each step took others lately: told before and after it is sent.

No promise: a letter that is held, or waits for a translator, takes as long as it takes.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.caching.read_models import Numbers, memoized_for
from home.models import SiteSettings

# Generation of what is kept here; bumped by letters.numbers.actions.
LETTER_WEEKS = "letter-weeks"


class Step(StrEnum):
    READING = "reading"
    TRANSLATING = "translating"
    POSTING = "posting"
    ALL = "all"  # of them together


WORDS = {
    Step.READING: _("A person reads your letter and sees whether it can be sent as it is."),
    Step.TRANSLATING: _(
        "If it is not in Russian, a translator puts it into Russian; wherever we can, another person"
        " compares it with your text."
    ),
    Step.POSTING: _("We print it, put it into an envelope and hand it over."),
}


@dataclass(frozen=True)
class Weeks:
    """From and to; `low` is 0 for what is done within `high`."""

    low: int
    high: int


@dataclass(frozen=True)
class WhatNext:
    """The steps in their order, each with its Weeks; None, and none in `all`, while too few letters went."""

    steps: list[tuple[str | Promise, Weeks | None]]
    all: Weeks | None


def what_next(generations: Numbers) -> WhatNext:
    weeks = _weeks(generations=generations)
    return WhatNext([(words, weeks.get(step)) for step, words in WORDS.items()], weeks.get(Step.ALL))


@memoized_for(LETTER_WEEKS)
def _weeks() -> dict[Step, Weeks]:
    """Return what is noted of each step; takes `generations` besides."""
    noted = SiteSettings.objects.values_list("letter_weeks", flat=True).first() or {}
    return {step: Weeks(*noted[step]) for step in Step if step in noted}
