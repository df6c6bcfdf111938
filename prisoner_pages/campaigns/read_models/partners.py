"""Who is a partner: those with a page of their own, then those that took part in something."""

from operator import itemgetter
from typing import Any

from home.headless.answers.schemas import Shape, Text, Translation
from prisoner_pages.campaigns.read_models.pages import partner_name
from prisoner_pages.campaigns.read_models.telling import Telling
from prisoner_pages.campaigns.read_models.told_pages import ToldPartner
from prisoner_pages.choices import PartnerKind
from prisoner_pages.models import Partner
from prisoner_pages.public.read_models.words import Word, Words


class Participant(Shape):
    """A partner in the list: one with a page of its own, or one that took part in something."""

    slug: str
    name: Text
    kind: Word
    url: str | None
    intro: Text | None
    website: str | None
    translations: list[Translation]


def participants(telling: Telling) -> list[tuple[list[Any], Participant]]:
    """Return [(place in the list, Participant)], those with a page first. One query."""
    found = [(told.place_in_list, _with_page(told)) for told in telling.all(ToldPartner)]
    for partner in Partner.objects.taking_part().without_section():
        name = partner_name(partner, telling.language)
        found.append(([1, name.text, partner.pk], _without_page(partner, name, telling.words)))
    return sorted(found, key=itemgetter(0))


def _with_page(told: ToldPartner) -> Participant:
    return Participant.of(**{field: getattr(told, field) for field in Participant.model_fields})


def _without_page(partner: Partner, name: Text, words: Words) -> Participant:
    return Participant.of(
        slug=partner.slug,
        name=name,
        kind=words.word(PartnerKind(partner.kind)),
        url=None,
        intro=None,
        website=None,
        translations=[],
    )
