import re

from home.translation.choices import Machine
from home.translation.machines.base import Translator

WORD = re.compile(r"[^\W\d_]+")


class Dummy(Translator):
    """Turns the letters of each word round, figures and signs stay: a draft that everybody sees is none.

    For tests and the demo. Twice is the text again.
    """

    display_name = Machine.DUMMY.label

    def can_translate(self, source, target):
        return source != target

    def translate(self, texts, source, target):
        return [WORD.sub(lambda word: word[0][::-1], text) for text in texts]
