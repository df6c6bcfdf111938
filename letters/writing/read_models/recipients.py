"""Whom a letter may be written to, as the steps show them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, cast

from django.utils import timezone
from django.utils.functional import Promise
from wagtail.images.models import AbstractRendition

from home.caching.read_models import current
from home.headless.answers.schemas import Text
from home.written_once import Asked, written_once
from letters.models import LetterDesk
from letters.querysets.letters import people_at
from prisoner_pages.can_be_written_to import Call
from prisoner_pages.facts.can_be_written_to_words import CALL_WORDS, REASON_WORDS
from prisoner_pages.facts.read_models.declarations import HEEDED
from prisoner_pages.facts.read_models.fact import Fact
from prisoner_pages.models import Prisoner
from prisoner_pages.people.read_models.cards import (
    CARD_NOTES,
    CARD_PHOTO,
    PersonCard,
    cards_by_keys,
    cards_of,
)
from prisoner_pages.people.read_models.names import told_apart
from prisoner_pages.people.read_models.random_draw import OTHERS_SHOWN, drawn_near
from prisoner_pages.people.read_models.telling import Telling
from prisoner_pages.pictures.read_models.photos import photos_of
from prisoner_pages.public.read_models.lexicon import Lexicon, lexicon_in
from prisoner_pages.public.read_models.reader import Reader
from prisoner_pages.public.read_models.words import Words
from prisoner_pages.querysets.records import PrisonerQuerySet


@dataclass(frozen=True)
class Recipient:
    """One person, in the words of one language.

    `known` is what home.caching.read_models.generations_of(request) returned; without it words cost a query.
    One that `is_bare` was read for the rules alone: what pages show of it costs a query, once.
    """

    prisoner: Prisoner
    language: str
    known: Any = field(default=None, repr=False)
    is_bare: bool = False

    @cached_property
    def _shown(self) -> Prisoner:
        if not self.is_bare:
            return self.prisoner
        shown = _public(self.language, timezone.localdate(), False).filter(pk=self.prisoner.pk)
        return shown.first() or self.prisoner

    @property
    def name(self) -> str:
        listed: str = getattr(self._shown, "listed_name", "")
        return listed or self._shown.name_in(self.language)

    @property
    def told_apart(self) -> list[Text]:
        """Words that tell this person from others of the same name; none where there is nobody else."""
        return told_apart(self._shown, Words(self.language))

    @property
    def slug(self) -> str:
        return self.prisoner.slug

    @property
    def invented(self) -> bool:
        return self.prisoner.invented

    @cached_property
    def photo(self) -> AbstractRendition | None:
        """A rendition, or None for the plate."""
        return photos_of([self._shown], CARD_PHOTO).get(self.prisoner.pk)

    @property
    def takes_letters(self) -> bool:
        return self.prisoner.call_to_action.takes_letters

    @property
    def is_held(self) -> bool:
        return self.prisoner.call_to_action.call is Call.HELD

    @property
    def call_words(self) -> str | Promise:
        return CALL_WORDS[self.prisoner.call_to_action.call]

    @property
    def reason_words(self) -> str | Promise:
        return cast(str, REASON_WORDS[self.prisoner.call_to_action.reason])

    @property
    def letters_arrived_in(self) -> date | None:
        return self.prisoner.letters_arrived_in

    @cached_property
    def heeded(self) -> list[tuple[Fact, list[Text]]]:
        """What a writer is to heed, in words or in those of the next language: nothing is left out."""
        sheet = self.prisoner.facts
        if not any(getattr(sheet, fact.name) for fact in HEEDED):
            return []
        telling = Telling([self._lexicon])
        return [(fact, words) for fact in HEEDED if (words := telling.heeded(fact, sheet))]

    @cached_property
    def _lexicon(self) -> Lexicon:
        return lexicon_in(self.language, generations=current() if self.known is None else self.known)

    def told_in(self, language: str) -> "Recipient":
        """Return the same person in the words of another language."""
        return replace(self, language=language)


def find_recipient(slug: str, *, reader: Reader, is_bare: bool = False) -> Recipient | None:
    """Return the public person with this slug, whether or not letters are taken; None when there is none.

    The slug of a record that was merged finds the person too: a letter begun before goes on.
    """
    how = reader.language, timezone.localdate(), is_bare
    prisoner = _with_slug(*how).first(slug=slug) or _public(*how).formerly_at(slug).first()
    return Recipient(prisoner, reader.language, is_bare=is_bare) if prisoner else None


@written_once
def _with_slug(language: str, today: date, is_bare: bool) -> PrisonerQuerySet:
    return _public(language, today, is_bare).filter(slug=Asked("slug"))


def _public(language: str, today: date, is_bare: bool) -> PrisonerQuerySet:
    people = Prisoner.objects.public(today)
    if is_bare:
        return people.for_call_to_action()
    shown = people.named(language, today).select_related("facility", "home_place")
    return shown.with_place_check()


def cards(ids: Sequence[int], *, reader: Reader, url_of: Callable[[str], str]) -> list[PersonCard]:
    """Return the cards of these people in the order of `ids`: as in every list, but they lead to the letter.

    All of them can be written to, so a card only says so where letters wait; `url_of(slug)` is where the
    letter begins.
    """
    return [_that_begins(card, url_of) for card in cards_by_keys(ids, lexicon=reader.lexicon)]


def others_to_write_to(
    recipient: Recipient, *, reader: Reader, url_of: Callable[[str], str]
) -> list[PersonCard]:
    """Return the cards of a few people near to somebody who takes no letters (`drawn_near`)."""
    others = drawn_near(recipient.prisoner, reader, OTHERS_SHOWN)
    return [_that_begins(card, url_of) for card in cards_of(others, lexicon=reader.lexicon)]


def _that_begins(card: PersonCard, url_of: Callable[[str], str]) -> PersonCard:
    waits = CARD_NOTES[Call.HELD]
    note = waits if card.note == waits else ""
    return replace(card, url=url_of(card.person.slug), note=note)


def people_to_key_in_for(desks: Iterable[LetterDesk]) -> PrisonerQuerySet:
    """Return the people who take letters, as on the site, and whose letters these desks handle."""
    return Prisoner.objects.accepting_letters().filter(people_at([desk.partner_id for desk in desks]))
