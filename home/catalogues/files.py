"""The catalogues on disk: what is in them, what is merged into them, how they are compiled.

locale/<language>/LC_MESSAGES/django.po  our own words, complete in Ukrainian
locale/parts/<part>.po                   Ukrainian words on their way there, written with their code
locale/parts/<part>.<language>.po        words of another language, as the desk hands proposals out
locale/libraries/<name>.<language>.po    words of Django and Wagtail that they lack in a language; kept
locale/libraries/scripts/                the same for words that their scripts say in the browser
"""

from collections.abc import Iterable, Mapping
from gettext import c2py
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polib
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT, MONTHS_AP, WEEKDAYS, WEEKDAYS_ABBR

from home.catalogues.message import Message, Places, Translations
from home.languages.info import CONTENT_LANGUAGES, SOURCE_LANGUAGE, upper
from home.languages.table import ENGLISH, declared
from home.private_parts import arguments_of

CODES = tuple(code for code, _name in CONTENT_LANGUAGES)
TWO_FORMS = "nplurals=2; plural=(n != 1);"
NO_SOURCES: Mapping[Message, str] = MappingProxyType({})


def plural_of(language: str) -> str:
    return declared(language).plural or TWO_FORMS


def plural_count(language: str) -> int:
    return int(plural_of(language)[len("nplurals=")])


def plural_examples(language: str, *, count: int = 3) -> list[str]:
    """Return for each plural form the first numbers that take it: ["1, 21, 31", ...]."""
    form_of = c2py(plural_of(language).partition("plural=")[2].rstrip(";"))
    found: list[list[str]] = [[] for _form in range(plural_count(language))]
    for number in range(100):
        found[int(form_of(number))].append(str(number))
    return [", ".join(numbers[:count]) for numbers in found]


def catalogue_path(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def scripts_path(root: Path, language: str) -> Path:
    """Return what Django's JavaScriptCatalog reads; there is none where libraries lack nothing."""
    return root / "locale" / language / "LC_MESSAGES" / "djangojs.mo"


def read(path: Path) -> Translations:
    """Return {Message: [forms]} of one file, blank translations left out."""
    entries = polib.pofile(str(path)) if path.exists() else []
    return {message_of(entry): forms for entry in entries if any(forms := forms_of(entry))}


def sources_of(root: Path, language: str) -> dict[Message, str]:
    """Return {Message: where its words come from}, as the comments of the catalogue and its parts say."""
    files = [*parts_of(root, language), catalogue_path(root, language)]
    entries = (entry for path in files if path.exists() for entry in polib.pofile(str(path)))
    return {message_of(entry): entry.tcomment for entry in entries if entry.tcomment}


def message_of(entry: polib.POEntry) -> Message:
    return Message(entry.msgid, entry.msgctxt or "", entry.msgid_plural or "")


def forms_of(entry: polib.POEntry) -> list[str]:
    return [entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural)] or [entry.msgstr]


def merged(root: Path, language: str, messages: Iterable[Message]) -> Translations:
    """Return {Message: [forms]} of a language: our words, and those that libraries lack.

    A translation in the catalogue stays; what is blank is filled by a part, else by a library. A word
    that no source uses is dropped.
    """
    libraries = library_words(root, language)
    known = dict(libraries)
    for path in parts_of(root, language):
        known |= read(path)
    known |= read(catalogue_path(root, language))
    return libraries | {message: known.get(message, []) for message in messages}


def parts_of(root: Path, language: str) -> list[Path]:
    """Return the parts of a language, as their file names tell; a name without a language is Ukrainian."""
    parts = sorted((root / "locale" / "parts").glob("*.po"))
    return [path for path in parts if (path.stem.partition(".")[2] or SOURCE_LANGUAGE) == language]


def library_words(root: Path, language: str) -> Translations:
    return date_words(language) | _words_in(Path(root) / "locale" / "libraries", language)


def script_words(root: Path, language: str) -> Translations:
    return _words_in(Path(root) / "locale" / "libraries" / "scripts", language)


def _words_in(folder: Path, language: str) -> Translations:
    found: Translations = {}
    for path in sorted(folder.glob(f"*.{language}.po")):
        found |= read(path)
    return found


def date_words(language: str) -> Translations:
    """Return Django's words of dates from the table of a language that Django does not know."""
    words = declared(language).dates
    if not (words and words.weekdays):
        return {}
    alone, short = words.alone or words.months, words.months_short
    capital = [*alone, *short, *short, *words.weekdays, *words.weekdays_short]
    lists: Any = (MONTHS, MONTHS_3, MONTHS_AP, WEEKDAYS, WEEKDAYS_ABBR, MONTHS_ALT)
    said = [*(upper(word[0], language) + word[1:] for word in capital), *words.months]
    return {
        Message(key[-1], key[0] if key[1:] else ""): [word]
        for key, word in zip(
            map(arguments_of, chain.from_iterable(map(dict.values, lists))), said, strict=True
        )
    }


def unused_parts(root: Path, messages: Places) -> dict[str, list[Message]]:
    """Return, by file, the words of the parts that no source asks for."""
    parts = sorted((root / "locale" / "parts").glob("*.po"))
    unused = {path.name: sorted(read(path).keys() - messages.keys()) for path in parts}
    return {name: found for name, found in unused.items() if found}


def catalogue(
    language: str, translations: Translations, places: Places, sources: Mapping[Message, str] = NO_SOURCES
) -> polib.POFile:
    """Return the PO file of {Message: [forms]}: sorted and undated, so that equal input is an equal file."""
    file = polib.POFile(wrapwidth=110)
    file.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": plural_of(language),
    }
    for message, forms in sorted(translations.items()):
        entry = _entry(message, forms, language, places.get(message, []))
        entry.tcomment = sources.get(message, "")
        file.append(entry)
    return file


def _entry(message: Message, forms: list[str], language: str, places: list[str]) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.words,
        msgctxt=message.context or None,
        occurrences=[(place, "") for place in places],
    )
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = dict(enumerate(forms or [""] * plural_count(language)))
    else:
        entry.msgstr = forms[0] if forms else ""
    if "%(" in message.words or "%s" in message.words:
        entry.flags.append("python-format")
    return entry


def compiled(language: str, translations: Translations) -> bytes:
    """Return the MO file; where readers get English for a missing word, it is its own translation.

    Django would show Ukrainian. Where they get that, marked as such, a missing word stays missing.
    """
    filled = {message: forms for message, forms in translations.items() if any(forms)}
    if language != SOURCE_LANGUAGE and declared(language).words_missing_in == ENGLISH:
        filled = {message: forms or _english(message, language) for message, forms in translations.items()}
    return bytes(catalogue(language, filled, {}).to_binary())


def _english(message: Message, language: str) -> list[str]:
    others = [message.plural] * (plural_count(language) - 1) if message.plural else []
    return [message.words, *others]


def write(root: Path, language: str, messages: Places) -> bool:
    """Update one language's PO and MO files from the sources; return whether either changed."""
    translations = merged(root, language, messages)
    path = catalogue_path(root, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = {
        path: (str(catalogue(language, translations, messages, sources_of(root, language))) + "\n").encode(),
        path.with_suffix(".mo"): compiled(language, translations),
    }
    if words := script_words(root, language):
        written[scripts_path(root, language)] = compiled(language, words)
    changed = {
        file: content
        for file, content in written.items()
        if not file.exists() or file.read_bytes() != content
    }
    for file, content in changed.items():
        file.write_bytes(content)
    return bool(changed)
