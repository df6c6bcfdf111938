"""Where a text does not exist in the page's language: the nearest language that has it, always marked."""

from collections.abc import Collection

from home.headless.answers.schemas import Text
from home.languages.info import CYRILLIC, reading_order, scripts_in


def nearest(available: Collection[str], wanted: str) -> str:
    """Return the language of `available` nearest to the wanted one, or "" when there is none."""
    order = (*reading_order(wanted), *sorted(available))
    return next((language for language in order if language in available), "")


def mark(language: str, wanted: str) -> str:
    """Return what stands in a `lang` attribute: "" where the text is in the page's own language."""
    return "" if language == wanted else language


def as_stated(text: str, wanted: str) -> Text | None:
    """Return a source's own words, whose language nobody noted: Ukrainian by its letters, else English.

    Figures and signs alone belong to every language.
    """
    scripts = scripts_in(text)
    guessed = ("uk" if CYRILLIC in scripts else "en") if scripts else wanted
    return Text.of(text=text, lang=guessed) if text else None


def of_two(ukrainian: str, english: str, wanted: str) -> Text | None:
    """Return the one of two texts that readers of a language are more likely to read, else the other."""
    texts = {"uk": ukrainian, "en": english}
    told = (code for code in reading_order(wanted) if texts.get(code))
    return next((Text.of(text=texts[code], lang=code) for code in told), None)
