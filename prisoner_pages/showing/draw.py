"""A few people who take letters, others every day, in an order that says nothing of anybody."""

from django.utils import timezone

from prisoner_pages.models import Prisoner
from prisoner_pages.showing.cards import CARD_PHOTO, cards_of


def drawn_today(reader, count, *, photo=CARD_PHOTO):
    """Return the cards of `count` of all who take letters, those told in the reader's language first."""
    people, today = _told_to(reader), timezone.localdate()
    cards = _cards(people.drawn_on(today), reader, today, count, photo)
    return cards if len(cards) == count else _cards(people, reader, today, count, photo)


def drawn_from(narrowed, reader, count, *, photo=CARD_PHOTO):
    """Return the cards of `count` of some people: `narrowed` narrows those who take letters."""
    return _cards(narrowed(_told_to(reader)), reader, timezone.localdate(), count, photo)


def _told_to(reader):
    return Prisoner.objects.accepting_letters().told_in(reader.languages)


def _cards(people, reader, today, count, photo):
    ordered = people.named(reader.language).shuffled_with_stories_first(today, reader.language)
    return cards_of(
        ordered.for_cards()[:count],
        language=reader.language,
        languages=reader.languages,
        lexicon=reader.lexicon,
        photo=photo,
    )
