"""Interface words marked with their language.

`{% t "Write a letter" %}` prints the words in the page's language. Where its catalogue lacks them, words of
another language are shown inside `<span lang>`: Ukrainian on a Crimean Tatar page, else English. Where no
span can stand, the element carries the language: `{% titled %}` tells it for a `<title>`; the name of a
region is a hidden element that `aria-labelledby` points to.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, override

from home.languages.info import CYRILLIC, LATIN, main_script, script_of
from home.languages.table import ENGLISH, declared
from home.private_parts import arguments_of, keys_known_in

register = template.Library()

CONTEXT_GLUE = "\x04"  # as gettext joins a context to its msgid
MARKED = re.compile(r'<span lang="([\w-]+)">(.*?)</span>', re.DOTALL)


def fallback_language(key: str | tuple[str, int], words: Sequence[object], shown: str) -> str:
    """Return the language that `shown` is in when the page's own catalogue lacks `key`, else "".

    `words` are the English ones. Text that is no msgid at all (a name, a translated label) is no fallback:
    the Ukrainian catalogue is complete, so a key it lacks is such text.
    """
    language = _active()
    if language in (ENGLISH, settings.LANGUAGE_CODE):
        return ""
    if key not in keys_known_in(settings.LANGUAGE_CODE):
        return ""
    if (given := declared(language).words_missing_in) != ENGLISH:
        return "" if key in keys_known_in(language) else given
    return ENGLISH if shown in words else ""


def language_of(words: str | Promise) -> str:
    """Return the language in which a lazy value or a text is shown, "" for the page's own.

    A text is judged by its script: Cyrillic on a page in Latin script is Ukrainian.
    """
    (key, parts), shown = _key_of(words), str(words)
    return fallback_language(key, parts[-1:], shown) or language_by_script(shown, _active())


def _key_of(words: str | Promise) -> tuple[str, tuple[Any, ...]]:
    """Return the key of a catalogue and its parts (context and words, or the words alone)."""
    if not isinstance(words, Promise):
        return words, (words,)
    parts = arguments_of(words)
    return CONTEXT_GLUE.join(str(part) for part in parts), parts


def language_by_script(text: str, language: str) -> str:
    """Return Ukrainian for a text mostly in Cyrillic if `language` is written in Latin script, else ""."""
    is_foreign = script_of(language) == LATIN and main_script(text) == CYRILLIC
    return settings.LANGUAGE_CODE if is_foreign else ""


def _active() -> str:
    return get_language() or settings.LANGUAGE_CODE


def filled(shown: str, values: Mapping[str, Any]) -> SafeString:
    escaped = conditional_escape(shown)
    if not values:
        return escaped
    return mark_safe(escaped % {name: conditional_escape(value) for name, value in values.items()})  # noqa: S308


def marked(html: str, language: str) -> str:
    return format_html('<span lang="{}">{}</span>', language, html) if language else html


@register.simple_tag
def t(words: str | Promise, **values: Any) -> str:
    """Print interface words: `{% t "Letter to %(name)s" name=person.name %}`, `{% t field.label %}`.

    A date among the values is written in the language of the words. Takes a msgid or a `gettext_lazy` value
    (so pass `Choices(value).label`, not `get_…_display`, which is text already).
    """
    if not words:
        return ""
    shown = str(words) if isinstance(words, Promise) else gettext(words)
    key, parts = _key_of(words)
    language = fallback_language(key, parts[-1:], shown)
    return marked(filled(shown, _with_dates(values, language)), language)


def _with_dates(values: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """Write a date in the language of the sentence it stands in."""
    if not any(isinstance(value, date) for value in values.values()):
        return values
    with override(language or get_language()):
        return {
            name: date_format(value) if isinstance(value, date) else value for name, value in values.items()
        }


@register.filter
def in_its_language(text: str) -> str:
    """Print a text of a page (a title), marked where it is Ukrainian on a page in another script."""
    return marked(conditional_escape(text), language_by_script(str(text), _active()))


@register.simple_tag
def tn(singular: str, plural: str, count: int, **values: Any) -> str:
    """Print interface words by number: `{% tn "%(count)s letter" "%(count)s letters" total %}`."""
    shown = ngettext(singular, plural, count)
    language = fallback_language((singular, 0), (singular, plural), shown)
    return marked(filled(shown, {"count": count, **values}), language)


@register.simple_tag
def error_words(error: ValidationError) -> str:
    """Print what is wrong with a field, from `errors.as_data`: `{% error_words error %}`."""
    message, shown = error.message, error.messages[0]
    language = language_of(message) if isinstance(message, Promise) else language_by_script(shown, _active())
    return marked(conditional_escape(shown), language)


@dataclass(frozen=True)
class Title:
    """Words for an element that can hold no other, and the language of most of them ("" for the page's)."""

    text: str
    language: str


@register.simple_block_tag
def titled(content: str) -> "Title":
    """Return the Title of what stands inside, without marks: `{% titled as name %}…{% endtitled %}`."""
    return Title(mark_safe(MARKED.sub(r"\2", content).strip()), _main_language(content))  # noqa: S308


def _main_language(html: str) -> str:
    lengths = Counter({"": len(MARKED.sub("", html).strip())})
    for language, words in MARKED.findall(html):
        lengths[language] += len(words)
    return max(lengths, key=lambda language: lengths[language])
