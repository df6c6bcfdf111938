"""What is wrong with the catalogues, as sentences."""

from collections.abc import Iterator
from pathlib import Path

from home.catalogues.extraction import messages_of_project
from home.catalogues.files import (
    CODES,
    catalogue_path,
    compiled,
    merged,
    plural_count,
    read,
    script_words,
    scripts_path,
)
from home.catalogues.message import Places, Translations, keeps_placeholders
from home.languages.info import SOURCE_LANGUAGE


def problems(root: Path) -> list[str]:
    messages = messages_of_project(root)
    found = []
    for language in CODES:
        translations = merged(root, language, messages)
        found += [*_missing(language, translations), *_broken(language, translations)]
        found += _stale(root, language, translations, messages)
        found += _of_scripts(root, language, script_words(root, language))
    return found


def _missing(language: str, translations: Translations) -> Iterator[str]:
    if language == SOURCE_LANGUAGE:
        blank = (message for message, forms in translations.items() if not any(forms))
        yield from (f"{language}: no translation of “{message.words}”" for message in blank)


def _broken(language: str, translations: Translations) -> Iterator[str]:
    for message, forms in translations.items():
        if not any(forms):
            continue
        if message.plural and (len(forms) != plural_count(language) or not all(forms)):
            yield f"{language}: a plural form of “{message.words}” is missing"
        if any(not keeps_placeholders(message, form) for form in forms):
            yield f"{language}: the placeholders of “{message.words}” differ"


def _stale(root: Path, language: str, translations: Translations, messages: Places) -> Iterator[str]:
    path = catalogue_path(root, language)
    known = read(path)
    filled = {message: forms for message, forms in translations.items() if any(forms)}
    if known != filled or not path.exists():
        yield f"{language}: django.po is older than its sources; run `make messages`"
    mo_path = path.with_suffix(".mo")
    if not mo_path.exists() or mo_path.read_bytes() != compiled(language, translations):
        yield f"{language}: django.mo is older than django.po; run `make messages`"


def _of_scripts(root: Path, language: str, translations: Translations) -> Iterator[str]:
    yield from _broken(language, translations)
    path = scripts_path(root, language)
    if translations and (not path.exists() or path.read_bytes() != compiled(language, translations)):
        yield f"{language}: djangojs.mo is older than its sources; run `make messages`"
