"""A few people who take letters, others every day, in an order that reveals nothing about anybody."""

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from home.caching.read_models import CONTENT, memoized_for
from prisoner_pages.models import Prisoner
from prisoner_pages.people.read_models.cards import CARD_PHOTO, PersonCard, cards_by_keys, cards_of
from prisoner_pages.policies import HEALTH_PLACES
from prisoner_pages.public.read_models.reader import Reader
from prisoner_pages.querysets.records import PrisonerQuerySet

# Shown instead of somebody who takes no letters.
OTHERS_SHOWN = 3


def drawn_today(reader: Reader, count: int, *, photo: str = CARD_PHOTO) -> list[PersonCard]:
    """Return the cards of `count` people who take letters, those with a story in the language first."""
    people, today = Prisoner.objects.accepting_letters(), timezone.localdate()
    drawn = people.filter(pk__in=_drawn_on(today, generations=reader.generations))
    cards = _cards(drawn, reader, today, count, photo)
    return cards if len(cards) == count else _cards(people, reader, today, count, photo)


@memoized_for(CONTENT)
def _drawn_on(today: date) -> list[int]:
    """Whom of them a page may show is asked each time."""
    return list(Prisoner.objects.drawn_on(today).values_list("pk", flat=True))


def drawn_from(
    narrowed: Callable[[PrisonerQuerySet], PrisonerQuerySet],
    reader: Reader,
    count: int,
    *,
    photo: str = CARD_PHOTO,
) -> list[PersonCard]:
    """Return the cards of `count` of some people: `narrowed` narrows those who take letters."""
    return _cards(narrowed(Prisoner.objects.accepting_letters()), reader, timezone.localdate(), count, photo)


def drawn_near(prisoner: Prisoner, reader: Reader, count: int) -> list[PersonCard]:
    """Return the cards of `count` people to write to instead: of the same case, place or interest.

    Only what the page of this person says leads to others; where it says nothing, or nobody is near, the draw
    of the day is used. Four queries.
    """
    says = prisoner.call_to_action
    facts, today = prisoner.facts, timezone.localdate()
    place = prisoner.facility if says.shows_place else None
    near = (
        Prisoner.objects.accepting_letters()
        .exclude(pk=prisoner.pk)
        .near(
            today,
            cases=facts.cases if says.shows_facts else [],
            # Who else is in a prison hospital is health data.
            facility=place.pk if place and place.kind not in HEALTH_PLACES else None,
            interests=facts.interests if says.shows_facts else [],
            drawn=_drawn_on(today, generations=reader.generations),
        )
    )
    return cards_by_keys(list(near.values_list("pk", flat=True)[:count]), lexicon=reader.lexicon)


def _cards(people: PrisonerQuerySet, reader: Reader, today: date, count: int, photo: str) -> list[PersonCard]:
    language = reader.language
    chosen = people.shuffled_with_stories_first(today, language).only_places(0, count).named(language)
    ordered = chosen.shuffled_with_stories_first(today, language)
    return cards_of(ordered.for_cards(), lexicon=reader.lexicon, photo=photo)
