"""Which language a letter is written in. Pure; the model (about 100 MB) is loaded with the first letter."""

import re
from functools import cache
from threading import Lock

from py3langid.langid import MODEL_FILE as MODEL, LanguageIdentifier

from home.languages.table import LANGUAGES, Use

# Languages we tell apart, by the model's codes.
CODES = {
    language.detector or code: code for code, language in LANGUAGES.items() if language.use != Use.READERS
}
# Pairs of letters that stand in no other language written here, unless it lacks the letters beside them:
# Crimean Tatar in Cyrillic, which the model does not know, has къ, and unlike Bulgarian ы and э.
SPELLINGS = {
    code: (
        re.compile("|".join(pairs.split()), re.IGNORECASE),
        re.compile("|".join(letters.split()), re.IGNORECASE),
    )
    for code, (pairs, letters) in (
        (code, language.told_by) for code, language in LANGUAGES.items() if language.told_by
    )
}
# Below this many letters a guess is worth nothing.
FEWEST_LETTERS = 12
WORD_PATTERN = re.compile(r"[^\W\d_]+")
WORDS_A_PAIR = 12
LOADING = Lock()


def detect_language(text: str) -> str:
    """Return the code of the language of `text`, or "" when there is too little to tell."""
    words = WORD_PATTERN.findall(text)
    if sum(map(len, words)) < FEWEST_LETTERS:
        return ""
    for code, (pairs, letters) in SPELLINGS.items():
        if letters.search(text) and len(pairs.findall(text)) * WORDS_A_PAIR >= len(words):
            return code
    with LOADING:  # the first writers of a process come together: one loads it for all
        identifier = _identifier()
    return CODES[identifier.classify(text)[0]]


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL)
    identifier.set_languages(sorted(CODES.keys() & set(identifier.nb_classes)))
    return identifier
