"""A person's page: a Person with a photo of its size, and where the story is told."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from home.caching.written_once import Asked, written_once
from home.languages.info import CONTENT_LANGUAGES
from home.site.read_models import Link
from prisoner_pages.campaigns.read_models.appeals import Asking, campaigns_asking
from prisoner_pages.models import Prisoner, PrisonerPage
from prisoner_pages.people.read_models.checked_facts import with_bases, with_history
from prisoner_pages.people.read_models.person import FIELDS, Person
from prisoner_pages.people.read_models.telling import Telling
from prisoner_pages.pictures.read_models.photos import photos_of
from prisoner_pages.public.read_models.addresses import person_address
from prisoner_pages.public.read_models.lexicon import Lexicon
from prisoner_pages.public.read_models.reader import Reader

PROFILE_PHOTO = "fill-640x800|format-webp"
# The page has its story, a photo of its own size and the switcher; its campaigns are one query anew.
SHOWN_ON_PAGES = frozenset(FIELDS).difference(
    ("photo", "story", "translations", "campaigns", "url", "names", "told_apart")
)


def person_at(slug: str) -> Prisoner | None:
    """Return whom this address leads to, if they may be shown, with what their page shows. One query."""
    return _person_at(timezone.localdate()).first(slug=slug)


@written_once
def _person_at(today: date) -> QuerySet[Prisoner]:
    people = Prisoner.objects.filter(slug=Asked("slug")).public(today)
    return people.with_facts().noting_disputes().select_related("photo")


def story_of(prisoner: Prisoner, language: str) -> PrisonerPage | None:
    """Return the live story of this person in this language. One query."""
    return _story_of().first(prisoner=prisoner.pk, language=language)


@written_once
def _story_of() -> QuerySet[PrisonerPage]:
    stories = PrisonerPage.objects.live().filter(prisoner=Asked("prisoner"))
    return stories.filter(locale__language_code=Asked("language"))


def profile_of(prisoner: Prisoner, lexicon: Lexicon) -> Person:
    """Return what the page of this person shows; five queries at most, none for facts of the sheet."""
    with_history(with_bases([prisoner]))
    return Telling([lexicon]).person(prisoner, SHOWN_ON_PAGES)


def portrait_of(prisoner: Prisoner) -> Any:
    """Return the photo in the size of the page, or None."""
    return photos_of([prisoner], PROFILE_PHOTO).get(prisoner.pk)


def campaigns_of(prisoner: Prisoner, reader: Reader) -> list[Asking]:
    """Return the live campaigns in this language that ask for letters to this person."""
    asking = campaigns_asking(reader.language, generations=reader.generations)
    return [each for each in asking if each.asks_for(prisoner)]


def links_to_stories(prisoner: Prisoner, languages: Sequence[str]) -> list[Link]:
    """Return a link to each of these languages in which the story of this person is told. One query."""
    told = set(PrisonerPage.objects.live().filter(prisoner=prisoner).languages())
    names = dict(CONTENT_LANGUAGES)
    return [
        Link(names[code], person_address(code, prisoner.slug), code) for code in languages if code in told
    ]
