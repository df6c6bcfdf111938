"""The initiative's vocabulary, kept beside the code (vocabulary.toml), as terms of the glossary."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from home.caching.read_models import bump
from home.languages.info import TEXT_LANGUAGES
from home.languages.table import declared
from home.translation.choices import Verdict
from home.translation.glossary.read_models.terms import GLOSSARY
from home.translation.models import GlossaryTerm, GlossaryTranslation

VOCABULARY = Path(__file__).with_suffix(".toml")
CODES = [language for language, _name in TEXT_LANGUAGES]


@dataclass(frozen=True)
class Concept:
    subject: str
    source: str
    words: dict[str, list[str]]  # by language, the preferred first
    forbidden: dict[str, list[str]]
    explanation: str = ""
    only_said: tuple[str, ...] = ()


def concepts() -> tuple[list[Concept], dict[str, str]]:
    """Return ([Concept], {key: source in words}) of the file."""
    table = tomllib.loads(VOCABULARY.read_text(encoding="utf-8"))
    return [_concept(row, table["sources"]) for row in table["concept"]], table["sources"]


def _concept(row: Mapping[str, Any], sources: Mapping[str, str]) -> Concept:
    return Concept(
        subject=row["subject"],
        source=sources[row["source"]],
        words={language: row[language] for language in CODES if language in row},
        forbidden=row.get("forbidden", {}),
        explanation=row.get("explanation", ""),
        only_said=tuple(row.get("only_said", ())),
    )


@transaction.atomic
def load_vocabulary() -> int:
    """Add the terms that the glossary lacks, with their translations; return how many.

    A term that exists stays as its coordinators left it, including translations that they removed.
    """
    every, sources = concepts()
    known = set(GlossaryTerm.objects.values_list("language", "term"))
    wanted = {
        (language, word): concept
        for concept in every
        for language, words in concept.words.items()
        if language not in concept.only_said
        for word in words
    }
    missing = {key: concept for key, concept in wanted.items() if key not in known}
    terms = GlossaryTerm.objects.bulk_create(
        _term(language, word, concept, sources) for (language, word), concept in missing.items()
    )
    GlossaryTranslation.objects.bulk_create(
        translation
        for term, concept in zip(terms, missing.values(), strict=True)
        for translation in _translations(term, concept, sources)
    )
    if terms:
        bump(GLOSSARY)  # bulk_create sends no signal
    return len(terms)


def _term(language: str, word: str, concept: Concept, sources: Mapping[str, str]) -> GlossaryTerm:
    return GlossaryTerm(
        language=language,
        term=word,
        explanation=concept.explanation,
        subject=concept.subject,
        source=sources[language] if declared(language).needs_sources else concept.source,
    )


def _translations(
    term: GlossaryTerm, concept: Concept, sources: Mapping[str, str]
) -> Iterator[GlossaryTranslation]:
    pairs = (
        (language, verdict, word)
        for verdict, table in ((Verdict.PREFERRED, concept.words), (Verdict.FORBIDDEN, concept.forbidden))
        for language, words in table.items()
        if language != term.language
        for word in words
    )
    for place, (language, verdict, word) in enumerate(pairs):
        note = sources[language] if declared(language).needs_sources else ""
        yield GlossaryTranslation(
            term=term, language=language, verdict=verdict, text=word, note=note, sort_order=place
        )
