"""Checking a translation: collects what the checks need, and runs them."""

import json
from collections.abc import Container, Iterable
from typing import Any

from home.translation.core.read_models.sources import original_of
from home.translation.glossary.read_models.terms import terms_in
from home.translation.matching.mentions import NameMention, TermMention
from home.translation.matching.name_providers import names_in
from home.translation.models import Unit
from home.translation.quality.base import Context, Finding, Pair
from home.translation.quality.catalogue import CHECKS, MARKUP_CHECKS, run
from home.translation.text.markup import words_of
from home.translation.translatables import model_of


def findings(
    source: str,
    target: str,
    *,
    languages: tuple[str, str],
    checks: Container[str] = CHECKS,
    beside: Iterable[Any] = (),
    printable: Any = None,
    longest: int | None = None,
) -> list[Finding]:
    """Return what is wrong with a translation, blocking findings first.

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


def languages_of(unit: Unit) -> tuple[str, str]:
    translation = unit.translation
    return translation.source.locale.language_code, translation.target_locale.language_code


def terms_and_names(
    unit: Unit, *, known: Any = None
) -> tuple[tuple[TermMention, ...], tuple[NameMention, ...]]:
    """Return the TermMentions and NameMentions in the words of a unit's original; `known` as in terms_in."""
    words, languages = words_of(unit.string.data), languages_of(unit)
    beside = [original_of(unit.translation.source)]
    return tuple(terms_in(words, *languages, known=known)), tuple(names_in(words, *languages, beside=beside))


def page_findings(
    unit: Unit, text: str, *, terms: Iterable[TermMention] = (), names: Iterable[NameMention] = ()
) -> list[Finding]:
    """Return what is wrong with `text` as the translation of a unit, blocking findings first.

    `terms` and `names` are the mentions in `words_of` the original; without them the database is asked for
    nothing but the unit, its texts and its translation.
    """
    source = unit.string.data
    context = Context(terms=tuple(terms), names=tuple(names), longest=longest_of(unit))
    words = run(Pair(words_of(source), words_of(text), *languages_of(unit)), context)
    if not text.strip():
        return words
    marks = [found for check in MARKUP_CHECKS for found in check.find(Pair(source, text, "", ""), context)]
    return sorted([*marks, *words], key=lambda finding: not finding.blocks)


def blocking(unit: Unit, text: str) -> list[Finding]:
    """Return the findings that forbid approving `text`."""
    return [finding for finding in page_findings(unit, text) if finding.blocks]


def longest_of(unit: Unit) -> int | None:
    """Return how many characters fit into the field of a string; None for any number."""
    model = model_of(unit.translation.source.specific_content_type)
    name, *rest = unit.context.field_path.split(".")
    field = model._meta.get_field(name)
    if field.one_to_many and rest:
        field, rest = field.related_model._meta.get_field(rest[0]), rest[1:]
    return None if rest else getattr(field, "max_length", None)


def signature_of(finding: Finding) -> str:
    """Return Finding.signature as it is stored and sent."""
    return json.dumps(finding.signature, ensure_ascii=False)
