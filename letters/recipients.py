"""Whom a letter may be written to, as the steps show them."""

import hashlib
from dataclasses import dataclass

from django.utils import timezone

from prisoner_pages.call_words import CALL_WORDS, REASON_WORDS
from prisoner_pages.models import CampaignPage, Interest, Occupation, Prisoner, Topic
from prisoner_pages.names import named
from prisoner_pages.policies import Call


@dataclass(frozen=True)
class Recipient:
    """One person, in the words of one language."""

    prisoner: Prisoner
    language: str

    @property
    def name(self):
        return self.prisoner.listed_name or self.prisoner.name_in(self.language)

    @property
    def slug(self):
        return self.prisoner.slug

    @property
    def takes_letters(self):
        return self.prisoner.call_to_action.takes_letters

    @property
    def is_held(self):
        return self.prisoner.call_to_action.call is Call.HELD

    @property
    def call_words(self):
        return CALL_WORDS[self.prisoner.call_to_action.call]

    @property
    def reason_words(self):
        return REASON_WORDS[self.prisoner.call_to_action.reason]

    @property
    def interests(self):
        return _words(Interest, self.prisoner.facts.interests, self.language)

    @property
    def topics_to_avoid(self):
        return _words(Topic, self.prisoner.facts.topics_to_avoid, self.language)


def _words(model, keys, language):
    """Return the words that exist in this language; a word without one is left out."""
    if not keys:
        return []
    found = model.objects.published().in_language(language).filter(translation_key__in=keys)
    return [word.name for word in found]


def find_recipient(slug, *, language):
    """Return the public person with this slug, whether or not letters are taken; None when there is none."""
    people = Prisoner.objects.public().named(language).select_related("facility")
    prisoner = people.filter(slug=slug).first()
    return Recipient(prisoner, language) if prisoner else None


def people_to_choose(*, query="", campaign=""):
    """Return the ids of people who take letters, in an order that favours and marks nobody.

    The order is drawn anew each day and is the same for everyone on that day. `campaign` (a slug) keeps to
    its recipients; one of whose recipients nobody can be written to is taken for one that names nobody.
    """
    people = Prisoner.objects.accepting_letters()
    page = CampaignPage.objects.live().source().named_in_address(campaign).first() if campaign else None
    if page and (addressed := people.addressed_by(page)).exists():
        people = addressed
    if query and (condition := named(query)):
        people = people.filter(condition)
    day = timezone.localdate().isoformat()
    return sorted(
        people.values_list("pk", flat=True), key=lambda pk: hashlib.sha256(f"{day}{pk}".encode()).digest()
    )


def cards(ids, *, language):
    """Return a card for each of the people, in the order of `ids`: name, work, nothing else."""
    people = Prisoner.objects.named(language).in_bulk(ids)
    keys = {key for person in people.values() for key in person.facts.occupations}
    words = Occupation.objects.published().in_language(language).filter(translation_key__in=keys)
    names = dict(words.values_list("translation_key", "name"))
    return [_card(people[pk], names, language) for pk in ids if pk in people]


def _card(prisoner, names, language):
    work = [names[key] for key in prisoner.facts.occupations if key in names]
    name = prisoner.listed_name or prisoner.name_in(language)
    return {"slug": prisoner.slug, "name": name, "work": ", ".join(work)}
