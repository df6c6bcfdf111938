"""A language is declared whole: what its table lacks is named, so that none is served half made."""

import re
from dataclasses import replace
from functools import cache
from gettext import c2py
from pathlib import Path
from string import Formatter

import pytest
from django.conf import locale, settings
from fontTools.ttLib import TTFont
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from home.catalogues.files import catalogue_path
from home.languages.dates import AFTER, BEFORE, DAY, MONTH, YEAR
from home.languages.info import scripts_in
from home.languages.slugs import romanise
from home.languages.table import LANGUAGES, DateWords, Language, Use, declared, read_table
from home.languages.written_dates import month_of
from home.translation.matching.inflections import STEM_RULES
from tests.tiers import LONG, first_of

FONTS = Path(settings.BASE_DIR) / "vendor"
SITE = [language for language in LANGUAGES.values() if language.use == Use.PAGES]
LETTERS = [language for language in LANGUAGES.values() if language.use in (Use.PAGES, Use.LETTERS)]
FORMATS = {"DATE_FORMAT", "DATETIME_FORMAT", "YEAR_MONTH_FORMAT", "MONTH_DAY_FORMAT", "SHORT_DATE_FORMAT"}
PARTS = {
    DAY: {"day", "month", "year"},
    MONTH: {"alone", "year"},
    YEAR: {"year"},
    BEFORE: {"day", "year"},
    AFTER: {"day", "month", "year"},
}


# --- What a language needs ----------------------------------------------------------------------------
def months(language):
    words = language.dates
    lists = (words.months, words.alone, words.months_before) if words else ((),)
    told = all(len(set(names)) == 12 for names in lists if names) and lists[0]
    return told and all([*map(month_of, names)] == [*range(1, 13)] for names in lists if names)


def dates(language):
    words = language.dates or DateWords(months=())
    told = all(parts <= _fields(getattr(words, precision)) for precision, parts in PARTS.items())
    return told and all("year" in _fields(getattr(words, f"since_{each}")) for each in (DAY, MONTH, YEAR))


def _fields(pattern):
    return {name for _text, name, *_rest in Formatter().parse(pattern) if name}


def dates_for_django(language):
    """Django knows the language, or its table has what Django would."""
    words = language.dates or DateWords(months=())
    counts = [len(names) for names in (words.months_short, words.weekdays, words.weekdays_short)]
    return _is_known_to_django(language) or counts == [12, 7, 7] and language.formats.keys() >= FORMATS


def _is_known_to_django(language):
    return Path(locale.__file__).with_name(language.code).is_dir()


def alphabet(language):
    letters = language.alphabet
    return letters and len(set(letters)) == len(letters) and len(scripts_in("".join(letters))) == 1


def fonts(language):
    """Pages and sheets can show every letter of it."""
    letters = {ord(letter) for small in language.alphabet for letter in small + small.upper()}
    faces = (FONTS.glob("fonts/source-s*-wght-normal.woff2"), FONTS.glob("print-fonts/NotoS*-Regular.ttf"))
    return all(letters <= _characters(tuple(files)) for files in faces)


@cache
def _characters(files):
    return {code for file in files for code in TTFont(file).getBestCmap()}


def slugs(language):
    """No Latin letter is lost on the way into an address."""
    latin = [letter for letter in language.alphabet if scripts_in(letter) != {"Cyrillic"}]
    return all(romanise(letter, language.code) for letter in latin)


def plural(language):
    found = re.fullmatch(r"nplurals=(\d); plural=(.+);", language.plural)
    return found and {int(c2py(found[2])(n)) for n in range(1000)} == set(range(int(found[1])))


def catalogue(language):
    path = catalogue_path(settings.BASE_DIR, language.code)
    return path.exists() and path.with_suffix(".mo").exists() and language.plural in path.read_text()


def detector(language):
    return (language.detector or language.code) in _told_by_the_model() or len(language.told_by) == 2


@cache
def _told_by_the_model():
    return frozenset(LanguageIdentifier.from_model_file(MODEL_FILE).nb_classes)


def fallbacks(language):
    return all(declared(code) in SITE for code in (*language.near, language.words_missing_in))


NEEDED = {
    "names": lambda language: language.name and language.in_english.isascii(),
    "months": months,
    "patterns of dates": dates,
    "dates for Django": dates_for_django,
    "alphabet": alphabet,
    "fonts": fonts,
    "letters of addresses": slugs,
    "plural": plural,
    "catalogue": catalogue,
    "detector": detector,
    "fallbacks": fallbacks,
    "territory": lambda language: re.fullmatch("[A-Z]{2}", language.territory),
    "endings": lambda language: language.endings and set(language.stems) <= STEM_RULES.keys(),
    "family": lambda language: language.family in ("", "slavic", "turkic"),
    "signs": lambda language: language.code == "uk" or language.signs != Language.signs,
    "names in Russian": lambda language: language.in_russian,
}
OF_LETTERS = {"names", "alphabet", "fonts", "detector", "endings", "family"}


def lacking(language, needed=NEEDED):
    return [name for name in needed if not NEEDED[name](language)]


# --- That it has it ------------------------------------------------------------------------------------
@pytest.mark.full(LONG)
@pytest.mark.parametrize("language", first_of(SITE), ids=lambda language: language.code)
def test_language_of_the_site_lacks_nothing(language):
    assert lacking(language) == []


@pytest.mark.parametrize("language", LETTERS, ids=lambda language: language.code)
def test_language_of_letters_can_be_sorted_printed_told_and_searched(language):
    assert lacking(language, OF_LETTERS) == []


SWEDISH, TATAR = declared("sv"), declared("crh")
HALVES = [
    ("names", {"name": ""}),
    ("months", {"dates": replace(SWEDISH.dates, months=())}),
    ("months", {"dates": replace(SWEDISH.dates, months=SWEDISH.dates.months[:11])}),
    ("months", {"dates": replace(SWEDISH.dates, months=(*SWEDISH.dates.months[:11], "januari"))}),
    ("months", {"dates": replace(SWEDISH.dates, alone=SWEDISH.dates.months[1:])}),
    ("patterns of dates", {"dates": replace(SWEDISH.dates, before="")}),
    ("patterns of dates", {"dates": replace(SWEDISH.dates, month="{alone}")}),
    ("alphabet", {"alphabet": ()}),
    ("alphabet", {"alphabet": ("a", "б")}),
    ("alphabet", {"alphabet": ("a", "b", "a")}),
    ("fonts", {"alphabet": (*SWEDISH.alphabet, "ꜩ")}),
    ("plural", {"plural": ""}),
    ("plural", {"plural": "nplurals=3; plural=(n != 1);"}),
    ("detector", {"detector": "no such"}),
    ("fallbacks", {"near": ("tr",)}),
    ("fallbacks", {"words_missing_in": "ru"}),
    ("territory", {"territory": ""}),
    ("endings", {"endings": {}}),
    ("endings", {"stems": ("melting",)}),
    ("family", {"family": "slavonic"}),
    ("signs", {"signs": Language.signs}),
    ("names in Russian", {"in_russian": ""}),
    ("catalogue", {"code": "et"}),
]


@pytest.mark.parametrize(("name", "change"), HALVES)
def test_what_a_half_made_table_lacks_is_named(name, change):
    assert name in lacking(replace(SWEDISH, **change))


@pytest.mark.parametrize("part", ["weekdays", "weekdays_short", "months_short"])
def test_a_language_that_django_lacks_needs_its_weekdays_and_short_forms(part):
    half = replace(TATAR, dates=replace(TATAR.dates, **{part: getattr(TATAR.dates, part)[1:]}))

    assert lacking(half) == ["dates for Django"]
    assert lacking(replace(TATAR, formats={})) == ["dates for Django"]


def test_a_letter_that_no_address_could_hold_is_noticed():
    assert "letters of addresses" in lacking(replace(SWEDISH, alphabet=(*SWEDISH.alphabet, "ə")))


def test_a_table_without_a_name_or_with_an_entry_that_nobody_reads_is_refused():
    whole = {"name": "Italiano", "in_english": "Italian"}

    assert read_table("it", whole).name == "Italiano"
    for table in ({"name": "Italiano"}, whole | {"alphabeth": "a b c"}):
        with pytest.raises(TypeError):
            read_table("it", table)


def test_endings_may_be_lent_and_are_joined_slot_by_slot():
    lender = {"endings": {"a": "a e"}}
    table = {"name": "X", "in_english": "X", "endings": "aa"}
    joined = table | {"endings": {"ka": [". lar", "nı ."]}}

    assert read_table("bb", table, {"aa": lender}).endings == {"a": {"a", "e"}}
    assert read_table("bb", joined).endings == {"ka": {"nı", "", "larnı", "lar"}}
