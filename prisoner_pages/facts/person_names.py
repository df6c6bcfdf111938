"""The names of a row: which word is the surname, which given name stands in brackets."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from prisoner_pages.facts.cells import CellRefused

# "Рза оглы": the second word belongs to the patronymic.
PATRONYMIC_TAILS = {"оглы", "оглу", "огли", "кызы", "кизи", "ogly", "oğlu", "qızı"}
BRACKETS = re.compile(r"\(([^()]*)\)")
ONE_SCRIPT = re.compile(r"[^\W\d_]+")
LONGEST_NAME = 120


@dataclass(frozen=True)
class PersonName:
    """A name in one language. `also` is a second given name, as in «Марлен (Сулейман) Асанов»."""

    given: str
    surname: str
    also: str = ""
    patronymic: str = ""
    in_papers: str = field(default="", compare=False)  # word for word, where it is as in prison papers

    @property
    def display(self) -> str:
        given = f"{self.given} ({self.also})" if self.also else self.given
        return f"{given} {self.surname}".strip()


def given_first(text: str, *, patronymic: str = "") -> PersonName | None:
    """Read `Given (Also) Surname`; None for a blank. A patronymic that has a cell of its own is left out."""
    if not text:
        return None
    words, also = _words(text)
    words = [word for word in words if word.lower() != patronymic.lower()] if len(words) > 2 else words
    return PersonName(" ".join(words[:-1]), words[-1], also)


def surname_first(text: str) -> PersonName | None:
    """Read the Russian form of prison papers: `Surname Given (Also) [Patronymic]`; None for a blank."""
    if not text:
        return None
    words, also = _words(text)
    tail = 2 if words[-1].lower() in PATRONYMIC_TAILS else 1
    patronymic = words[-tail:] if len(words) > tail + 1 else []
    given = words[1 : len(words) - len(patronymic)]
    return PersonName(" ".join(given), words[0], also, " ".join(patronymic), " ".join(text.split()))


def _words(text: str) -> tuple[list[str], str]:
    if len(text) > LONGEST_NAME or any(letter.isdigit() or letter in "<>=@/\\" for letter in text):
        raise CellRefused(_("“%s” is not a name.") % text[:40])
    check_one_script(text)
    also = " ".join(" ".join(BRACKETS.findall(text)).split())
    words = BRACKETS.sub(" ", text).split()
    if not words or any(letter in text for letter in "()") and not BRACKETS.search(text):
        raise CellRefused(_("“%s” is not a name.") % text[:40])
    return words, also


def check_one_script(text: str) -> None:
    """Refuse a word that mixes Latin and Cyrillic letters: look-alikes make two people of one."""
    for word in ONE_SCRIPT.findall(text):
        scripts = {"Cyrillic" if "Ѐ" <= letter <= "ӿ" else "other" for letter in word}
        if len(scripts) > 1:
            raise CellRefused(_("The word “%s” mixes Latin and Cyrillic letters.") % word[:40])


def unconfirmed(text: str) -> tuple[str, ...]:
    """Return the name forms that no source was seen to use."""
    return tuple(form for part in text.split(";") if (form := " ".join(part.split())))
