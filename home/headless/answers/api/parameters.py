"""Parameters that an operation does not know are refused, with the most similar known one."""

from collections.abc import Collection, Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from home.headless.answers.api.problems import Problem, fault

# Every operation takes these: the key of a front end may be in the address, which needs no preflight.
EVERYWHERE = frozenset({"key"})
NEAR = 60  # of 100, as rapidfuzz scores likeness
SHORT = 3  # letters; such a short name is part of many others
UNKNOWN = _("There is no parameter “%(name)s” here.")
NEAREST = _("There is no parameter “%(name)s” here. Did you mean “%(nearest)s”?")
TWICE = _("“%(name)s” stands here more than once. Say it once.")


class Sentence:
    """Words of ours with the visitor's values, formatted in the language of the answer."""

    def __init__(self, words: str | Promise, **values: Any) -> None:
        self.words, self.values = words, values

    def __str__(self) -> str:
        return str(self.words) % self.values


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most similar to this one, as a whole or in part, or "" for none."""
    parted = [each for each in known if min(len(each), len(name)) > SHORT]
    for likeness, names in ((fuzz.ratio, known), (fuzz.WRatio, parted)):
        if found := process.extractOne(name[:100], sorted(names), scorer=likeness, score_cutoff=NEAR):
            return found[0]
    return ""


def refuse_unknown(request: HttpRequest, known: frozenset[str]) -> None:
    """Raise a Problem (400) for parameters that are not among `known`, and for repeated ones."""
    known = known | EVERYWHERE
    errors = [_unknown(name, known) for name in request.GET if name not in known]
    errors += [
        fault(name, Sentence(TWICE, name=name))
        for name, values in request.GET.lists()
        if name in known and len(values) > 1
    ]
    if errors:
        raise Problem(400, errors[0]["message"], errors=errors)


def _unknown(name: str, known: Iterable[str]) -> dict[str, Any]:
    shown = name[:100]
    if found := nearest(name, known):
        return fault(shown, Sentence(NEAREST, name=shown, nearest=found), nearest=found)
    return fault(shown, Sentence(UNKNOWN, name=shown), known=sorted(known))


def chosen_fields(text: str, known: Collection[str], *, default: Iterable[str]) -> frozenset[str]:
    """Return the set of names in `fields=`: a list with commas, `*` for all, `default` for nothing.

    Raises a Problem (400) for a name that is not known.
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        return frozenset(default)
    unknown = [name for name in names if name not in known and name != "*"]
    if unknown:
        raise Problem(
            400, _no_field(unknown[0], known)["message"], errors=[_no_field(n, known) for n in unknown]
        )
    return frozenset(known) if "*" in names else frozenset(names)


NO_FIELD = _("There is no field “%(name)s” here.")
NO_FIELD_BUT = _("There is no field “%(name)s” here. Did you mean “%(nearest)s”?")


def _no_field(name: str, known: Iterable[str]) -> dict[str, Any]:
    shown = name[:100]
    if found := nearest(name, known):
        return fault("fields", Sentence(NO_FIELD_BUT, name=shown, nearest=found), nearest=found)
    return fault("fields", Sentence(NO_FIELD, name=shown), known=sorted(known))


NO_NUMBER = _("“%(value)s” is not possible here: write a whole number from %(lowest)s to %(highest)s.")
LONGEST_NUMBER = 10  # digits; Python refuses to convert some thousands of them


def whole_number(name: str, text: str, *, lowest: int, highest: int, usual: int) -> int:
    """Return the number in a parameter, `usual` for none. Raises a Problem (400)."""
    if not text:
        return usual
    if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER and lowest <= int(text) <= highest:
        return int(text)
    sentence = Sentence(NO_NUMBER, value=text[:50], lowest=lowest, highest=highest)
    raise Problem(400, sentence, errors=[fault(name, sentence)])
