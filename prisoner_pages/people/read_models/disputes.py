"""Where sources contradict the record: what each states."""

from typing import Any

from home.headless.answers.schemas import Shape, Text
from prisoner_pages.choices import Scope
from prisoner_pages.facts.read_models.declarations import FACT_OF
from prisoner_pages.facts.read_models.fact import Rule
from prisoner_pages.importing.prose import reasons_to_hold
from prisoner_pages.models import Prisoner
from prisoner_pages.people.read_models.checked_facts import Known
from prisoner_pages.public.read_models.fallbacks import as_stated
from prisoner_pages.public.read_models.lexicon import Lexicon
from prisoner_pages.public.read_models.words import Word, Words


class Statement(Shape):
    value: Text
    stated_on: str | None
    url: str | None


class Conflict(Shape):
    """A fact of which other sources state something else than the record holds."""

    fact: Word
    statements: list[Statement]


def conflicts_of(prisoner: Any, lexicon: Lexicon, words: Words) -> list[Conflict]:
    """Group contradicting statements by fact, without the facts that the page may not or does not show.

    `with_all_known` has brought the claims along.
    """
    found: dict[str, list[Statement]] = {}
    for claim in prisoner.shown_claims:
        if _claim_shown(claim, prisoner, lexicon):
            statement = Statement.of(
                value=_value(claim, words), stated_on=claim.dated or None, url=claim.url or None
            )
            found.setdefault(claim.name, []).append(statement)
    return [
        Conflict.of(fact=words.coded(field, FACT_OF[field].label), statements=statements)
        for field, statements in found.items()
    ]


def _claim_shown(claim: Known, prisoner: Prisoner, lexicon: Lexicon) -> bool:
    fact = FACT_OF.get(claim.name)
    if fact is None or Rule.DISPUTED not in fact.rules:
        return False
    if not fact.is_told_of(is_held=prisoner.call_to_action.shows_place):
        return False
    needed = Scope.HEALTH if Rule.HEALTH in fact.rules and _tells_health(claim, lexicon) else fact.scope
    return needed is None or needed in prisoner.bases


def _tells_health(claim: Known, lexicon: Lexicon) -> bool:
    return claim.value in lexicon.hospital_names or "health" in reasons_to_hold(claim.value)


def _value(claim: Known, words: Words) -> Text | None:
    in_words = FACT_OF[claim.name].words
    try:
        return words.phrase(in_words(claim.value)) if in_words else as_stated(claim.value, words.language)
    except (KeyError, ValueError):  # a source's own words, not a value of ours
        return as_stated(claim.value, words.language)
