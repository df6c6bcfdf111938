"""Words that went through the catalogues bear a mark on every letter; whatever bears none is said by nobody.

Letter by letter, so that a word that is cut off, put into capitals or into a sentence is still told.
"""

import json
import re
from functools import cache

from django.apps import apps
from django.db.models import CharField, JSONField, TextField
from django.utils.translation import trans_real
from lxml import html
from wagtail.models import Page

from home.private_parts import keys_known_in

MARK = "\u034f"  # COMBINING GRAPHEME JOINER: shows nothing, and no text of ours has it
CONTEXT = "\x04"  # Django writes it between context and words
PLACES = r"%\(\w+\)[sdr]|%[sdr%]|\{\w*\}"  # of values
KEPT = re.compile(rf"{PLACES}|<[^>]*>|&#?\w+;")
LETTER = re.compile(r"[^\W\d_]")
WORD = re.compile(r"[^\W\d_]+")
UNMARKED = re.compile(rf"{LETTER.pattern}(?!{MARK})(?:[^\W\d_]|['’ʼ-](?=[^\W\d_]))*")
# Names of files, keys, addresses: they have more than letters in them.
TOKEN = re.compile(rf"{PLACES}|<[^>]*>|\S*\w[._@/:=\d]\w\S*")


@cache
def marked(words):
    pieces, end = [], 0
    for kept in KEPT.finditer(words):
        pieces += [LETTER.sub(rf"\g<0>{MARK}", words[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join([*pieces, LETTER.sub(rf"\g<0>{MARK}", words[end:])])


def mark_catalogues(monkeypatch):
    """Let catalogues mark what they say. What one lacks stays unmarked, but in English: the code has it."""
    gettext, ngettext = trans_real.DjangoTranslation.gettext, trans_real.DjangoTranslation.ngettext

    def has(catalogue, key):
        language = catalogue.to_language()
        return language == "en" or key in keys_known_in(language)

    def say(catalogue, words):
        is_known = has(catalogue, words) or has(catalogue, (words, 0))
        said = gettext(catalogue, words)
        return marked(said.rpartition(CONTEXT)[2]) if is_known else said

    def count(catalogue, one, many, number):
        said = ngettext(catalogue, one, many, number)
        return marked(said.rpartition(CONTEXT)[2]) if has(catalogue, (one, 0)) else said

    monkeypatch.setattr(trans_real.DjangoTranslation, "gettext", say)
    monkeypatch.setattr(trans_real.DjangoTranslation, "ngettext", count)


# --- What somebody sees or hears -----------------------------------------------------------------
SAID = {"alt", "aria-label", "aria-description", "placeholder", "title", "label", "data-label"}
SAID |= {"data-w-tooltip-content-value"}  # a hint that a script shows
# No words: code, drawings, keys of the keyboard, what somebody typed.
UNREAD = {"style", "svg", "code", "pre", "kbd", "textarea", "noscript", "head"}
OF_SCRIPTS = {"label", "title", "text", "description", "heading", "helpText", "placeholder", "message"}
OF_SCRIPTS |= {"SINGULAR", "PLURAL", "ALL", "ALL_IN_LISTING", "MONTHS", "WEEKDAYS", "WEEKDAYS_SHORT"}
OF_STYLE = {"classname", "className", "class", "icon", "icon_name"}


def said_in(source):
    """Yield each text of a page, its windows included, and of what its scripts are given."""
    if not source.strip():
        return
    root = html.document_fromstring(source) if "<html" in source else html.fromstring(f"<div>{source}</div>")
    yield from (title.text_content() for title in root.iter("title"))
    yield from _said_below(root)


def _said_below(element):
    if element.tag == "script":
        yield from _said_to_script(element)
    elif isinstance(element.tag, str) and element.tag not in UNREAD and not _is_counter(element):
        yield element.text or ""
        yield from _said_by_attributes(element)
        for child in element:
            yield from _said_below(child)
            yield child.tail or ""


def _is_counter(element):
    """Hidden until a script puts a number there."""
    return "data-side-panel-toggle-counter" in element.attrib


def _said_to_script(script):
    kind, text = script.get("type", ""), script.text or ""
    if "json" in kind:
        yield from said_to_scripts(json.loads(text))
    elif "template" in kind:
        yield from said_in(text)


def _said_by_attributes(element):
    for name, value in element.items():
        if name in SAID or (name == "value" and _is_button(element)):
            yield value
        elif name.startswith("data-") and value[:1] in ("[", "{"):
            yield from said_to_scripts(_read(value))
        elif name.startswith("data-") and "<" in value:
            yield from said_in(value)


def _is_button(element):
    return element.tag == "input" and element.get("type") in ("submit", "button", "reset")


def _read(value):
    try:
        return json.loads(value)
    except ValueError:
        return None


def said_to_scripts(value, key=""):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from said_to_scripts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from said_to_scripts(inner, key)
    elif isinstance(value, str) and "<" in value and ">" in value:
        yield from said_in(value)
    elif isinstance(value, str) and _is_seen(key, value):
        yield value


def _is_seen(key, value):
    """What has words in it, or stands under a key of words; never a list of classes."""
    is_text = key in OF_SCRIPTS or re.search(r"\w \w", value) or not value.isascii()
    return is_text and key not in OF_STYLE and not key.startswith("data-")


# --- Whose words they are ------------------------------------------------------------------------
SHORT = 60
OF_THE_CODE = {"contenttypes.ContentType", "auth.Permission"}


def texts_of_data():
    """Return what people wrote: (words of short texts, which names and titles are, whole longer ones)."""
    texts = set(_texts())
    short = {text for text in texts if len(text) <= SHORT}
    return words_in(" ".join(short)), texts - short


def _texts():
    """Leave out what nobody wrote: the title that Wagtail gave to the page above all others."""
    for model in apps.get_models():
        names = [field.attname for field in model._meta.concrete_fields if _holds_text(field)]
        if names and model._meta.label not in OF_THE_CODE:
            rows = model._base_manager.exclude(depth=1) if model is Page else model._base_manager
            for row in rows.values_list(*names):
                yield from (plain(str(text)) for text in row if text)


def plain(text):
    """Return a text without marks, each white space one blank."""
    return " ".join(text.replace(MARK, "").split())


def _holds_text(field):
    return isinstance(field, CharField | TextField) and not isinstance(field, JSONField) and not field.choices


def words_in(text):
    return {word.lower() for word in WORD.findall(text)}


def foreign_words(text, *, allowed):
    """Return the words of a text that no catalogue said."""
    return [word for word in UNMARKED.findall(TOKEN.sub(" ", text)) if not words_in(word) <= allowed]
