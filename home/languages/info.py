"""The languages of the site: own names, alphabets, scripts, order of the alphabet, letter case.

Read by the settings before Django's apps are loaded, so nothing here imports a model.
"""

import unicodedata
from collections import Counter
from functools import lru_cache

from django.conf import locale as django_locale

# Order = order of the switcher. The first is the source language of every story.
CONTENT_LANGUAGES = [
    ("uk", "Українська"),
    ("en", "English"),
    ("crh", "Qırımtatarca"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("pl", "Polski"),
    ("cs", "Čeština"),
    ("bg", "Български"),
    ("sv", "Svenska"),
]
SOURCE_LANGUAGE = "uk"
# Where a language is at home, for those who want one with every language (Open Graph).
TERRITORIES = {
    "uk": "UA",
    "en": "GB",
    "crh": "UA",
    "de": "DE",
    "fr": "FR",
    "pl": "PL",
    "cs": "CZ",
    "bg": "BG",
    "sv": "SE",
}
# Wagtail's admin has no Crimean Tatar; Russian is no language of this site.
ADMIN_LANGUAGES = [pair for pair in CONTENT_LANGUAGES if pair[0] != "crh"]

# In what a reader goes on where something is missing in the reader's own language, the nearest first.
NEAR_LANGUAGES = {"crh": ("uk",), "ru": ("uk", "en"), "be": ("uk", "en")}
OTHER_NEAR_LANGUAGES = ("en", "uk")

CYRILLIC, LATIN = "Cyrillic", "Latin"
CYRILLIC_LANGUAGES = frozenset({"uk", "ru", "bg"})

# Letters that count in sorting, in the order of each language's dictionaries. A marked letter missing here
# (German ä, French é, Crimean Tatar â) is sorted as its plain letter and decides only between equal words.
# Crimean Tatar has w and x only in foreign words.
ALPHABETS = {
    "uk": "а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ ь ю я",
    "ru": "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я",
    "bg": "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ь ю я",
    "en": "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "crh": "a b c ç d e f g ğ h ı i j k l m n ñ o ö p q r s ş t u ü v w x y z",
    "de": "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "fr": "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "pl": "a ą b c ć d e ę f g h i j k l ł m n ń o ó p q r s ś t u v w x y z ź ż",
    "cs": "a b c č d e f g h ch i j k l m n o p q r ř s š t u v w x y z ž",
    "sv": "a b c d e f g h i j k l m n o p q r s t u v w x y z å ä ö",
}
ALPHABETS = {language: tuple(letters.split()) for language, letters in ALPHABETS.items()}

# Letters of a neighbour's alphabet, sorted beside the letter a reader would look under.
PLAIN = "ґ=г є=е ё=е э=е і=и ї=и ы=и ъ=ь ў=у ı=i ł=l ø=o đ=d ħ=h ß=ss æ=ae œ=oe þ=th ð=d"
NEIGHBOURS = dict(pair.split("=") for pair in PLAIN.split())
APOSTROPHES = "'’‘ʼ`´ʹ′＇"
# Dotted and dotless i are two letters in Crimean Tatar; Python folds both capitals into one.
CRH_LOWER = str.maketrans({"I": "ı", "İ": "i"})
CRH_UPPER = str.maketrans({"ı": "I", "i": "İ"})

LONGEST_SORTED = 98  # letters; a sort key stays within the 1000 characters of its column


def near_languages(language: str) -> tuple[str, ...]:
    return NEAR_LANGUAGES.get(language, OTHER_NEAR_LANGUAGES)


def install_language_info():
    """Tell Django of Crimean Tatar (Latin script), which its own table lacks and no setting adds to.

    It stands here for the settings, which ask for it before anything of home.private_parts can be imported.
    Otherwise no template could tell the direction of the language, nor its name.
    """
    django_locale.LANG_INFO["crh"] = {
        "bidi": False,
        "code": "crh",
        "name": "Crimean Tatar",
        "name_local": "Qırımtatarca",
    }


def script_of(language):
    """Return the script in which the site writes this language (Crimean Tatar: Latin)."""
    return CYRILLIC if language in CYRILLIC_LANGUAGES else LATIN


def scripts_in(text):
    """Return which of CYRILLIC and LATIN occur in the text; empty for figures and signs."""
    return {script for script in map(_script_of_letter, set(text)) if script}


@lru_cache(maxsize=2_000)
def _script_of_letter(letter):
    name = unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() else ""
    return next((script for script in (CYRILLIC, LATIN) if script.upper() == name), None)


def main_script(text):
    """Return CYRILLIC or LATIN, whichever most letters of the text are of; "" for neither."""
    names = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha())
    script = max((CYRILLIC, LATIN), key=lambda script: names[script.upper()])
    return script if names[script.upper()] else ""


def lower(text, language):
    return text.translate(CRH_LOWER).lower() if language == "crh" else text.lower()


def upper(text, language):
    return text.translate(CRH_UPPER).upper() if language == "crh" else text.upper()


def collation_key(text, language):
    """Return a plain string whose binary order is the alphabetical order of the language.

    Only the characters 0-9a-f, so any database collation orders it alike. Words are compared one by one; case
    and apostrophes don't count, marks decide only between equal words. Own letters come first, then the other
    script, then other signs of writing, figures last. At most 1000 characters: the rest isn't compared.
    """
    letters = _letters(text, language)
    marks = "".join(f"{mark:02x}" for _weight, mark in letters).rstrip("0")
    return "".join(weight for weight, _mark in letters) + "00" + marks


def _letters(text, language):
    text = unicodedata.normalize("NFC", lower(" ".join(_unquoted(text).replace("-", " ").split()), language))
    weights, found, place = _weights(language), [], 0
    while place < len(text) and len(found) < LONGEST_SORTED:
        step = 2 if text[place : place + 2] in weights else 1
        found += weights.get(text[place : place + step]) or _foreign(text[place], language)
        place += step
    return found[:LONGEST_SORTED]


def _unquoted(text):
    return "".join(letter for letter in text if letter not in APOSTROPHES)


@lru_cache(maxsize=16)
def _weights(language):
    """Return {letter: [(weight, mark)]}: a space, the language's own letters, the other script's, figures."""
    other = "en" if script_of(language) == CYRILLIC else "uk"
    ordered = [" ", *ALPHABETS.get(language, ALPHABETS["en"]), *ALPHABETS[other]]
    weights = {
        letter: [(f"{number:02x}", 0)] for number, letter in enumerate(dict.fromkeys(ordered), start=1)
    }
    return weights | {str(figure): [(f"f8{figure}", 0)] for figure in range(10)}


@lru_cache(maxsize=4096)
def _foreign(letter, language):
    """Return the weights of a letter outside the alphabet: its plain letters', else its code point."""
    weights = _weights(language)
    plain = unicodedata.normalize("NFKD", NEIGHBOURS.get(letter, letter))
    known = [weights[base][0] for base in plain if base in weights]
    if not known:
        return [] if unicodedata.category(letter)[0] in "PZCM" else [(f"f0{ord(letter):06x}", 0)]
    return [(weight, 1 + ord(letter) % 254) for weight, _mark in known]
