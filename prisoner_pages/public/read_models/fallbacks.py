"""Where a text does not exist in the page's language: the nearest language that has it, always marked."""

from collections.abc import Collection
from dataclasses import dataclass

from home.languages.info import CYRILLIC, reading_order, scripts_in


@dataclass(frozen=True)
class Marked:
    """Text with the language it is in; "" stands for the page's own."""

    text: str
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


def nearest(available: Collection[str], wanted: str) -> str:
    """Return the language of `available` nearest to the wanted one, or "" when there is none."""
    order = (*reading_order(wanted), *sorted(available))
    return next((language for language in order if language in available), "")


def mark(language: str, wanted: str) -> str:
    """Return what stands in a `lang` attribute: "" where the text is in the page's own language."""
    return "" if language == wanted else language


def as_stated(text: str, wanted: str) -> Marked:
    """Mark a source's own words, whose language nobody noted: Ukrainian by its letters, else English.

    Figures and signs alone belong to every language.
    """
    scripts = scripts_in(text)
    guessed = ("uk" if CYRILLIC in scripts else "en") if scripts else wanted
    return Marked(text, mark(guessed, wanted))


def of_two(ukrainian: str, english: str, wanted: str) -> Marked:
    """Return the one of two texts that readers of a language are more likely to read, else the other."""
    texts = {"uk": ukrainian, "en": english}
    told = (code for code in reading_order(wanted) if texts.get(code))
    return next((Marked(texts[code], mark(code, wanted)) for code in told), Marked(""))
