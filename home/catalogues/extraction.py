"""Which words the sources ask a translation for: in Python, and in templates by Django's tags and our own."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, TokenType
from django.utils.translation import trim_whitespace

SOURCES = ("cms", "home", "prisoner_pages", "letters")
# Which arguments of a function of django.utils.translation are context, words, words in the plural.
FUNCTIONS = {
    "gettext": ("words",),
    "gettext_lazy": ("words",),
    "gettext_noop": ("words",),
    "ngettext": ("words", "plural"),
    "ngettext_lazy": ("words", "plural"),
    "pgettext": ("context", "words"),
    "pgettext_lazy": ("context", "words"),
    "npgettext": ("context", "words", "plural"),
    "npgettext_lazy": ("context", "words", "plural"),
}
QUOTED = r"""("[^"]*"|'[^']*')"""
TAGS = {
    # Django's own tag and the components' tag that marks a fallback (home.templatetags.interface).
    re.compile(rf"^(?:trans|translate)\s+{QUOTED}(?:.*\scontext\s+{QUOTED})?"): ("words", "context"),
    re.compile(rf"^t\s+{QUOTED}(?:.*\scontext={QUOTED})?"): ("words", "context"),
    re.compile(rf"^tn\s+{QUOTED}\s+{QUOTED}"): ("words", "plural"),
}
CONSTANT = re.compile(rf"_\({QUOTED}\)")
# Words handed to a component, which says them with `{% t label %}`.
HANDED_OVER = re.compile(r"\s(?:label|title|text|heading)=(\"[A-Z][^\"]*\"|'[A-Z][^']*')")
BLOCK = re.compile(rf"^(?:blocktrans|blocktranslate)(?:\s.*?context\s+{QUOTED}|\s|$)")
BLOCK_END = re.compile(r"^end(?:blocktrans|blocktranslate)$")


@dataclass(frozen=True, order=True)
class Message:
    """One thing to translate. `context` tells apart equal words of different meaning, "" for none."""

    words: str
    context: str = ""
    plural: str = ""


def messages_of_project(root):
    """Return {Message: sorted paths of the files that use it}, paths relative to the project."""
    found = {}
    for path in _sources(Path(root)):
        read = messages_of_python if path.suffix == ".py" else messages_of_template
        for message in read(path.read_text(encoding="utf-8")):
            found.setdefault(message, set()).add(path.relative_to(root).as_posix())
    twice = _also_plural(found)
    return {message: sorted(paths) for message, paths in sorted(found.items()) if message not in twice}


def _also_plural(messages):
    """Return the messages that another one holds as its singular: a catalogue knows such words once."""
    return {Message(message.words, message.context) for message in messages if message.plural}


def _sources(root):
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
                yield path


def messages_of_python(source):
    tree = ast.parse(source)
    names = _translating_names(tree)
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    found = (_message_of_call(call, names) for call in calls)
    return [message for message in found if message]


def _translating_names(tree):
    """Return {name in this file: arguments} of the functions imported from django.utils.translation."""
    imports = (
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
    )
    return {
        alias.asname or alias.name: FUNCTIONS[alias.name]
        for node in imports
        for alias in node.names
        if alias.name in FUNCTIONS
    }


def _message_of_call(call, names):
    arguments = names.get(call.func.id) if isinstance(call.func, ast.Name) else None
    given = call.args[: len(arguments)] if arguments else []
    if not given or not all(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in given):
        return None
    message = Message(**{name: part.value for name, part in zip(arguments, given, strict=False)})
    return message if message.words else None


def messages_of_template(source):
    found, tokens = [], iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents == "comment":
            _tokens_until(tokens, re.compile("^endcomment$"))
        elif token.token_type == TokenType.BLOCK and (block := BLOCK.match(token.contents)):
            found.append(_message_of_block(token, _tokens_until(tokens, BLOCK_END), block[1]))
        elif token.token_type != TokenType.TEXT:
            found += _messages_of_tag(token.contents)
    return found


def _messages_of_tag(contents):
    for pattern, names in TAGS.items():
        if tag := pattern.match(contents):
            yield Message(
                **{name: part[1:-1] for name, part in zip(names, tag.groups(), strict=True) if part}
            )
    handed_over = HANDED_OVER.findall(contents) if contents.startswith("include ") else []
    for constant in CONSTANT.findall(contents) + handed_over:
        yield Message(constant[1:-1])


def _tokens_until(tokens, end):
    taken = []
    for token in tokens:
        if token.token_type == TokenType.BLOCK and end.match(token.contents):
            break
        taken.append(token)
    return taken


def _message_of_block(opening, tokens, context):
    words, plural = [], None
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents.split()[:1] == ["plural"]:
            plural = []
        else:
            (words if plural is None else plural).append(_printed(token))
    tidy = trim_whitespace if "trimmed" in opening.contents.split() else str
    texts = {"words": tidy("".join(words)), "plural": tidy("".join(plural or []))}
    return Message(**texts, context=context[1:-1] if context else "")


def _printed(token):
    if token.token_type == TokenType.VAR:
        return f"%({token.contents.partition('|')[0].strip()})s"
    return token.contents.replace("%", "%%")
