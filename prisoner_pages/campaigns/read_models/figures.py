"""Numbers that others published, each with who counted and when; never added up, never mixed with ours."""

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from home.headless.answers.schemas import Shape, Text
from prisoner_pages.choices import Qualifier
from prisoner_pages.models import Figure
from prisoner_pages.public.read_models.fallbacks import of_two
from prisoner_pages.public.read_models.words import Word, Words


class Published(Shape):
    """A number that somebody published: show it with who counted and when, and never add it to another."""

    total: int
    of_them: int | None = Field(description="Of them Crimean Tatars, where the count is of people.")
    qualifier: Word | None
    counted_by: Text
    definition: Text | None
    date: str = Field(description="As precise as it was published: YYYY, YYYY-MM or YYYY-MM-DD.")
    since: bool = Field(description="True where it counts from that date on.")
    source_url: str | None


def newest_about(subject: str, figures: Iterable[Figure], words: Words) -> list[Published]:
    """Return of these figures the newest of each body that counted this subject, the newest first."""
    newest: dict[str, Figure] = {}
    for figure in figures:
        if figure.subject == subject:
            newest.setdefault(figure.counted_by_uk, figure)
    return [published(figure, words) for figure in sorted(newest.values(), key=_day, reverse=True)]


def every_figure_about(subject: str, words: Words) -> list[Published]:
    """Return all that was published on this subject, the newest first. One query."""
    figures = sorted(Figure.objects.about(subject), key=_day, reverse=True)
    return [published(figure, words) for figure in figures]


def _day(figure: Figure) -> str:
    return figure.date.removeprefix("since ")


def published(figure: Figure, words: Words, kind: type[Any] = Published, **more: Any) -> Any:
    return kind.of(
        total=figure.total,
        of_them=figure.of_them,
        qualifier=words.word(Qualifier(figure.qualifier)) if figure.qualifier else None,
        counted_by=of_two(figure.counted_by_uk, figure.counted_by_en, words.language),
        definition=of_two(figure.definition_uk, figure.definition_en, words.language),
        date=_day(figure),
        since=figure.date.startswith("since "),
        source_url=figure.source_url or None,
        **more,
    )
