"""Languages in the words of the screen: «шведська», "Swedish"."""

from django.utils.functional import lazy
from django.utils.translation import gettext, pgettext

from home.languages.table import LANGUAGES, Use, declared


def _in_words(code: str) -> str:
    """Return our catalogue's word, else Django's; the code itself where it is no language of ours."""
    name = declared(code).in_english
    said = pgettext("a language", name)
    return gettext(name) if said == name else said


language_in_words = lazy(_in_words, str)
# Of the languages that a letter may be in.
LANGUAGE_WORDS = {
    code: language_in_words(code) for code, language in LANGUAGES.items() if language.use != Use.READERS
}
