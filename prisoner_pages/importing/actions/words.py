"""Words of the vocabularies that a list uses: found by their Ukrainian name, made when missing."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from wagtail.models import Locale

from home.languages.info import SOURCE_LANGUAGE
from home.translation.core.actions.text_entry import place_story
from prisoner_pages.facts.cells import Bilingual
from prisoner_pages.models import CaseGroup, Occupation

ENGLISH = "en"
# "Second group (kind of case)"
KIND = re.compile(r"(?P<name>.*\S)\s*\((?P<kind>[^()]*)\)")


class Words:
    """The vocabularies as one run knows them. `publish` makes new words, and its own drafts, public."""

    def __init__(self, *, publish: bool) -> None:
        self.publish = publish
        self.found: dict[tuple[Any, str], Any] = {}
        self.fresh: list[tuple[Any, str]] = []

    def occupations(self, words: Iterable[Bilingual]) -> list[Occupation]:
        return self._found(self._word(Occupation, word.uk, word.en) for word in words)

    def case_groups(self, word: Bilingual) -> list[CaseGroup]:
        match = KIND.fullmatch(word.en)
        english, kind = (match["name"], match["kind"][:100]) if match else (word.en, "")
        return self._found([self._word(CaseGroup, word.uk, english, kind=kind)])

    @staticmethod
    def _found(words: Iterable[Any]) -> list[Any]:
        """A word without a Ukrainian name has no place in the source vocabulary and is left out."""
        return list({word.pk: word for word in words if word}.values())

    def _word(self, model: Any, name: str, english: str, **facts: str) -> Any:
        if not name:
            return None
        key = (model, name)
        if key not in self.found:
            self.found[key] = self._stored(model, name) or self._made(model, name, facts)
            self._translate(self.found[key], english)
            self.fresh.append(key)
        return self.found[key]

    def _stored(self, model: Any, name: str) -> Any:
        word = model.objects.in_language(SOURCE_LANGUAGE).filter(name=name).order_by("pk").first()
        if word and self.publish and is_own_draft(word):
            word.latest_revision.publish(user=None, skip_permission_checks=True)
            word.refresh_from_db()
        return word

    def _made(self, model: Any, name: str, facts: dict[str, Any]) -> Any:
        word = model(name=name, locale=self.source_locale, live=False, **facts)
        word.save()
        revision = word.save_revision(user=None)
        if self.publish:
            revision.publish(user=None, skip_permission_checks=True)
            word.refresh_from_db()
        return word

    def _translate(self, word: Any, english: str) -> None:
        """Give the word its English name; one that stands there already is kept."""
        if not english or self.english_locale is None:
            return
        there = word.get_translation_or_none(self.english_locale)
        if there is None or self.publish and is_own_draft(there):
            name = {"name": english if there is None else there.name}
            place_story(word, locale=self.english_locale, fields=name, by=None, live=self.publish)

    @cached_property
    def source_locale(self) -> Locale:
        return Locale.objects.get(language_code=SOURCE_LANGUAGE)

    @cached_property
    def english_locale(self) -> Locale | None:
        return Locale.objects.filter(language_code=ENGLISH).first()

    def keep(self) -> None:
        """The row is committed: what it made stays known."""
        self.fresh = []

    def forget(self) -> None:
        """The row was rolled back: what it made is gone."""
        for key in self.fresh:
            del self.found[key]
        self.fresh = []


def is_own_draft(thing: Any) -> bool:
    """Say whether an import left this draft and nobody has touched it, nor taken it back from the public."""
    never_public = not thing.live and thing.first_published_at is None
    return never_public and thing.latest_revision is not None and thing.latest_revision.user_id is None
