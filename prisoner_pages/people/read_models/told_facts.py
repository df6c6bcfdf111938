"""Facts that are shown as declared, without a place of their own on the page."""

from dataclasses import dataclass

from django.utils.functional import Promise

from prisoner_pages.fact_sheet import FactSheet
from prisoner_pages.facts.read_models.declarations import CAPTIONED, HEEDED
from prisoner_pages.facts.read_models.fact import Fact
from prisoner_pages.models import Prisoner
from prisoner_pages.public.read_models.fallbacks import Marked, as_stated
from prisoner_pages.public.read_models.lexicon import Lexicon


@dataclass(frozen=True)
class ToldFact:
    fact: Fact
    words: list[Promise | str | Marked]


def captioned_facts(prisoner: Prisoner, language: str) -> list[ToldFact]:
    """Return the facts of the record that have a caption and may be told."""
    told = ((fact, fact.told(prisoner)) for fact in CAPTIONED)
    return [
        ToldFact(fact, [value if isinstance(value, Promise) else as_stated(value, language)])
        for fact, value in told
        if value
    ]


def heeded_facts(sheet: FactSheet, lexicon: Lexicon, *, is_held: bool = True) -> list[ToldFact]:
    """Return what a writer must heed; a word missing in the language is given in the next one."""
    facts = (fact for fact in HEEDED if fact.is_told_of(is_held=is_held))
    told = ((fact, lexicon.named(fact.name, getattr(sheet, fact.name))) for fact in facts)
    return [ToldFact(fact, words) for fact, words in told if words]
