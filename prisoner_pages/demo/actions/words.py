"""Vocabularies of the demo: found by their Ukrainian name, so that words of an import are shared."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from home.languages.info import SOURCE_LANGUAGE
from home.pages.actions.indexing import note_references
from home.translation.core.actions.text_entry import place_story
from prisoner_pages.demo.reading import Table, content
from prisoner_pages.models import CaseGroup, ChargeArticle, Interest, Occupation, Place, Topic

MODELS = {
    "occupation": Occupation,
    "interest": Interest,
    "topic": Topic,
    "case": CaseGroup,
    "article": ChargeArticle,
    "place": Place,
}
LANGUAGES = ("uk", "en")


def load_words() -> dict[tuple[str, str], Any]:
    """Make the words that are missing; return {(kind, key): word in the source locale}."""
    source = Locale.objects.get(language_code=SOURCE_LANGUAGE)
    tatar = content("words_crh")
    return {
        (kind, key): word
        for kind, table in content("words").items()
        for key, word in _load(MODELS[kind], table, tatar.get(kind, {}), source).items()
    }


def _load(model: Any, table: Table, tatar: Table, source: Locale) -> dict[str, Any]:
    known = {word.name: word for word in model.objects.filter(locale=source)}
    words: dict[str, Any] = {}
    for key, row in table.items():
        names = {"en": row["en"]} | ({"crh": tatar[key]["word"]} if key in tatar else {})
        words[key] = known.get(row["uk"]) or _add(model, row, names, words, source)
    return words


@transaction.atomic
def _add(model: Any, row: Table, names: dict[str, str], words: dict[str, Any], source: Locale) -> Any:
    facts = {name: value for name, value in row.items() if name not in LANGUAGES}
    if "parent" in facts:
        facts["parent"] = words[facts["parent"]]
    now = timezone.now()
    facts |= {"first_published_at": now, "last_published_at": now}
    word = model.objects.create(name=row["uk"], locale=source, **facts)
    placed = (
        place_story(word, locale=language, fields={"name": name}, by=None, live=True)
        for language, name in names.items()
    )
    note_references(word, *placed)
    return word
