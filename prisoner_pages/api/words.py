"""Words of the site as an answer gives them: each with the language it is in."""

from django.utils.functional import Promise

from home.headless.api import Text
from home.templatetags.interface import language_of
from prisoner_pages.api.shapes import Word


class Words:
    """Makes Text in the language of one answer; use it while that language is active."""

    def __init__(self, language):
        self.language = language

    def text(self, words):
        """Return a Text of a lazy label, a Marked text, a name of a place or a string; None for nothing."""
        shown = str(words) if words is not None else ""
        if not shown:
            return None
        return Text.model_construct(text=shown, lang=self._language(words) or self.language)

    def word(self, choice):
        """Return the Word of a member of Choices."""
        return self.labelled(choice.value, choice.label)

    def labelled(self, code, label):
        return Word.model_construct(code=str(code), label=self.text(label))

    def _language(self, words):
        own = getattr(words, "language", None)
        return language_of(words) if own is None and isinstance(words, Promise) else own
