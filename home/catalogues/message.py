"""One thing to translate, and what each translation of it must keep."""

import re
from dataclasses import dataclass

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?[a-z]+")


@dataclass(frozen=True, order=True)
class Message:
    """`context` tells apart equal words of different meaning, "" for none; `plural` is "" for words alone."""

    words: str
    context: str = ""
    plural: str = ""


def keeps_placeholders(message: Message, form: str) -> bool:
    """A form keeps all places of the English words; a form for one may name no number."""
    wanted = [sorted(PLACEHOLDER.findall(words)) for words in (message.words, message.plural) if words]
    return sorted(PLACEHOLDER.findall(form)) in wanted
