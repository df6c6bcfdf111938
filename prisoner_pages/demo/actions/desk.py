"""The desk for page translation on a day of work: what is done, what waits, what is still to be done."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Locale
from wagtail_localize.models import Translation

from home.languages.info import SOURCE_LANGUAGE
from home.translation.core.actions.sync import submit
from home.translation.core.actions.units import approve, leave_out, save_draft
from home.translation.models import Unit
from prisoner_pages.demo.actions.words import MODELS
from prisoner_pages.demo.reading import Table, content
from prisoner_pages.models import PrisonerPage

CRIMEAN_TATAR = "crh"


@dataclass
class Work:
    """A text in one language: {field: what its strings say, in their order}; `reviewed` are fields."""

    original: Any
    language: str
    texts: dict[str, list[str]]
    reviewed: list[str] = field(default_factory=list)
    translator: str = ""  # the name of an account
    left_out: list[str] = field(default_factory=list)  # words of the original

    @property
    def place(self) -> tuple[UUID, str]:
        return self.original.translation_key, self.language


def load_desk() -> None:
    """Open for translation what is not open yet, and enter what is translated of it; the rest is left."""
    tables = content("desk")
    pages = {page.slug: page for page in _stories()}
    works = [*_told(tables["text"], pages), *_worded(tables["words"]), *_named(pages.values())]
    opened = Translation.objects.filter(target_locale__language_code__in=["de", CRIMEAN_TATAR])
    known = set(opened.values_list("source__object_id", "target_locale__language_code"))
    for work in works:
        if work.place not in known:
            _enter(work)


def _stories() -> QuerySet[PrisonerPage]:
    told = PrisonerPage.objects.live().filter(locale__language_code=SOURCE_LANGUAGE, prisoner__invented=True)
    return told.select_related("prisoner")


def _told(tables: Iterable[Table], pages: Mapping[str, PrisonerPage]) -> Iterator[Work]:
    for table in tables:
        texts = {name: table[name] for name in ("title", "intro", "photo_alt", "body")}
        if table["person"] in pages:
            page, left_out = pages[table["person"]], table["left_out"]
            yield Work(page, table["language"], texts, table["reviewed"], left_out=left_out)


def _worded(tables: Iterable[Table]) -> Iterator[Work]:
    for table in tables:
        rows = content("words")[table["kind"]]
        model = MODELS[table["kind"]].objects.filter(locale__language_code=SOURCE_LANGUAGE, live=True)
        words = {word.name: word for word in model}
        for key, text in table["texts"].items():
            reviewed = ["name"] if key in table["reviewed"] else []
            if word := words.get(rows[key]["uk"]):
                yield Work(word, table["language"], {"name": [text]}, reviewed)


def _named(pages: Iterable[PrisonerPage]) -> Iterator[Work]:
    for page in pages:
        if name := page.prisoner.name_crh:
            yield Work(page, CRIMEAN_TATAR, {"title": [name]}, translator=f"translator.{CRIMEAN_TATAR}")


@transaction.atomic
def _enter(work: Work) -> None:
    locale = Locale.objects.get(language_code=work.language)
    source = submit(work.original, [locale])
    units = Unit.objects.filter(translation__source=source, translation__target_locale=locale)
    by = get_user_model().objects.filter(username=work.translator).first()
    said = {name: list(texts) for name, texts in work.texts.items()}
    for unit in (
        units.active().with_drafts().select_related("context", "string", "translation__target_locale")
    ):
        name = unit.context.path.partition(".")[0]
        if any(words in unit.string.data for words in work.left_out):
            leave_out(unit, by=None, version=unit.version)
        elif said.get(name):
            _translate(unit, said[name].pop(0), by, is_reviewed=name in work.reviewed)


def _translate(unit: Unit, text: str, by: User | None, *, is_reviewed: bool) -> None:
    unit = save_draft(unit, text, by=by, version=unit.version)
    if is_reviewed:
        approve(unit, by=None, version=unit.version)
