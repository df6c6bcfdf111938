"""A few people who take letters, others every day, in an order that reveals nothing about anybody."""

from collections.abc import Callable
from datetime import date

from django.db.models import QuerySet, UUIDField
from django.utils import timezone

from home.caching.read_models import CONTENT, memoized_for
from home.written_once import Asked, written_once
from prisoner_pages.models import Prisoner
from prisoner_pages.people.read_models.cards import CARD_PHOTO, PersonCard, cards_of
from prisoner_pages.policies import HEALTH_PLACES
from prisoner_pages.public.read_models.reader import Reader
from prisoner_pages.querysets.records import PrisonerQuerySet

# Shown instead of somebody who takes no letters.
OTHERS_SHOWN = 3


def drawn_today(reader: Reader, count: int, *, photo: str = CARD_PHOTO) -> list[PersonCard]:
    """Return the cards of `count` people who take letters, those with a story in the language first."""
    today = timezone.localdate()
    drawn = _drawn_on(today, generations=reader.generations)
    people = _people_drawn(today, reader.language, count).ask(drawn=drawn)
    if len(people) < count:
        people = list(_first_of(Prisoner.objects.accepting_letters(), today, reader.language, count))
    return cards_of(people, lexicon=reader.lexicon, photo=photo)


@memoized_for(CONTENT)
def _drawn_on(today: date) -> list[int]:
    """Whom of them a page may show is asked each time."""
    return _draw_of(today).ask()


@written_once
def _draw_of(today: date) -> QuerySet[Prisoner, int]:
    return Prisoner.objects.drawn_on(today).values_list("pk", flat=True)


@written_once
def _people_drawn(today: date, language: str, count: int) -> PrisonerQuerySet:
    drawn = Prisoner.objects.accepting_letters(today).filter(pk__in=Asked("drawn"))
    return _first_of(drawn, today, language, count)


def _first_of(people: PrisonerQuerySet, today: date, language: str, count: int) -> PrisonerQuerySet:
    """Return the first of that day with what their cards show, those with a story in the language first."""
    chosen = people.shuffled_with_stories_first(today, language).only_places(0, count).named(language, today)
    return chosen.shuffled_with_stories_first(today, language).for_cards(today)


def drawn_from(
    narrowed: Callable[[PrisonerQuerySet], PrisonerQuerySet],
    reader: Reader,
    count: int,
    *,
    photo: str = CARD_PHOTO,
) -> list[PersonCard]:
    """Return the cards of `count` of some people: `narrowed` narrows those who take letters."""
    people = narrowed(Prisoner.objects.accepting_letters())
    first = _first_of(people, timezone.localdate(), reader.language, count)
    return cards_of(first, lexicon=reader.lexicon, photo=photo)


def drawn_near(prisoner: Prisoner, reader: Reader, count: int) -> list[Prisoner]:
    """Return `count` people to write to instead, for their cards: of the same case, place or interest.

    Only what the page of this person says leads to others; where it says nothing, or nobody is near, the draw
    of the day is used. One query; two more where too few are near and the draw was not made since a change.
    """
    says = prisoner.call_to_action
    facts, today = prisoner.facts, timezone.localdate()
    place = prisoner.facility if says.shows_place else None
    of_day, numbers = _people_near(today, reader.language, count), reader.generations
    asked = {
        "person": prisoner.pk,
        "cases": list(facts.cases) if says.shows_facts else [],
        # Who else is in a prison hospital is health data.
        "facility": place.pk if place and place.kind not in HEALTH_PLACES else None,
        "interests": list(facts.interests) if says.shows_facts else [],
    }
    drawn = _drawn_on.if_kept(today, generations=numbers)
    # Whoever was drawn stands behind those who are near: where these are enough, the draw need not be made.
    found = of_day.ask(drawn=drawn or [], **asked)
    if drawn is not None or len(found) == count:
        return found
    return of_day.ask(drawn=_drawn_on(today, generations=numbers), **asked)


@written_once
def _people_near(today: date, language: str, count: int) -> PrisonerQuerySet:
    others = Prisoner.objects.accepting_letters(today).exclude(pk=Asked("person"))
    words = {"cases": Asked("cases", UUIDField()), "interests": Asked("interests", UUIDField())}
    near = others.near(today, facility=Asked("facility"), drawn=Asked("drawn"), **words)
    chosen = near.only_places(0, count).named(language, today)
    return chosen.order_by(*near.query.order_by).for_cards(today)
