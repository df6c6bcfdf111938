"""Numbers that others published, each with who counted and when; never added up, never mixed with ours."""

from dataclasses import dataclass

from django.utils.functional import Promise

from home.headless.answers.schemas import Text
from prisoner_pages.choices import Qualifier
from prisoner_pages.models import Figure
from prisoner_pages.public.read_models.fallbacks import of_two


@dataclass(frozen=True)
class FigureLine:
    total: int
    of_them: int | None
    qualifier: Promise | str
    qualifier_code: str
    counted_by: Text | None
    definition: Text | None
    since: bool
    date: str  # YYYY, YYYY-MM or YYYY-MM-DD
    url: str


def figures_about(subject: str, language: str) -> list[FigureLine]:
    """Return the newest figure of each body that counted this subject, the newest first. One query."""
    newest: dict[str, Figure] = {}
    for figure in Figure.objects.about(subject):
        newest.setdefault(figure.counted_by_uk, figure)
    return [line_of(figure, language) for figure in sorted(newest.values(), key=_day, reverse=True)]


def _day(figure: Figure) -> str:
    return figure.date.removeprefix("since ")


def line_of(figure: Figure, language: str) -> FigureLine:
    return FigureLine(
        total=figure.total,
        of_them=figure.of_them,
        qualifier=Qualifier(figure.qualifier).label if figure.qualifier else "",
        qualifier_code=figure.qualifier,
        counted_by=of_two(figure.counted_by_uk, figure.counted_by_en, language),
        definition=of_two(figure.definition_uk, figure.definition_en, language),
        since=figure.date.startswith("since "),
        date=_day(figure),
        url=figure.source_url,
    )
