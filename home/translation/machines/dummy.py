import re
from collections.abc import Sequence

from home.translation.choices import Machine
from home.translation.machines.base import Translator

WORD = re.compile(r"[^\W\d_]+")


class Dummy(Translator):
    """Reverses the letters of each word and keeps digits and signs: obviously no real draft.

    For tests and the demo. Applied twice it gives the text again.
    """

    display_name = Machine.DUMMY.label

    def can_translate(self, source: str, target: str) -> bool:
        return source != target

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        return [WORD.sub(lambda word: word[0][::-1], text) for text in texts]
