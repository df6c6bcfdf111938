"""Charges and sentences as pages show them."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from prisoner_pages.choices import Instance, Regime
from prisoner_pages.fact_sheet import FactSheet, SentenceLine
from prisoner_pages.public.read_models.fallbacks import Marked, as_stated
from prisoner_pages.public.read_models.lexicon import Lexicon


@dataclass(frozen=True)
class ChargeWords:
    """An article with its title; `joined_*` is the article through which it is applied."""

    title: str
    code: str
    part: str
    joined_title: str
    joined_code: str
    joined_part: str


@dataclass(frozen=True)
class SentenceWords:
    is_verdict: bool  # else a regime is known and nothing of a court's decision
    is_earlier: bool
    years: int | None
    months: int | None
    prison_years: int
    prison_months: int
    regime: Promise | str
    regime_code: str
    instance: Promise | str
    instance_code: str
    court: Marked
    date: date | None
    precision: str


def charges_of(facts: FactSheet, lexicon: Lexicon) -> list[ChargeWords]:
    return [
        ChargeWords(
            title=lexicon.article(line.code, line.part),
            code=line.code,
            part=line.part,
            joined_title=lexicon.article(line.joined_code, line.joined_part) if line.joined_code else "",
            joined_code=line.joined_code,
            joined_part=line.joined_part,
        )
        for line in facts.charges
    ]


def sentences_of(facts: FactSheet, language: str) -> list[SentenceWords]:
    """Return the sentences, the one in force first, and among them a regime of which no sentence is known."""
    newest = next((line for line in reversed(facts.sentences) if _is_verdict(line)), None)
    return [_sentence(line, language, line is not newest) for line in reversed(facts.sentences)]


def _is_verdict(line: SentenceLine) -> bool:
    return any((line.years, line.months, line.prison_months, line.court, line.instance, line.date))


def _sentence(line: SentenceLine, language: str, is_earlier: bool) -> SentenceWords:
    prison_years, prison_months = divmod(line.prison_months or 0, 12)
    return SentenceWords(
        is_verdict=_is_verdict(line),
        is_earlier=is_earlier,
        years=line.years,
        months=line.months,
        prison_years=prison_years,
        prison_months=prison_months,
        regime=Regime(line.regime).label if line.regime else "",
        regime_code=line.regime,
        instance=Instance(line.instance).label if line.instance else "",
        instance_code=line.instance,
        court=as_stated(line.court, language),
        date=line.date,
        precision=line.date_precision,
    )
