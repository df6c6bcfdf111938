"""A person as an answer gives them, field by field: what the page shows (people.read_models.profile)."""

from collections.abc import Callable, Container, Iterable, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from home.headless.answers.api.locales import Asked
from home.headless.answers.api.router import Text, Translation, translation_of
from home.headless.content.serializers.blocks import shaped
from home.headless.content.serializers.images import picture_of
from prisoner_pages.api.schemas.people import FIELDS, CampaignLink, Photo, Story, Writing
from prisoner_pages.api.serializers.batches import Gathered, LiveStory
from prisoner_pages.api.serializers.facts import FACTS
from prisoner_pages.api.serializers.words import Words
from prisoner_pages.campaigns.read_models.appeals import Asking
from prisoner_pages.facts.can_be_written_to_words import CALL_WORDS, REASON_WORDS
from prisoner_pages.models import Prisoner
from prisoner_pages.names import marked_name_in
from prisoner_pages.people.read_models.cards import published_forms, shown_name, told_apart
from prisoner_pages.people.read_models.profile import profile_with
from prisoner_pages.pictures.read_models.photos import with_photo
from prisoner_pages.public.read_models.addresses import person_address
from prisoner_pages.public.read_models.fallbacks import as_stated
from prisoner_pages.public.read_models.lexicon import Lexicon


class Answer:
    """What the persons of one answer have in common; make them while its language is active."""

    def __init__(
        self,
        gathered: Gathered,
        *,
        asked: Asked,
        lexicons: Sequence[Lexicon],
        campaigns: Iterable[Asking],
        root: str,
    ) -> None:
        """`lexicons` are those of `asked.order`; `campaigns` the Asking told in one of its languages."""
        self.gathered, self.asked, self.root = gathered, asked, root
        self.lexicons, self.campaigns, self.words = lexicons, campaigns, Words(asked.served)
        self._named: dict[tuple[str, UUID], Text | None] = {}

    def made(self, prisoner: Prisoner, fields: Container[str]) -> dict[str, Any]:
        """Return {field: value} of the fields asked for."""
        person = Made(prisoner, self)
        makers = MAKERS if person.call.shows_facts else MAKERS_OF_NAME_ONLY
        return {field: makers[field](person) for field in FIELDS if field in fields}

    def named(self, kind: str, key: UUID) -> Text | None:
        """Return the word in the first of the languages asked for that has it, or None.

        What a writer is to heed stands in the next language where none of them has it.
        """
        if (kind, key) not in self._named:
            words = ((getattr(each, kind).get(key), each.language) for each in self.lexicons)
            found = (self.words.in_language(word, language) for word, language in words)
            self._named[kind, key] = next(
                filter(None, found), self.words.text(self.lexicons[0].heeded.get(key))
            )
        return self._named[kind, key]


class Made:
    """One person of an answer."""

    def __init__(self, prisoner: Prisoner, answer: Answer) -> None:
        self.prisoner, self.answer = prisoner, answer
        self.words, self.asked, self.lexicons = answer.words, answer.asked, answer.lexicons
        self.call = prisoner.call_to_action
        self.name = shown_name(prisoner, answer.asked.served)
        self.told = answer.gathered.told.get(prisoner.pk, {})

    @cached_property
    def profile(self) -> Any:
        return profile_with(None, self.prisoner, language=self.asked.served, lexicon=self.lexicons[0])

    @cached_property
    def story(self) -> LiveStory | None:
        """The LiveStory in the first of the languages asked for that has one, or None."""
        return self.told.get(self.asked.nearest(self.told))

    def named(self, kind: str, keys: Iterable[UUID]) -> list[Text]:
        """Return these words, each in the first of the languages asked for that has it (`Answer.named`)."""
        found = (self.answer.named(kind, key) for key in keys)
        return [text for text in found if text]

    def article(self, code: str, part: str) -> Text | None:
        """Return the title of an article in the first of the languages asked for that has it, or None."""
        found = ((lexicon.article(code, part), lexicon.language) for lexicon in self.lexicons)
        return self.words.in_language(*next((pair for pair in found if pair[0]), ("", "")))

    def address(self, language: str) -> str:
        return self.answer.root + person_address(language, self.prisoner.slug)


def _names(person: Made) -> list[Text]:
    """The name as `name` has it, then as each of the fallbacks has it; every form once."""
    forms = published_forms(person.prisoner)
    found = dict.fromkeys(marked_name_in(language, forms) for language in person.asked.order)
    return [Text.of(text=name, lang=language) for name, language in found]


def _translations(person: Made) -> list[Translation]:
    return [
        translation_of(
            locale=code,
            slug=person.prisoner.slug,
            url=person.address(code),
            behind=code in person.told and person.told[code].is_behind,
            has_text=code in person.told,
        )
        for code in person.asked.public
    ]


def _writing(person: Made) -> Writing:
    call, begins = person.call, f"{person.answer.root}/{person.asked.served}/letters/write/"
    return Writing.of(
        call=person.words.coded(call.call, CALL_WORDS[call.call]),
        reason=person.words.coded(call.reason, REASON_WORDS[call.reason]) if call.reason else None,
        takes_letters=call.takes_letters,
        url=f"{begins}{person.prisoner.slug}/" if call.takes_letters else None,
    )


def _photo(person: Made) -> Photo | None:
    photo_id = person.prisoner.photo_id
    image = person.answer.gathered.material.images.get(photo_id) if photo_id else None
    if image is None or not with_photo([person.prisoner]):
        return None
    told = person.story
    name = _names(person)[0]
    alt, alt_lang = (told.photo_alt, told.language) if told and told.photo_alt else (name.text, name.lang)
    credit = person.words.text(as_stated(person.prisoner.photo_credit, person.asked.served))
    picture = picture_of(image, root=person.answer.root, alt=alt, credit=credit.text if credit else None)
    return Photo.of(**dict(picture), alt_lang=alt_lang, credit_lang=credit and credit.lang)


def _campaigns(person: Made) -> list[CampaignLink]:
    root = person.answer.root
    return [
        CampaignLink.of(
            slug=asking.slug,
            title=asking.title,
            lang=asking.language,
            url=f"{root}/{asking.language}/campaigns/{asking.slug}/",
        )
        for asking in person.answer.campaigns
        if asking.asks_for(person.prisoner)
    ]


def _story(person: Made) -> Story | None:
    told = person.story
    texts = person.answer.gathered.texts.get(told.pk) if told else None
    if told is None or texts is None:
        return None
    return Story.of(
        lang=told.language,
        url=person.address(told.language),
        intro=texts.intro,
        description=texts.description,
        body=shaped(texts.body.raw_data, person.answer.gathered.material),
    )


Maker = Callable[[Made], Any]
ALWAYS: dict[str, Maker] = {
    "slug": lambda person: person.prisoner.slug,
    "url": lambda person: person.address(person.asked.served),
    "name": lambda person: person.name,
    "names": _names,
    "told_apart": lambda person: [
        person.words.either(word) for word in told_apart(person.prisoner, person.asked.served)
    ],
    "invented": lambda person: person.prisoner.invented,
    "name_only": lambda person: not person.call.shows_facts,
    "translations": _translations,
    "writing": _writing,
}
MAKERS: dict[str, Maker] = {**ALWAYS, **FACTS, "photo": _photo, "campaigns": _campaigns, "story": _story}
# For somebody of whom only the name may be shown the rest is null.
MAKERS_OF_NAME_ONLY: dict[str, Maker] = {field: ALWAYS.get(field, lambda _person: None) for field in MAKERS}
