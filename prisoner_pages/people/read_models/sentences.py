"""Charges and sentences as they are told."""

from collections.abc import Callable
from typing import Any

from pydantic import Field

from home.headless.answers.schemas import Shape, Text
from prisoner_pages.choices import Instance, Regime
from prisoner_pages.fact_sheet import FactSheet, SentenceLine
from prisoner_pages.public.read_models.fallbacks import as_stated
from prisoner_pages.public.read_models.words import Day, Word, Words, day_of

Title = Callable[[str, str], Text | None]  # of an article, by its code and part


class Sentence(Shape):
    """The newest first: that one is in force. One of which all but the regime is null is no verdict."""

    years: int | None
    months: int | None
    prison_years: int = Field(description="Of these in a prison, with the months below.")
    prison_months: int
    regime: Word | None
    instance: Word | None
    court: Text | None
    date: Day | None

    @property
    def is_verdict(self) -> bool:
        """Say whether more than a regime is known of it."""
        term = (self.years, self.months, self.prison_years, self.prison_months)
        return any((*term, self.court, self.instance, self.date))


class Article(Shape):
    code: str
    part: str
    title: Text | None


class Charge(Article):
    """What Russia alleges: put its title in quotation marks, last; an article without one quotes nobody.

    `through` is the article that applies it.
    """

    through: Article | None


def charges_of(facts: FactSheet, title: Title) -> list[Charge]:
    def article(code: str, part: str, kind: type[Article] = Article, **more: Any) -> Any:
        return kind.of(code=code, part=part, title=title(code, part), **more)

    def through(code: str, part: str) -> Article | None:
        return article(code, part) if code else None

    return [
        article(line.code, line.part, Charge, through=through(line.joined_code, line.joined_part))
        for line in facts.charges
    ]


def sentences_of(facts: FactSheet, words: Words) -> list[Sentence]:
    """Return the sentences, the one in force first, and among them a regime of which no sentence is known."""
    return [_sentence(line, words) for line in reversed(facts.sentences)]


def _sentence(line: SentenceLine, words: Words) -> Sentence:
    prison_years, prison_months = divmod(line.prison_months or 0, 12)
    return Sentence.of(
        years=line.years,
        months=line.months,
        prison_years=prison_years,
        prison_months=prison_months,
        regime=words.word(Regime(line.regime)) if line.regime else None,
        instance=words.word(Instance(line.instance)) if line.instance else None,
        court=as_stated(line.court, words.language),
        date=day_of(line.date, line.date_precision),
    )
