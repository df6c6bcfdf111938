"""Which words in the sources need a translation, as Babel reads them; templates become Python first.

For developers only: the site runs without Babel.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.extract import extract
from django.utils.translation.template import templatize

from home.catalogues.message import Message, Places

SOURCES = ("cms", "home", "prisoner_pages", "letters")
# Which arguments of a function of django.utils.translation are words, words in the plural, context.
FUNCTIONS = {
    "gettext": (1,),
    "gettext_lazy": (1,),
    "gettext_noop": (1,),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
IMPORTED = re.compile(r"from django\.utils\.translation import (\([^)]*\)|.*)")
# A template is read as calls of these, and of `_` with what stands in a tag or variable as `_("words")`.
FUNCTIONS_OF_TEMPLATES = FUNCTIONS | {"_": {1: (1,), 2: (1, 2)}}
QUOTED = r"""(?:"[^"]*"|'[^']*')"""
# The components' tags that mark a fallback (home.templatetags.interface).
OWN_TAG = re.compile(rf"({{%\s*tn?\s+)({QUOTED})(?:\s+({QUOTED}))?")
INCLUDE = re.compile(r"{%\s*include .*?%}")
# Words handed to a component, which says them with `{% t label %}`.
HANDED_OVER = re.compile(r"(\s(?:label|title|text|heading)=)(\"[A-Z][^\"]*\"|'[A-Z][^']*')")


def messages_of_project(root: Path) -> Places:
    """Return {Message: sorted paths of the files that use it}, paths relative to the project."""
    found: dict[Message, set[str]] = {}
    for path in _sources(Path(root)):
        read = messages_of_python if path.suffix == ".py" else messages_of_template
        for message in read(path.read_text(encoding="utf-8")):
            found.setdefault(message, set()).add(path.relative_to(root).as_posix())
    twice = _also_plural(found)
    return {message: sorted(paths) for message, paths in sorted(found.items()) if message not in twice}


def _also_plural(messages: Iterable[Message]) -> set[Message]:
    """Return the messages that another one has as its singular: a catalogue holds such words once."""
    return {Message(message.words, message.context) for message in messages if message.plural}


def _sources(root: Path) -> Iterator[Path]:
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
                yield path


def messages_of_python(source: str) -> list[Message]:
    keywords = _imported(source)
    return list(_messages(source, keywords)) if keywords else []


def _imported(source: str) -> dict[str, Any]:
    """Return the keywords for Babel, by the names under which the file imports the functions."""
    names = re.findall(r"(\w+)(?: as (\w+))?", " ".join(IMPORTED.findall(source)))
    return {alias or name: FUNCTIONS[name] for name, alias in names if name in FUNCTIONS}


def _messages(python: str, keywords: Mapping[str, Any]) -> Iterator[Message]:
    for _line, found, _comments, context in extract("python", io.BytesIO(python.encode()), keywords):
        words, plural = found if isinstance(found, tuple) else (found, "")
        yield Message(words, context or "", plural)


def messages_of_template(source: str) -> list[Message]:
    source = OWN_TAG.sub(_as_constant, source)
    source = INCLUDE.sub(lambda tag: HANDED_OVER.sub(r"\1_(\2)", tag[0]), source)
    # In brackets, since the lines of a template are indented as no Python may be.
    return list(_messages(f"({templatize(source)}\n)", FUNCTIONS_OF_TEMPLATES))


def _as_constant(tag: re.Match[str]) -> str:
    """Return the beginning of a tag of our own with its words as Django marks a constant."""
    return f"{tag[1]}_({', '.join(filter(None, tag.groups()[1:]))})"
