"""Names of people: the form each language shows, the forms a search finds, the keys an import knows.

Pure: text in, text out. How a word sounds is in `prisoner_pages.phonetics`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations, islice
from operator import and_, or_

from django.db.models import Q

from home.languages.info import CYRILLIC, LATIN, SOURCE_LANGUAGE, script_of, scripts_in
from home.languages.slugs import transliterate
from home.search.terms import near_words, shortest_first
from prisoner_pages.phonetics import fold, sounds, sounds_of_beginning, words_of

# A record's own columns for its name, by language; a form in any other is a row beside it (NameForm).
NAME_FIELDS = {"uk": "name_uk", "en": "name_en", "crh": "name_crh", "ru": "name_ru"}
BRACKETED = re.compile(r"(\S+)\s*\(\s*([^()]*?)\s*\)")
WORD_PATTERN = re.compile(r"\w+")
HYPHENS = re.compile(r"(?<=\w)[-\u2010-\u2013](?=\w)")
MOST_TERMS = 8  # words of a query that are looked at
LONGEST_WORD = 40  # letters
MOST_PAIRS = 12  # of words, by which likely doubles are looked for
# Words of a patronymic: a key leaves them out, since one source gives them and the next does not.
PATRONYMIC = re.compile(r"(ович|йович|евич|івна|ївна|овна|евна|ovych|iovych|ivna|ovich|evich|ovna|evna)$")
PATRONYMIC_TAILS = frozenset({"огли", "оглу", "оглы", "кизи", "кызы", "ohly", "ogly", "oglu", "qizi", "kyzy"})


# --- The form a language shows ---------------------------------------------------------------------


def name_in(language: str, forms: Mapping[str, str]) -> str:
    """Return the name as shown in a language: own form, else the English one, else official transliteration.

    `forms` is {language: name}. A Cyrillic form is never shown in a language written in Latin letters, also
    when somebody typed it into that language's own field. Empty only when there is no form at all.
    """
    return marked_name_in(language, forms)[0]


def marked_name_in(language: str, forms: Mapping[str, str]) -> tuple[str, str]:
    """Return the same with its language (BCP 47): a transliteration stays in its own, in Latin letters."""
    if script_of(language) == CYRILLIC and forms.get(language):
        return forms[language], language
    latin = ((forms.get(key, ""), key) for key in (language, "en"))
    return next(
        (each for each in latin if each[0] and CYRILLIC not in scripts_in(each[0])), _romanised(forms)
    )


def marked_patronymic_in(language: str, patronymic_uk: str) -> tuple[str, str]:
    """Return a patronymic as it stands beside a name, and its language (BCP 47), "" for the page's own."""
    if language == "uk":
        return patronymic_uk, ""
    return transliterate(patronymic_uk, "uk"), "uk-Latn"


def surname_first(name: str) -> str:
    """Return the name with its last word first: people are sorted by surname."""
    *given, surname = name.split() or [""]
    return " ".join([surname, *given])


def _romanised(forms: Mapping[str, str]) -> tuple[str, str]:
    cyrillic = (code for code in (SOURCE_LANGUAGE, *forms) if script_of(code) == CYRILLIC)
    known = next((code for code in cyrillic if forms.get(code)), None)
    if known:
        return transliterate(forms[known], known), f"{known}-Latn"
    latin = ((name, language) for language, name in forms.items() if LATIN in scripts_in(name))
    return next(latin, ("", ""))


@dataclass(frozen=True)
class SplitName:
    """A name without its brackets, and again with each bracketed name in place of the one before it."""

    main: str
    others: tuple[str, ...] = ()


def split_name(text: str) -> SplitName:
    """Read «Марлен (Сулейман) Асанов»: main «Марлен Асанов», others «Сулейман Асанов». Word order is kept."""
    text = " ".join(text.split())
    found = [place for place in BRACKETED.finditer(text) if place[2]]
    others = (f"{text[: place.start()]}{place[2]}{text[place.end() :]}" for place in found)
    return SplitName(_unbracketed(text), tuple(dict.fromkeys(map(_unbracketed, others))))


def _unbracketed(text: str) -> str:
    return BRACKETED.sub(r"\1", text)


# --- Search ------------------------------------------------------------------------------------------


def search_text(forms: Iterable[str]) -> str:
    """Return what a search reads: every reading of every word of every form, once each, between spaces."""
    written = {way for form in forms for way in (form, joined(form))}
    words = {word[:LONGEST_WORD] for form in written for word in words_of(form)}
    readings = {reading for word in words for reading in sounds(word) if reading}
    return f" {' '.join(sorted(readings))} " if readings else ""


def search_terms(query: str) -> list[tuple[str, ...]]:
    """Return, for each word of the query, the texts of which `search_text` must contain one.

    A word is looked for as the beginning of a name; the last one may be unfinished. Where one word of the
    query begins another («Осман Османов») the shorter must be a whole name, else the surname alone would
    answer both. Empty when the query holds no letter or figure.
    """
    return [texts for _word, texts in search_words(query) if texts]


def search_words(query: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return each word of the query as it is written, with its texts of `search_terms`."""
    words = query_words(query)
    unfinished = words[-1] if words and not query[-1:].isspace() else None
    read = [sounds_of_beginning(word) if word == unfinished else sounds(word) for word in words]
    texts = (tuple(_placed(reading, own, read) for reading in own if reading) for own in read)
    return list(zip(words, texts, strict=True))


def query_words(query: str) -> list[str]:
    """Return the words of a query that are looked at, once each."""
    return [word[:LONGEST_WORD] for word in dict.fromkeys(words_of(joined(query)))][:MOST_TERMS]


def joined(text: str) -> str:
    """Return the text without the hyphens inside words: one writes Емір-Усеїн, the next Емірусеїн."""
    return HYPHENS.sub("", text)


def _placed(reading: str, own: tuple[str, ...], read: list[tuple[str, ...]]) -> str:
    others = (other for others in read if others is not own for other in others)
    whole = len(reading) > 2 and any(other != reading and other.startswith(reading) for other in others)
    return f" {reading} " if whole else f" {reading}"


def named(query: str, *, field: str = "search_text") -> Q:
    """Return the condition that finds people by name in any spelling; nobody, for a query without a word."""
    words = [
        reduce(or_, (Q(**{f"{field}__contains": text}) for text in term)) for term in search_terms(query)
    ]
    return reduce(and_, words) if words else Q(pk__in=())


def nearly_named(query: str, texts: Iterable[str], *, field: str = "search_text") -> Q:
    """Return the condition that finds people by name with a slip in any word.

    `texts` are the `search_text` of those among whom they are looked for: nobody else's name is come near to.
    """
    known = shortest_first(reading for text in texts for reading in text.split())
    words = [_near(word, exact, known, field) for word, exact in search_words(query)]
    return reduce(and_, words) if words else Q(pk__in=())


def _near(word: str, exact: Iterable[str], known: Sequence[str], field: str) -> Q:
    near = (f" {each} " for reading in sounds(word) for each in near_words(reading, known))
    texts = dict.fromkeys([*exact, *near])
    return reduce(or_, (Q(**{f"{field}__contains": text}) for text in texts), Q(pk__in=()))


def is_wholly_named(query: str, text: str) -> bool:
    """Say whether every word of the query is a whole word of this `search_text`, in any script."""
    words = words_of(joined(query))
    return bool(words) and all(any(f" {reading} " in text for reading in sounds(word)) for word in words)


# --- Doubles -----------------------------------------------------------------------------------------


def alike(names: Iterable[str], *, field: str = "search_text") -> Q:
    """Return the condition that finds people with two words of one of these names, however they are spelt.

    Patronymics don't count: they are compared where both are known (`patronymics_agree`). Nobody, for a name
    of one word.
    """
    conditions = (_has_word(one, field) & _has_word(other, field) for one, other in _pairs_of(names))
    return reduce(or_, conditions, Q(pk__in=()))


class Heard:
    """Who is called how, by {key: search_text}: what `alike` asks of one name, it is asked of many."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self.keys: defaultdict[str, set[int]] = defaultdict(set)
        for key, text in texts.items():
            for reading in text.split():
                self.keys[reading].add(key)

    def alike(self, names: Iterable[str]) -> set[int]:
        pairs = ([self._called(word) for word in pair] for pair in _pairs_of(names))
        return set().union(*(one & other for one, other in pairs))

    def _called(self, readings: Iterable[str]) -> set[int]:
        return set().union(*(self.keys.get(reading, ()) for reading in readings))


def _pairs_of(names: Iterable[str]) -> list[tuple[tuple[str, ...], ...]]:
    """Return the readings of each two words of one of the names."""
    pairs = dict.fromkeys(pair for name in names for pair in _pairs_of_words(name))
    return list(islice(pairs, MOST_PAIRS))


def _pairs_of_words(name: str) -> Iterator[tuple[tuple[str, ...], ...]]:
    words = _without_patronymic(words_of(joined(split_name(name).main)))[:MOST_TERMS]
    readings = (tuple(sorted(filter(None, sounds(word[:LONGEST_WORD])))) for word in words)
    yield from combinations(sorted(set(filter(None, readings))), 2)


def _has_word(readings: Iterable[str], field: str) -> Q:
    return reduce(or_, (Q(**{f"{field}__contains": f" {reading} "}) for reading in readings))


def patronymics_agree(one: str, other: str) -> bool | None:
    """Say whether two patronymics sound alike; None where one is unknown or of another making (огли)."""
    words, others = words_of(one), words_of(other)
    if not words or not others or _is_turkic(words) != _is_turkic(others):
        return None
    return bool(set(sounds(words[0])) & set(sounds(others[0])))


def _is_turkic(words: list[str]) -> bool:
    return words[-1] in PATRONYMIC_TAILS


# --- Identity ----------------------------------------------------------------------------------------


def identity_keys(forms: Mapping[str, str]) -> frozenset[str]:
    """Return the keys under which an import knows a person: one for each language with a form.

    `forms` is {language: name}. Two rows are of one name when they share a key and their birth years don't
    contradict (`years_agree`). Stricter than the search: spelling counts, while case, apostrophes, marks, ґ,
    word order, patronymics and bracketed names don't.
    """
    return frozenset(f"{language}:{' '.join(words)}" for language, words in _key_words(forms) if words)


def without_patronymic(name: str) -> str:
    return " ".join(_without_patronymic(WORD_PATTERN.findall(fold(split_name(name).main))))


def _key_words(forms: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    for language, form in forms.items():
        words = WORD_PATTERN.findall(fold(split_name(form).main))
        yield language, sorted(_without_patronymic(words))


def _without_patronymic(words: list[str]) -> list[str]:
    if words and words[-1] in PATRONYMIC_TAILS:
        return words[:-2]
    kept = [word for place, word in enumerate(words) if place == 0 or not PATRONYMIC.search(word)]
    return kept if len(kept) > 1 else words


def years_agree(one: int | None, other: int | None) -> bool:
    """Say whether two birth years may be of one person; an unknown year (None) agrees with any."""
    return one is None or other is None or one == other
