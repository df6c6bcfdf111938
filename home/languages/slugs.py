"""Addresses from words: what a title or a name becomes in a URL, by the rules of its language."""

import re
import unicodedata
from hashlib import blake2b

from translitua import RussianInternationalPassport, TransliterationTable, UkrainianKMU, translit

from home.languages.info import APOSTROPHES, lower
from home.languages.table import declared

LONGEST_SLUG = 100  # characters, cut at a word

# Letters that lose more than a mark on their way to ASCII.
LATIN = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
OFFICIAL: dict[str, type[TransliterationTable]] = {"uk": UkrainianKMU, "ru": RussianInternationalPassport}


def slugify(text: str, language: str) -> str:
    """Return the words as lower-case ASCII joined by hyphens, at most LONGEST_SLUG characters.

    Never empty and never figures alone, which would read as an identifier: such a text gets a prefix or, when
    nothing of it can be written in ASCII, a short name derived from it, the same each time.
    """
    words = re.findall("[a-z0-9]+", romanise(text, language).lower())
    slug = _cut("-".join(words))
    if not slug:
        return f"n-{blake2b(text.encode(), digest_size=4).hexdigest()}"
    return f"n-{slug}" if slug.replace("-", "").isdigit() else slug


def romanise(text: str, language: str) -> str:
    """Return the text in small plain Latin letters: Cyrillic transliterated, marks dropped."""
    text = transliterate(unicodedata.normalize("NFC", lower(text, language)), language)
    text = "".join(LATIN.get(letter, letter) for letter in text if letter not in APOSTROPHES)
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def transliterate(text: str, language: str) -> str:
    """Return the text with no Cyrillic letter left, by the official rules of its language (or Ukrainian's).

    Letters the language lacks (ы in a Ukrainian text) are read as Russian; those of neither are left out.
    """
    known = declared(language)
    for letter, latin in known.slug_letters.items():
        text = re.sub(rf"{letter[:-1]}\b", latin, text) if letter[-1] == "$" else text.replace(letter, latin)
    for table in (OFFICIAL[known.cyrillic_like], OFFICIAL["ru"]):
        text = translit(text, table)
    return "".join(letter for letter in text if not "\u0400" <= letter <= "\u052f")


def _cut(slug: str) -> str:
    if len(slug) <= LONGEST_SLUG:
        return slug
    return slug[: LONGEST_SLUG + 1].rpartition("-")[0] or slug[:LONGEST_SLUG]
