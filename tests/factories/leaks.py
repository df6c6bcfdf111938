"""Looking for words that must not be there, in whatever form they may have got there."""

import base64
import gzip
import json
import pickle
from html import escape
from pathlib import Path
from urllib.parse import quote

from django.core.cache import caches

from tests.private_parts import kept_in

# Letters of base64: fewer come up by chance in what is encrypted.
TOLD_FROM_CHANCE = 8


def forms_of(word):
    """Return {name of the form: the word in it}, in lower case: as a text of logs and rows would hold it."""
    raw = word.encode()
    forms = {
        "raw": word,
        "reversed": word[::-1],
        "json": json.dumps(word)[1:-1],
        "url": quote(word),
        "html": escape(word),
        "bytes": repr(raw)[2:-1],
        "hex": raw.hex(),
        "utf-16": word.encode("utf-16-le").hex(),
    }
    # Base64 of a longer text holds the word in one of three ways, by where in the text it stands.
    for shift in range(3):
        coded = base64.b64encode(b" " * shift + raw).decode().rstrip("=")[4 if shift else 0 : -2]
        if len(coded) >= TOLD_FROM_CHANCE:
            forms[f"base64 {shift}"] = coded
    return {name: form.lower() for name, form in forms.items()}


def found_in(text, words):
    """Return [(word, form)] of the words that stand in the text."""
    text = text.lower()
    return [(word, name) for word in words for name, form in forms_of(word).items() if form in text]


def found_in_bytes(content, words):
    """Return the same for a file: its bytes as they are, as UTF-16 and unpacked where it is packed."""
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    return found_in(f"{content.decode(errors='replace')} {content.hex()}", words)


def found_in_files(folder, words):
    """Return [(file, word, form)] of what files below the folder hold or are called."""
    files = [path for path in Path(folder).rglob("*") if path.is_file()]
    return [
        (path.name, *hit)
        for path in files
        for hit in (*found_in(path.name, words), *found_in_bytes(path.read_bytes(), words))
    ]


def cached():
    """Return what the caches hold, keys and values, as text."""
    rows = []
    for cache in caches.all(initialized_only=True):
        rows += [f"{key} {pickle.loads(value)!r}" for key, value in kept_in(cache).items()]  # noqa: S301
    return "\n".join(rows)
