"""The content of a frame on a partner's own site: one small answer that loads nothing else.

What may not be shown, is not there, or was mistyped has no content here at all: the frame then shows the same
kind words for all of these.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from prisoner_pages.campaigns.read_models.telling import Telling
from prisoner_pages.campaigns.read_models.told_pages import ToldCampaign
from prisoner_pages.choices import EmbedKind
from prisoner_pages.models import Prisoner
from prisoner_pages.people.read_models.cards import SHOWN_ON_CARDS, PersonCard, cards_of
from prisoner_pages.people.read_models.random_draw import drawn_from, drawn_today
from prisoner_pages.pictures.read_models.photos import inlined
from prisoner_pages.public.read_models.reader import Reader

Content = dict[str, Any] | None

EMBED_PHOTO = "fill-160x200|format-webp|webpquality-55"
PEOPLE_SHOWN = 3
# All photos of one frame together, so that it stays below 30 KB with its words and its style.
PHOTO_BYTES = 17_000


@dataclass(frozen=True)
class FramedCard:
    card: PersonCard
    photo: str  # as a `data:` address; "" for a drawn plate


def content_of(kind: str, name: str, *, partner: str, reader: Reader) -> Content:
    """Return what a frame of this kind shows, as a template's context; None where there is nothing to show.

    `name` is the slug of the person or campaign, "" for kinds that have none; `partner` the embedding one's.
    """
    find = CONTENTS.get(kind)
    return find and find(name, partner, reader)


def _people(name: str, partner: str, reader: Reader) -> Content:
    cards = drawn_today(reader, PEOPLE_SHOWN, photo=EMBED_PHOTO)
    return {"people": _framed(cards)} if cards and not name else None


def _own_people(name: str, partner: str, reader: Reader) -> Content:
    cards = drawn_from(lambda people: people.of_partner(partner), reader, PEOPLE_SHOWN, photo=EMBED_PHOTO)
    return {"people": _framed(cards)} if cards and not name else None


def _person(name: str, partner: str, reader: Reader) -> Content:
    shown_people = Prisoner.objects.public().named(reader.language).for_cards()
    people = list(shown_people.named_in_address(name)) or list(shown_people.formerly_at(name))
    shown = SHOWN_ON_CARDS | {"writing", "charges"}
    cards = cards_of(people, lexicon=reader.lexicon, photo=EMBED_PHOTO, fields=shown)
    return {"framed": _framed(cards)[0]} if cards else None


def _framed(cards: Sequence[PersonCard]) -> list[FramedCard]:
    share = PHOTO_BYTES // len(cards)
    return [FramedCard(card, inlined(card.photo, most_bytes=share)) for card in cards]


def _campaign(name: str, partner: str, reader: Reader) -> Content:
    campaigns = Telling.to(reader).all(ToldCampaign)
    return next(({"campaign": told} for told in campaigns if told.slug == name), None)


def _counter(name: str, partner: str, reader: Reader) -> Content:
    """Where nobody has published a number, ours stands beside the goal, or there is none."""
    if content := _campaign(name, partner, reader):
        content["campaign"].telling.count([content["campaign"]])
    return content


CONTENTS: dict[str, Callable[[str, str, Reader], Content]] = {
    EmbedKind.PEOPLE: _people,
    EmbedKind.OWN_PEOPLE: _own_people,
    EmbedKind.PERSON: _person,
    EmbedKind.CAMPAIGN: _campaign,
    EmbedKind.COUNTER: _counter,
}
