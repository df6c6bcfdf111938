"""A person as an answer gives them: as the page does, and with all sizes of the photo and the story."""

from collections.abc import Mapping
from typing import Any, ClassVar

from home.caching.read_models import Numbers
from home.headless.answers.api.locales import Asked
from home.headless.answers.schemas import Translation, translation_of
from home.headless.content.serializers.blocks import shaped
from home.headless.content.serializers.images import Photo, photo_of
from prisoner_pages.api.serializers.batches import Gathered
from prisoner_pages.campaigns.read_models.appeals import campaigns_asking_in
from prisoner_pages.models import Prisoner
from prisoner_pages.people.read_models.person import Story
from prisoner_pages.people.read_models.telling import ALWAYS, FACTS, Maker, Telling
from prisoner_pages.pictures.read_models.photos import with_photo
from prisoner_pages.public.read_models.fallbacks import as_stated
from prisoner_pages.public.read_models.lexicon import lexicon_in


def _translations(person: Any) -> list[Translation]:
    told = person.telling.gathered.told.get(person.prisoner.pk, {})
    return [
        translation_of(
            locale=code,
            slug=person.prisoner.slug,
            url=person.address(code),
            behind=code in told and told[code].is_behind,
            has_text=code in told,
        )
        for code in person.telling.asked.public
    ]


def _photo(person: Any) -> Photo | None:
    photo_id, telling = person.prisoner.photo_id, person.telling
    image = telling.gathered.material.images.get(photo_id) if photo_id else None
    if image is None or not with_photo([person.prisoner]):
        return None
    told, name = telling.story_of(person.prisoner), telling.made("names", person)[0]
    alt, alt_lang = (told.photo_alt, told.language) if told and told.photo_alt else (name.text, name.lang)
    credit = as_stated(person.prisoner.photo_credit, telling.language)
    return photo_of(image, root=telling.root, alt=alt, alt_lang=alt_lang, credit=credit)


def _story(person: Any) -> Story | None:
    gathered = person.telling.gathered
    told = person.telling.story_of(person.prisoner)
    texts = gathered.texts.get(told.pk) if told else None
    if texts is None:
        return None
    return Story.of(
        lang=told.language,
        url=person.address(told.language),
        intro=texts.intro,
        description=texts.description,
        body=shaped(texts.body.raw_data, gathered.material),
    )


class Answer(Telling):
    """What the people of one answer have in common; make them while its language is active."""

    always: ClassVar[Mapping[str, Maker]] = {**ALWAYS, "translations": _translations}
    facts: ClassVar[Mapping[str, Maker]] = {**FACTS, "photo": _photo, "story": _story}

    def __init__(self, gathered: Gathered, *, asked: Asked, root: str, generations: Numbers) -> None:
        lexicons = [lexicon_in(code, generations=generations) for code in asked.order]
        campaigns = campaigns_asking_in(asked.order, generations=generations)
        super().__init__(lexicons, campaigns=campaigns, root=root)
        self.gathered, self.asked = gathered, asked

    def story_of(self, prisoner: Prisoner) -> Any:
        """Return the LiveStory in the first of the languages asked for that has one, or None."""
        return self.gathered.story_of(prisoner, self.asked)
