"""Looking over a translation: gathers what the checks need, and runs them."""

import json

from home.translation.core.read_models.sources import original_of
from home.translation.glossary.read_models.terms import terms_in
from home.translation.matching.name_providers import names_in
from home.translation.quality.base import Context, Pair
from home.translation.quality.catalogue import CHECKS, MARKUP_CHECKS, run
from home.translation.text.markup import words_of


def findings(source, target, *, languages, checks=CHECKS, beside=(), printable=None, longest=None):
    """Return what is wrong with a translation, what blocks first.

    `languages` are those of source and target, `checks` the ids of those to run; `beside` is for `names_in`,
    `printable` and `longest` are for Context.
    """
    source_language, target_language = languages
    context = Context(
        terms=tuple(terms_in(source, source_language, target_language)),
        names=tuple(names_in(source, source_language, target_language, beside=beside)),
        printable=printable,
        longest=longest,
    )
    return run(Pair(source, target, source_language, target_language), context, checks=checks)


def languages_of(unit):
    translation = unit.translation
    return translation.source.locale.language_code, translation.target_locale.language_code


def terms_and_names(unit, *, known=None):
    """Return the TermMentions and NameMentions in the words of a unit's original; `known` as in terms_in."""
    words, languages = words_of(unit.string.data), languages_of(unit)
    beside = [original_of(unit.translation.source)]
    return tuple(terms_in(words, *languages, known=known)), tuple(names_in(words, *languages, beside=beside))


def page_findings(unit, text, *, terms=(), names=()):
    """Return what is wrong with `text` as the translation of a unit, what blocks first.

    `terms` and `names` are the mentions in `words_of` the original; without them nothing is asked of the
    database beyond the unit, its texts and its translation.
    """
    source = unit.string.data
    context = Context(terms=tuple(terms), names=tuple(names), longest=longest_of(unit))
    words = run(Pair(words_of(source), words_of(text), *languages_of(unit)), context)
    if not text.strip():
        return words
    marks = [found for check in MARKUP_CHECKS for found in check.find(Pair(source, text, "", ""), context)]
    return sorted([*marks, *words], key=lambda finding: not finding.blocks)


def blocking(unit, text):
    """Return what forbids to approve `text`."""
    return [finding for finding in page_findings(unit, text) if finding.blocks]


def longest_of(unit):
    """Return how many characters fit into the field of a string; None for any number."""
    model = unit.translation.source.specific_content_type.model_class()
    name, *rest = unit.context.field_path.split(".")
    field = model._meta.get_field(name)
    if field.one_to_many and rest:
        field, rest = field.related_model._meta.get_field(rest[0]), rest[1:]
    return None if rest else getattr(field, "max_length", None)


def signature_of(finding):
    """Return Finding.signature as it is kept and sent."""
    return json.dumps(finding.signature, ensure_ascii=False)
