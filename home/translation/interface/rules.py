"""What a proposed string of the interface must keep of the English one. Pure."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from home.catalogues.files import plural_count
from home.catalogues.message import Message, keeps_placeholders
from home.languages.table import declared
from home.translation.quality.characters import is_printable, spoken

# Words of the interface stand on buttons and in lines: a form may be this many times as long as in English.
TIMES_LONGER = 3
SPARE = 30  # characters that even the shortest may have
TAG = re.compile(r"<[^<>]*>?")
PLACE = re.compile(r"%(?:\(\w+\))?[sd]")
PERCENT = re.compile(rf"(?!{PLACE.pattern})%")
LONGEST_SOURCE = 255


def faults_of(message: Message, language: str, forms: list[str], source: str) -> list[str]:
    """Return what is wrong with the forms proposed for a Message, as sentences; nothing wrong is []."""
    wanted = plural_count(language) if message.plural else 1
    if len(forms) != wanted or not all(form.strip() for form in forms):
        return [_("Every form needs its words.")]
    faults = [fault for form in forms for fault in _faults_of_form(message, form)]
    if declared(language).needs_sources and not source.strip():
        faults.append(_("Say where the words come from: a publication, or which native speaker said so."))
    if len(source) > LONGEST_SOURCE:
        faults.append(_("The source is longer than %s characters.") % LONGEST_SOURCE)
    return list(dict.fromkeys(faults))


def _faults_of_form(message: Message, form: str) -> Iterator[str]:
    if unseen := [sign for sign in dict.fromkeys(form) if not is_printable(sign, None)]:
        yield _("These characters cannot be printed: %s.") % ", ".join(map(spoken, unseen[:5]))
    if not keeps_placeholders(message, form) or _has_stray_percent(message, form):
        yield _("Keep the places for names and numbers exactly as in the English words.")
    elif sorted(TAG.findall(form)) not in _tags(message):
        yield _("Keep the marks <…> as they are.")
    longest = TIMES_LONGER * max(len(message.words), len(message.plural)) + SPARE
    if len(form) > longest:
        yield _("The text has %(count)s characters; at most %(longest)s fit.") % {
            "count": len(form),
            "longest": longest,
        }


def _tags(message: Message) -> list[list[str]]:
    return [sorted(TAG.findall(words)) for words in (message.words, message.plural) if words]


def _has_stray_percent(message: Message, form: str) -> bool:
    """Say whether a per cent sign would be taken for the beginning of a placeholder."""
    return bool(PLACE.search(message.words)) and bool(PERCENT.search(form.replace("%%", "")))
