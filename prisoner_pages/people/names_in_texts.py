"""Which people a text calls by name, in any spelling, script and case. Pure.

A name is told apart by its parts: a surname with a given name beside it is somebody; either alone is so only
for people the text is known to be about. Sounds are compared (phonetics), so Celâl in an English
letter is Джелял; the endings below are sounds, too.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from home.languages.table import declared
from home.translation.matching.phrases import GAP, WORD
from prisoner_pages.names import PATRONYMIC, PATRONYMIC_TAILS, split_name
from prisoner_pages.phonetics import VOWELS, fold, sounds, words_of

SHORTEST = 3  # sounds of a stem; a shorter name is found unchanged only
SLAVIC_CASES = "a u ovi evi om em im i e o ou eu oi ei iu oho eho omu emu ih imi iv am ami ah ie"
TURKIC_CASES = "ni nin ha he ka ke ga ge a e da de ta te dan den tan ten nen lar ler larnin lernin im em m"
SLAVIC_ENDINGS = frozenset({"", *SLAVIC_CASES.split()})
TURKIC_ENDINGS = frozenset({"", *TURKIC_CASES.split()})
OTHER_ENDINGS = frozenset({"", "s", "es"})
FLEETING = re.compile(rf"(?<=[^{VOWELS}])[eo](?=[^{VOWELS}]$)")


class NamePart(StrEnum):
    SURNAME = "surname"
    GIVEN = "given"
    OTHER = "other"  # a second given name, in brackets: Марлен (Сулейман)
    PATRONYMIC = "patronymic"


@dataclass(frozen=True)
class Named:
    """A person as known: forms by language, further spellings as (language, name), and the patronymic."""

    key: str
    forms: dict[str, str]
    spellings: tuple[tuple[str, str], ...] = ()
    patronymic: str = ""
    is_subject: bool = False  # the text is known to be about them

    @property
    def names(self) -> Iterator[tuple[str, str]]:
        """Yield (name, language) of everything the person is called; PATRONYMIC for that alone."""
        yield from ((name, language) for language, name in (*self.forms.items(), *self.spellings))
        yield self.patronymic, NamePart.PATRONYMIC


@dataclass(frozen=True)
class Call:
    """A person called in a text, by these parts of their name."""

    person: Named
    start: int
    end: int
    parts: tuple[NamePart, ...]


def parts_of(name: str, language: str) -> list[tuple[NamePart, str]]:
    """Return [(Part, word)] of a name as that language writes it; Russian papers put the surname first."""
    split = split_name(name)
    words = split.main.split()
    surname = 0 if language == "ru" and len(words) > 1 else len(words) - 1
    main = [(_part(place, word, surname, words), word) for place, word in enumerate(words)]
    others = {word for other in split.others for word in other.split()} - set(words)
    return main + [(NamePart.OTHER, word) for word in sorted(others)]


def _part(place: int, word: str, surname: int, words: list[str]) -> NamePart:
    if place == surname:
        return NamePart.SURNAME
    folded = fold(word)
    is_tail = folded in PATRONYMIC_TAILS or any(
        fold(later) in PATRONYMIC_TAILS for later in words[place + 1 :]
    )
    if PATRONYMIC.search(folded) or is_tail and place > 1:
        return NamePart.PATRONYMIC
    return NamePart.GIVEN


class Register:
    """People by the sounds of their names; built once for a text or for many."""

    def __init__(self, people: Iterable[Named]) -> None:
        # stem -> {(whole word?, place of the person, part)}
        self._by_stem: dict[str, set[tuple[bool, int, NamePart]]] = defaultdict(set)
        self.people = list(people)
        for place, person in enumerate(self.people):
            for name, language in person.names:
                for stem, is_whole, part in _stems_of(name, language):
                    self._by_stem[stem].add((is_whole, place, part))

    def calls_in(self, text: str, language: str) -> list[Call]:
        """Return who is called in the text, by place."""
        runs: dict[int, Run] = {}  # by place of the person: the one that may go on
        found = []
        for token in WORD.finditer(text):
            for place, part in self._answering(token[0], language):
                run = runs.get(place)
                if run is None or not run.goes_on(token, text):
                    run = runs[place] = Run(self.people[place], token)
                    found.append(run)
                run.take(token, part)
        return sorted((run.call for run in found if run.is_somebody), key=lambda call: (call.start, call.end))

    def _answering(self, word: str, language: str) -> set[tuple[int, NamePart]]:
        """Return the (place of a person, part) that a word may stand for; a name has a capital letter."""
        if not word[0].isupper():
            return set()
        return {
            (place, part)
            for spoken in words_of(word)
            for reading in sounds(spoken)
            for length in range(len(reading), 0, -1)
            for is_whole, place, part in self._by_stem.get(reading[:length], ())
            if _may_follow(reading[length:], is_whole, language)
        }


class Run:
    """Words in a row that may all be of one person's name."""

    def __init__(self, person: Named, token: re.Match[str]) -> None:
        self.person = person
        self.start = self.end = token.start()
        self.words: list[set[NamePart]] = []  # [{parts the word may be}], by order

    def goes_on(self, token: re.Match[str], text: str) -> bool:
        return token.end() == self.end or bool(GAP.fullmatch(text, self.end, token.start()))

    def take(self, token: re.Match[str], part: NamePart) -> None:
        if token.end() != self.end:
            self.words.append(set())
        self.words[-1].add(part)
        self.end = token.end()

    @property
    def parts(self) -> tuple[NamePart, ...]:
        return tuple(part for part in NamePart if any(part in word for word in self.words))

    @property
    def is_somebody(self) -> bool:
        if self.person.is_subject:
            return set(self.parts) != {NamePart.PATRONYMIC}
        given = {NamePart.GIVEN, NamePart.OTHER}
        return any(
            NamePart.SURNAME in one and given & two
            for place, one in enumerate(self.words)
            for two in self.words[:place] + self.words[place + 1 :]
        )

    @property
    def call(self) -> Call:
        return Call(self.person, self.start, self.end, self.parts)


@lru_cache(maxsize=20_000)
def _stems_of(name: str, language: str) -> list[tuple[str, bool, NamePart]]:
    """Return [(sounds, whether they are the whole word, Part)] by which the words of a name are looked up."""
    if language == NamePart.PATRONYMIC:
        parts = [(NamePart.PATRONYMIC, word) for word in name.split()]
    else:
        parts = parts_of(name, language)
    return [(stem, is_whole, part) for part, word in parts for stem, is_whole in _stems(word)]


def _stems(word: str) -> Iterator[tuple[str, bool]]:
    """Yield each reading of a word, and what remains of it before case endings."""
    for spoken in words_of(word):
        for reading in sounds(spoken):
            yield reading, True
            yield from ((stem, False) for stem in _cut(reading) if len(stem) >= SHORTEST)


def _cut(reading: str) -> set[str]:
    """Return what remains before case endings: petro, petr; polinec, polinc."""
    bare = reading.rstrip(VOWELS + "i")
    return {bare, FLEETING.sub("", bare) if len(bare) > SHORTEST + 1 else bare}


def _may_follow(ending: str, is_whole: bool, language: str) -> bool:
    family = declared(language).family
    if family == "slavic":
        return ending in SLAVIC_ENDINGS
    return is_whole and ending in (TURKIC_ENDINGS if family == "turkic" else OTHER_ENDINGS)
