"""Which languages there are, and how they are written: script, order of the alphabet, letter case.

Read by the settings before Django's apps are loaded, so nothing here imports a model.
"""

import unicodedata
from collections import Counter
from functools import lru_cache

from django.conf import locale as django_locale
from django.utils.translation.trans_real import parse_accept_lang_header

from home.languages.table import ENGLISH, LANGUAGES, NEAR_OTHERS, Use, declared

CONTENT_LANGUAGES = [(code, known.name) for code, known in LANGUAGES.items() if known.use == Use.PAGES]
SOURCE_LANGUAGE = CONTENT_LANGUAGES[0][0]
# Those of the site and those that letters alone are written in.
TEXT_LANGUAGES = [
    (code, known.name) for code, known in LANGUAGES.items() if known.use in (Use.PAGES, Use.LETTERS)
]
ADMIN_LANGUAGES = [(code, name) for code, name in CONTENT_LANGUAGES if LANGUAGES[code].in_admin]

CYRILLIC, LATIN = "Cyrillic", "Latin"

# Letters of a neighbour's alphabet, sorted beside the letter a reader would look under.
PLAIN = "ґ=г є=е ё=е э=е і=и ї=и ы=и ъ=ь ў=у ı=i ł=l ø=o đ=d ħ=h ß=ss æ=ae œ=oe þ=th ð=d"
NEIGHBOURS = dict(pair.split("=") for pair in PLAIN.split())
APOSTROPHES = "'’‘ʼ`´ʹ′＇"
Weight = tuple[str, int]  # of a letter, and of its mark
LONGEST_SORTED = 98  # letters; a sort key stays within the 1000 characters of its column


def text_languages() -> list[tuple[str, str]]:
    """Return the choices of fields: called, so that a new language is no new migration."""
    return TEXT_LANGUAGES


def near_languages(language: str) -> tuple[str, ...]:
    """Return in what a reader goes on where something is missing in the reader's language, nearest first."""
    return declared(language).near


def reading_order(language: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((language, *near_languages(language), *NEAR_OTHERS)))


def language_asked_for(path: str, wishes: str) -> str:
    """Return the visitor's language: that of the address, else of the browser (`wishes`), else Ukrainian."""
    ours = dict(CONTENT_LANGUAGES)
    asked = (*path.split("/")[1:2], *wished_languages(wishes))
    return next((code for code in asked if code in ours), SOURCE_LANGUAGE)


def wished_languages(wishes: str) -> list[str]:
    """Return the codes in an Accept-Language, each once, the dearest first; of `pl-PL` there is "pl"."""
    codes = (wish.split("-")[0] for wish, _weight in parse_accept_lang_header(wishes))
    return [code for code in dict.fromkeys(codes) if code != "*"]


def install_language_info() -> None:
    """Tell Django of the languages that its own table lacks and no setting adds to.

    It stands here for the settings, which ask for it before anything of home.private_parts can be imported.
    Otherwise no template could tell the direction of the language, nor its name.
    """
    for code, language in LANGUAGES.items():
        names = {"name": language.in_english, "name_local": language.name}
        django_locale.LANG_INFO.setdefault(code, {"bidi": False, "code": code, **names})


@lru_cache
def script_of(language: str) -> str:
    """Return the script of the language's alphabet (Crimean Tatar: Latin)."""
    return CYRILLIC if CYRILLIC in scripts_in("".join(alphabet_of(language))) else LATIN


def alphabet_of(language: str) -> tuple[str, ...]:
    return declared(language).alphabet


def scripts_in(text: str) -> set[str]:
    """Return which of CYRILLIC and LATIN occur in the text; empty for figures and signs."""
    return {script for script in map(_script_of_letter, set(text)) if script}


@lru_cache(maxsize=2_000)
def _script_of_letter(letter: str) -> str | None:
    name = unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() else ""
    return next((script for script in (CYRILLIC, LATIN) if script.upper() == name), None)


@lru_cache(maxsize=2_000)
def main_script(text: str) -> str:
    """Return CYRILLIC or LATIN, whichever most letters of the text are of; "" for neither."""
    names = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha())
    script = max((CYRILLIC, LATIN), key=lambda script: names[script.upper()])
    return script if names[script.upper()] else ""


def lower(text: str, language: str) -> str:
    small, _capital = _case_of(language)
    return (text.translate(small) if small else text).lower()


def upper(text: str, language: str) -> str:
    _small, capital = _case_of(language)
    return (text.translate(capital) if capital else text).upper()


@lru_cache
def _case_of(language: str) -> tuple[dict[int, str], dict[int, str]]:
    """Return what to change before Python does: it folds the capitals of dotted and dotless i into one."""
    capitals = dict(declared(language).capitals)
    return str.maketrans({capital: small for small, capital in capitals.items()}), str.maketrans(capitals)


def collation_key(text: str, language: str) -> str:
    """Return a plain string whose binary order is the alphabetical order of the language.

    Only the characters 0-9a-f, so any database collation orders it alike. Words are compared one by one; case
    and apostrophes don't count, marks decide only between equal words. Own letters come first, then the other
    script, then other signs of writing, figures last. At most 1000 characters: the rest isn't compared.
    """
    letters = _letters(text, language)
    marks = "".join(f"{mark:02x}" for _weight, mark in letters).rstrip("0")
    return "".join(weight for weight, _mark in letters) + "00" + marks


def _letters(text: str, language: str) -> list[Weight]:
    text = unicodedata.normalize("NFC", lower(" ".join(_unquoted(text).replace("-", " ").split()), language))
    weights, place = _weights(language), 0
    found: list[Weight] = []
    while place < len(text) and len(found) < LONGEST_SORTED:
        step = 2 if text[place : place + 2] in weights else 1
        found += weights.get(text[place : place + step]) or _foreign(text[place], language)
        place += step
    return found[:LONGEST_SORTED]


def _unquoted(text: str) -> str:
    return "".join(letter for letter in text if letter not in APOSTROPHES)


@lru_cache(maxsize=16)
def _weights(language: str) -> dict[str, list[Weight]]:
    """Return {letter: [(weight, mark)]}: a space, the language's own letters, the other script's, figures."""
    other = ENGLISH if script_of(language) == CYRILLIC else SOURCE_LANGUAGE
    ordered = [" ", *(alphabet_of(language) or alphabet_of(ENGLISH)), *alphabet_of(other)]
    weights = {
        letter: [(f"{number:02x}", 0)] for number, letter in enumerate(dict.fromkeys(ordered), start=1)
    }
    return weights | {str(figure): [(f"f8{figure}", 0)] for figure in range(10)}


@lru_cache(maxsize=4096)
def _foreign(letter: str, language: str) -> list[Weight]:
    """Return the weights of a letter outside the alphabet: its plain letters', else its code point."""
    weights = _weights(language)
    plain = unicodedata.normalize("NFKD", NEIGHBOURS.get(letter, letter))
    known = [weights[base][0] for base in plain if base in weights]
    if not known:
        return [] if unicodedata.category(letter)[0] in "PZCM" else [(f"f0{ord(letter):06x}", 0)]
    return [(weight, 1 + ord(letter) % 254) for weight, _mark in known]
