"""A person's page: a Person with a photo of its size, and where the story is told."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.images.models import AbstractRendition

from home.blocks import PICTURE_IN_TEXT, images_in
from home.languages.info import CONTENT_LANGUAGES
from home.pictures.renditions import sizes_with
from home.shown_pictures import Pictures, in_size, pictures_with
from home.site.read_models import Link
from home.written_once import Asked, written_once
from prisoner_pages.campaigns.read_models.appeals import Asking, campaigns_asking
from prisoner_pages.models import Prisoner, PrisonerPage
from prisoner_pages.people.read_models.cards import CARD_PHOTO
from prisoner_pages.people.read_models.checked_facts import with_all_known
from prisoner_pages.people.read_models.person import FIELDS, Person
from prisoner_pages.people.read_models.telling import Telling
from prisoner_pages.pictures.read_models.photos import photo_ids
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
    return Prisoner.objects.filter(slug=Asked("slug")).public(today).with_facts()


def story_of(prisoner: Prisoner, language: str) -> PrisonerPage | None:
    """Return the live story of this person in this language. One query."""
    return _story_of().first(prisoner=prisoner.pk, language=language)


@written_once
def _story_of() -> QuerySet[PrisonerPage]:
    stories = PrisonerPage.objects.live().filter(prisoner=Asked("prisoner"))
    return stories.filter(locale__language_code=Asked("language"))


def profile_of(prisoner: Prisoner, lexicon: Lexicon) -> Person:
    """Return what the page of this person shows. One query, none for facts of the sheet."""
    with_all_known([prisoner], and_stories=True)
    return Telling([lexicon]).person(prisoner, SHOWN_ON_PAGES)


def pictures_of(prisoner: Prisoner, story: PrisonerPage | None, others: Sequence[Prisoner] = ()) -> Pictures:
    """Return the photo, the pictures of the story, and the photos of others whose cards the page shows.

    One query, none where the page has no picture.
    """
    in_story = images_in(story.body.raw_data) if story and prisoner.call_to_action.shows_facts else []
    sizes = [*sizes_with(PROFILE_PHOTO), *sizes_with(PICTURE_IN_TEXT)]
    on_cards = sizes_with(CARD_PHOTO) if others else ()
    sizes += (size for size in on_cards if size not in sizes)
    return pictures_with([*photo_ids([prisoner, *others]), *in_story], sizes=tuple(sizes))


def portrait_of(prisoner: Prisoner, pictures: Pictures) -> AbstractRendition | None:
    """Return the photo in the size of the page, or None."""
    shown = (pictures.shown.get(photo) for photo in photo_ids([prisoner]))
    return next((in_size(image, PROFILE_PHOTO) for image in shown if image), None)


def campaigns_of(prisoner: Prisoner, reader: Reader) -> list[Asking]:
    """Return the live campaigns in this language that ask for letters to this person."""
    asking = campaigns_asking(reader.language, generations=reader.generations)
    return [each for each in asking if each.asks_for(prisoner)]


def links_to_stories(prisoner: Any, languages: Sequence[str]) -> list[Link]:
    """Return a link to each of these languages in which the story of this person is told. No query."""
    told, names = prisoner.told_in, dict(CONTENT_LANGUAGES)
    return [
        Link(names[code], person_address(code, prisoner.slug), code) for code in languages if code in told
    ]
