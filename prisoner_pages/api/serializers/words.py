"""Words of the site as an answer gives them: each with its language; dates as precise as they are known."""

import datetime
from collections.abc import Iterable
from html import unescape
from typing import Any

from django.utils.functional import Promise

from home.headless.answers.api.router import Text
from home.templatetags.interface import MARKED, language_by_script, language_of
from prisoner_pages.api.schemas.people import Day, Word
from prisoner_pages.choices import DatePrecision

DATE_CHARS: dict[str, int] = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}


class Words:
    """Makes Text in the language of one answer; use it while that language is active."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._labels: dict[int, tuple[Promise | str, Text]] = {}
        self._coded: dict[tuple[str, int], Word] = {}

    def text(self, words: Any) -> Text | None:
        """Return a Text of a Marked text, a name of a place or a string; None for nothing."""
        shown = str(words) if words is not None else ""
        language = getattr(words, "language", "")
        if hasattr(getattr(words, "text", words), "__html__"):
            shown, language = plain(shown)
        return Text.of(text=shown, lang=language or self.language) if shown else None

    def in_language(self, text: str, language: str) -> Text | None:
        """Return a Text that is known to be in this language; None for nothing."""
        return Text.of(text=text, lang=language) if text else None

    def told(self, text: str, language: str) -> Text | None:
        """Return a Text of a page in this language, which may be Ukrainian still; None for nothing."""
        return self.in_language(text, language_by_script(text, language) or language)

    def texts(self, many: Iterable[Any]) -> list[Text | None]:
        return [self.text(words) for words in many]

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


def plain(shown: str) -> tuple[str, str]:
    """Return (words, language) of what `{% t %}` prints, whose marks are markup."""
    found = MARKED.search(shown)
    return unescape(MARKED.sub(r"\2", shown)), found[1] if found else ""


def day_of(date: datetime.date | None, precision: str, kind: type[Day] = Day, **more: Any) -> Any:
    """Return a date as precise as it is known; None for none."""
    if date is None:
        return None
    return kind.of(date=date.isoformat()[: DATE_CHARS.get(precision)], precision=precision, **more)
