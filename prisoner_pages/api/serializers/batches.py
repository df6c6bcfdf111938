"""What an answer about some people is made of, read for all of them at once: stories, pictures, history."""

from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists

from home.headless.answers.api.locales import Asked
from home.headless.content.serializers.blocks import Material
from home.translation.desk.read_models.work import behind
from prisoner_pages.models import Prisoner, PrisonerPage
from prisoner_pages.people.read_models.checked_facts import with_all_known, with_bases
from prisoner_pages.people.read_models.person import CARD_FIELDS
from prisoner_pages.pictures.read_models.photos import photo_ids
from prisoner_pages.public.read_models.texts import material_for

LINE = ("prisoner_id", "is_behind", "pk", "locale__language_code", "photo_alt")
TEXTS = ("intro", "search_description", "body")


@dataclass(frozen=True)
class LiveStory:
    """A live story: where it is, and whether its text is older than the original's."""

    pk: int
    language: str
    photo_alt: str
    is_behind: bool


@dataclass(frozen=True)
class Texts:
    intro: str
    description: str
    body: Any  # a StreamValue


@dataclass
class Gathered:
    told: dict[int, dict[str, LiveStory]]  # prisoner id -> language -> story
    texts: dict[int, Texts]  # story id -> texts
    material: Material = field(default_factory=Material)

    def story_of(self, person: Prisoner, asked: Asked) -> LiveStory | None:
        """Return the story in the first of the languages asked for that has one, or None."""
        told = self.told.get(person.pk, {})
        return told.get(asked.nearest(told))


def is_of_cards(fields: Set[str]) -> bool:
    return fields <= set(CARD_FIELDS)


def gathered(people: Sequence[Prisoner], fields: Set[str], *, asked: Asked, root: str) -> Gathered:
    """Read what `fields` of these people need besides the record. Six queries at most, for any number."""
    with_bases(people) if is_of_cards(fields) else with_all_known(people)
    # For one person all texts are read at once; for many only those that are shown.
    found = Gathered(*_told(people, asked.public, TEXTS if len(people) == 1 and "story" in fields else ()))
    if "story" in fields and len(people) > 1:
        shown = [person for person in people if person.call_to_action.shows_facts]
        found.texts = _texts([story.pk for person in shown if (story := found.story_of(person, asked))])
    found.material = material_for(
        [texts.body.raw_data for texts in found.texts.values()],
        language=asked.served,
        languages=asked.public,
        root=root,
        images=photo_ids(people) if "photo" in fields else [],
    )
    return found


def _told(
    people: Iterable[Prisoner], languages: Sequence[str], columns: Sequence[str]
) -> tuple[dict[int, dict[str, LiveStory]], dict[int, Texts]]:
    """Return ({prisoner id: {language: LiveStory}}, {story id: Texts} if `columns` are given). One query."""
    keys = [person.pk for person in people]
    stories = PrisonerPage.objects.live().in_languages(languages).filter(prisoner__in=keys)
    rows = stories.annotate(is_behind=Exists(behind())).order_by()
    told: dict[int, dict[str, LiveStory]] = {}
    texts: dict[int, Texts] = {}
    for prisoner, is_behind, pk, language, photo_alt, *words in rows.values_list(*LINE, *columns):
        told.setdefault(prisoner, {})[language] = LiveStory(pk, language, photo_alt, is_behind=is_behind)
        if words:
            texts[pk] = Texts(*words)
    return told, texts


def _texts(story_ids: Collection[int]) -> dict[int, Texts]:
    """Return {story id: Texts}. One query."""
    rows = PrisonerPage.objects.filter(pk__in=story_ids).order_by().values_list("pk", *TEXTS)
    return {pk: Texts(*texts) for pk, *texts in rows}
