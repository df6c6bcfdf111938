"""Which language a letter is written in. Pure; the model (about 100 MB) is loaded with the first letter."""

import re
from functools import cache

from py3langid.langid import MODEL_FILE as MODEL, LanguageIdentifier

from home.languages.info import CONTENT_LANGUAGES

# Languages we tell apart: those of the site, Russian (letters may be written in it) and Turkish, which else
# would be taken for Crimean Tatar.
LANGUAGES = [*(code for code, _name in CONTENT_LANGUAGES), "ru", "tr"]
# Below this many letters a guess is worth nothing.
FEWEST_LETTERS = 12
# Crimean Tatar in Cyrillic, which the model does not know: къ, гъ, нъ stand in no Russian or Ukrainian word.
# Bulgarian has them, but neither ы nor э.
CRH_PAIRS = re.compile("[кгн]ъ", re.IGNORECASE)
CRH_LETTERS = re.compile("[ыэ]", re.IGNORECASE)
WORDS = re.compile(r"[^\W\d_]+")
WORDS_A_PAIR = 12


def detect_language(text):
    """Return the code of the language of `text`, or "" when there is too little to tell."""
    words = WORDS.findall(text)
    if sum(map(len, words)) < FEWEST_LETTERS:
        return ""
    if CRH_LETTERS.search(text) and len(CRH_PAIRS.findall(text)) * WORDS_A_PAIR >= len(words):
        return "crh"
    return _identifier().classify(text)[0]


@cache
def _identifier():
    identifier = LanguageIdentifier.from_model_file(MODEL)
    identifier.set_languages(LANGUAGES)
    return identifier
