"""An answer's values as cells of a table: what a person would read, on one line."""

from collections.abc import Callable, Iterable
from typing import Any

from home.headless.answers.schemas import Text
from prisoner_pages.api.schemas.reference import Mail, Point
from prisoner_pages.campaigns.read_models.telling import PageLink, PeopleLink
from prisoner_pages.campaigns.read_models.told_pages import CountedLetters, TakingPart
from prisoner_pages.people.read_models.person import CampaignLink, PartnerLink, Place, Source
from prisoner_pages.people.read_models.sentences import Article, Sentence
from prisoner_pages.public.read_models.words import Day, Word

BETWEEN = "; "


class Cells:
    """Makes cells in one language; a text in another says which."""

    def __init__(self, language: str) -> None:
        self.language = language

    def row(self, item: object, fields: Iterable[str]) -> list[Any]:
        return [self.cell(getattr(item, field, None)) for field in fields]

    def cell(self, value: Any) -> Any:
        if value is None or isinstance(value, str | int | float):
            return "" if value is None else value
        if isinstance(value, list):
            return BETWEEN.join(str(self.cell(each)) for each in value)
        if isinstance(value, Text):
            return value.text if value.lang == self.language else f"{value.text} [{value.lang}]"
        make = next((CELL_MAKERS[kind] for kind in type(value).__mro__ if kind in CELL_MAKERS), None)
        return make(value, self) if make else str(value)


def _sentence(line: Sentence, cells: Cells) -> str:
    return f"{line.years or 0}/{line.months or 0} {cells.cell(line.regime)}".strip()


def _article(line: Article, cells: Cells) -> str:
    """Return a charge as it must be shown: the article, its title in quotation marks."""
    title = cells.cell(line.title)
    return f"{line.code} {line.part}".strip() + (f" “{title}”" if title else "")


CELL_MAKERS: dict[type, Callable[[Any, Cells], Any]] = {
    Word: lambda word, cells: cells.cell(word.label),
    Day: lambda day, cells: day.date,
    Place: lambda place, cells: cells.cell(place.name),
    Sentence: _sentence,
    Article: _article,
    PartnerLink: lambda link, cells: cells.cell(link.name),
    CampaignLink: lambda link, cells: cells.cell(Text(text=link.title, lang=link.lang)),
    Source: lambda source, cells: source.url or cells.cell(source.title),
    PageLink: lambda link, cells: cells.cell(link.title),
    TakingPart: lambda part, cells: f"{cells.cell(part.name)} ({cells.cell(part.role)})",
    CountedLetters: lambda letters, cells: letters.total,
    PeopleLink: lambda people, cells: people.total,
    Mail: lambda mail, cells: cells.cell(mail.status),
    Point: lambda point, cells: f"{point.latitude}, {point.longitude}",
}
