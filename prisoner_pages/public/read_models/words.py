"""Words of the site, each with its language; values of fixed lists; dates as precise as they are known."""

import datetime
from html import unescape
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from pydantic import Field

from home.headless.answers.schemas import Shape, Text
from home.templatetags.interface import MARKED, language_by_script, language_of
from prisoner_pages.choices import DatePrecision

DATE_CHARS: dict[str, int] = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}


class Word(Shape):
    """A value from a fixed list: `code` for machines, the same for ever, `label` for people."""

    code: str
    label: Text


class Day(Shape):
    """A date as precise as it is known: `2020`, `2020-03` or `2020-03-15`."""

    date: str = Field(examples=["2020-03"])
    precision: str = Field(description="day, month, year; before or after: this day is only a bound.")

    @property
    def first(self) -> datetime.date:
        """The first day that it can be."""
        return datetime.date.fromisoformat(f"{self.date}-01-01"[:10])


class Words:
    """Makes Text in one language; use it while that language is active."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._labels: dict[int, tuple[Promise | str, Text]] = {}
        self._coded: dict[tuple[str, int], Word] = {}

    def text(self, words: Any) -> Text | None:
        """Return a Text of a name, which may say its language itself; None for nothing."""
        shown = str(words) if words is not None else ""
        return self.in_language(shown, getattr(words, "language", "") or self.language)

    def in_language(self, text: str, language: str) -> Text | None:
        """Return a Text that is known to be in this language; None for nothing."""
        return Text.of(text=text, lang=language) if text else None

    def told(self, text: str, language: str) -> Text | None:
        """Return a Text of a page in this language, which may be Ukrainian still; None for nothing."""
        return self.in_language(text, language_by_script(text, language) or language)

    def phrase(self, html: str) -> Text | None:
        """Return a Text of what `{% t %}` prints, whose marks are markup; of several such, put together."""
        if not hasattr(html, "__html__"):
            return self.text(html)
        plain, found = unescape(MARKED.sub(r"\2", html)), MARKED.search(html)
        if not found:
            return self.text(plain)
        return Text.of(text=plain, lang=found[1], html=mark_safe(html))  # noqa: S308

    def label(self, label: Promise | str) -> Text:
        """Return a Text of interface words, in the language they are shown in."""
        if id(label) not in self._labels:
            language = language_of(label) or self.language
            # With the label itself: an id is unique only while the object exists.
            self._labels[id(label)] = label, Text.of(text=str(label), lang=language)
        return self._labels[id(label)][1]

    def either(self, words: Any) -> Text | None:
        """Return a Text of interface words or of a name; None for nothing."""
        return self.label(words) if isinstance(words, Promise) else self.text(words)

    def word(self, choice: Any) -> Word:
        return self.coded(choice.value, choice.label)

    def coded(self, code: str, label: Promise | str) -> Word:
        if (code, id(label)) not in self._coded:
            self._coded[code, id(label)] = Word.of(code=str(code), label=self.label(label))
        return self._coded[code, id(label)]


def month_of(date: datetime.date | None) -> str | None:
    """Return the month of a day as it is told elsewhere: 2026-10."""
    return date.isoformat()[: DATE_CHARS[DatePrecision.MONTH]] if date else None


def day_of(date: datetime.date | None, precision: str, kind: type[Day] = Day, **more: Any) -> Any:
    """Return a date as precise as it is known; None for none."""
    if date is None:
        return None
    return kind.of(date=date.isoformat()[: DATE_CHARS.get(precision)], precision=precision, **more)
