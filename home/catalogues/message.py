"""One thing to translate, and what each translation of it must keep."""

import re
from dataclasses import dataclass

# The forms of each message; the files that use it.
Translations = dict["Message", list[str]]
Places = dict["Message", list[str]]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?[a-z]+")


@dataclass(frozen=True, order=True)
class Message:
    """`context` distinguishes equal words of different meaning, or is ""; so is `plural` without a number."""

    words: str
    context: str = ""
    plural: str = ""


def keeps_placeholders(message: Message, form: str) -> bool:
    """Say whether a form has all placeholders of the English words; that for one may leave out the number."""
    wanted = [sorted(PLACEHOLDER.findall(words)) for words in (message.words, message.plural) if words]
    return sorted(PLACEHOLDER.findall(form)) in wanted
