"""Parameters that an operation does not know are refused with the nearest one it does know."""

from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from home.headless.answers.api.problems import Problem, fault

# Every operation takes these: the key of a front end may stand in the address, where no preflight is needed.
EVERYWHERE = frozenset({"key"})
NEAR = 60  # of 100, as rapidfuzz scores likeness
SHORT = 3  # letters; a name as short as that is part of many others
UNKNOWN = _("There is no parameter “%(name)s” here.")
NEAREST = _("There is no parameter “%(name)s” here. Did you mean “%(nearest)s”?")
TWICE = _("“%(name)s” stands here more than once. Say it once.")


class Sentence:
    """Words of ours with values of the visitor, put together in the language of the answer."""

    def __init__(self, words, **values):
        self.words, self.values = words, values

    def __str__(self):
        return str(self.words) % self.values


def nearest(name, known):
    """Return the known name that is most like this one, as a whole or in part, or "" when none is."""
    parted = [each for each in known if min(len(each), len(name)) > SHORT]
    for likeness, names in ((fuzz.ratio, known), (fuzz.WRatio, parted)):
        if found := process.extractOne(name[:100], sorted(names), scorer=likeness, score_cutoff=NEAR):
            return found[0]
    return ""


def refuse_unknown(request, known):
    """Raise a Problem (400) for each parameter that is not among `known`, and for one that stands twice."""
    known = known | EVERYWHERE
    errors = [_unknown(name, known) for name in request.GET if name not in known]
    errors += [
        fault(name, Sentence(TWICE, name=name))
        for name, values in request.GET.lists()
        if name in known and len(values) > 1
    ]
    if errors:
        raise Problem(400, errors[0]["message"], errors=errors)


def _unknown(name, known):
    shown = name[:100]
    if found := nearest(name, known):
        return fault(shown, Sentence(NEAREST, name=shown, nearest=found), nearest=found)
    return fault(shown, Sentence(UNKNOWN, name=shown), known=sorted(known))


def chosen_fields(text, known, *, default):
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


def _no_field(name, known):
    shown = name[:100]
    if found := nearest(name, known):
        return fault("fields", Sentence(NO_FIELD_BUT, name=shown, nearest=found), nearest=found)
    return fault("fields", Sentence(NO_FIELD, name=shown), known=sorted(known))


NO_NUMBER = _("“%(value)s” is not possible here: write a whole number from %(lowest)s to %(highest)s.")
LONGEST_NUMBER = 10  # digits; Python itself refuses to read some thousands of them


def whole_number(name, text, *, lowest, highest, usual):
    """Return the number in a parameter, `usual` for none. Raises a Problem (400)."""
    if not text:
        return usual
    if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER and lowest <= int(text) <= highest:
        return int(text)
    sentence = Sentence(NO_NUMBER, value=text[:50], lowest=lowest, highest=highest)
    raise Problem(400, sentence, errors=[fault(name, sentence)])
