"""What tests of single checks share: one check, run on two texts."""

from home.translation.quality.base import Context, Pair
from home.translation.quality.catalogue import CHECKS


def found(check, source, target, languages=("uk", "ru"), **context):
    """Return the findings of the check with this id."""
    return CHECKS[check].find(Pair(source, target, *languages), Context(**context))


def words_at(text, spans):
    return [text[start:end] for start, end in spans]
