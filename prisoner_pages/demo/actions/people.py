"""Invented people: their records, bases and stories. Nothing real comes near these tables."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from home.models import SiteImage
from home.pages.actions.indexing import note_references
from home.search.actions import indexed_together
from home.translation.core.actions.text_entry import place_story
from prisoner_pages.choices import Basis, Scope
from prisoner_pages.consents.actions.consents import confirm_consent, give_consent
from prisoner_pages.demo.portraits.portrait import portrait_file
from prisoner_pages.demo.reading import Table, body, people
from prisoner_pages.facts.actions.changes import note_update
from prisoner_pages.facts.actions.verification import set_verification
from prisoner_pages.facts.cells import charges
from prisoner_pages.facts.read_models.declarations import charge_of
from prisoner_pages.models import (
    CaseEvent,
    Claim,
    Detention,
    Facility,
    ImageSubject,
    NameForm,
    Partner,
    Prisoner,
    PrisonerPage,
    Sentence,
    Source,
)
from prisoner_pages.policies import CONFIRMED_SCOPES
from prisoner_pages.stories.actions.drafts import create_story

CHILDREN: dict[str, type[Any]] = {
    "other_names": NameForm,
    "sentences": Sentence,
    "detentions": Detention,
    "case_events": CaseEvent,
    "sources": Source,
}
VOCABULARY_FIELDS = {
    "occupations": "occupation",
    "interests": "interest",
    "topics_to_avoid": "topic",
    "cases": "case",
}


class Shelf:
    """What records refer to, by the keys that the tables use."""

    def __init__(
        self,
        *,
        partners: dict[str, Partner],
        facilities: dict[str, Facility],
        words: dict[tuple[str, str], Any],
    ) -> None:
        self.partners, self.facilities, self.words = partners, facilities, words

    def facts(self, table: Table) -> Table:
        """Return the table with the facility's key replaced by the facility."""
        facility = {"facility": self.facilities[table["facility"]]} if "facility" in table else {}
        return {**table, **facility}


def load_people(shelf: Shelf) -> None:
    """Make the people that are missing, each in one transaction; one that exists is left as it is."""
    known = set(Prisoner.objects.values_list("slug", flat=True))
    for slug, table in people().items():
        if slug not in known:
            _load_person(slug, table, shelf)


@transaction.atomic
@indexed_together()
def _load_person(slug: str, table: Table, shelf: Shelf) -> None:
    record = _record(slug, table, shelf)
    _give_bases(record, table["consents"], table.get("basis_ends_in_days", {}))
    _show_photo(record, table)
    record.save_revision(clean=False).publish(skip_permission_checks=True)
    record.refresh_from_db()
    _note_checks(record, table.get("verified_days_ago", {}))
    for claim in table.get("claims", []):
        Claim.objects.create(prisoner=record, shown_since=timezone.now(), **claim)
    note_references(record, *_tell(record, table["story"]))


def _record(slug: str, table: Table, shelf: Shelf) -> Prisoner:
    record = Prisoner(
        slug=slug,
        invented=True,
        live=False,
        partner=shelf.partners[table["partner"]],
        home_place=shelf.words["place", table["home"]] if "home" in table else None,
        held_at=timezone.now() if table.get("on_hold") else None,
        **{f"name_{language}": name for language, name in table["name"].items()},
        **shelf.facts(table["facts"]),
    )
    for children, model in CHILDREN.items():
        setattr(record, children, [model(**shelf.facts(row)) for row in table.get(children, [])])
    record.charges.set(
        [charge_of(articles) for text in table.get("charges", []) for articles in charges(text)]
    )
    for relation, kind in VOCABULARY_FIELDS.items():
        setattr(record, relation, [shelf.words[kind, key] for key in table.get(relation, [])])
    record.save()
    return record


def _give_bases(record: Prisoner, consents: dict[str, list[str]], days_left: dict[str, int]) -> None:
    """Record the bases; `consents` is {basis: [scopes]}. What is public already counts as confirmed."""
    for basis, scopes in consents.items():
        for scope in scopes:
            said = {**_proof(record, basis), **_end(days_left.get(scope))}
            consent = give_consent(record, scope=Scope(scope), basis=Basis(basis), by=None, **said)
            if basis == Basis.PUBLISHED and scope in CONFIRMED_SCOPES:
                confirm_consent(consent, by=None)


def _proof(record: Prisoner, basis: str) -> dict[str, Any]:
    if basis != Basis.GIVEN:
        return {"source_url": f"https://example.org/people/{record.slug}"}
    return {"given_by": "вигадана родина", "given_on": datetime.date(2026, 3, 2), "proof": "показовий запис"}


def _end(days_left: int | None) -> dict[str, Any]:
    return {"expires_on": timezone.localdate() + datetime.timedelta(days=days_left)} if days_left else {}


def _show_photo(record: Prisoner, table: Table) -> None:
    image = SiteImage(title=record.name_uk, collection=record.partner.collection)
    image.file = portrait_file(table["portrait"], seed=record.slug)
    image.save()
    ImageSubject.objects.create(image=image, prisoner=record)
    record.photo = image


def _note_checks(record: Prisoner, days_ago: dict[str, int]) -> None:
    for group, days in days_ago.items():
        day = timezone.localdate() - datetime.timedelta(days=days)
        set_verification(
            record, group, on=day, by=None, source_url=f"https://example.org/people/{record.slug}"
        )
        note_update(record, group, on=day)


def _tell(record: Prisoner, story: Table) -> tuple[PrisonerPage, Any]:
    """Publish the story in Ukrainian and, beside it, in English; return both pages."""
    page = create_story(record, by=None)
    for name, value in _texts(story["uk"]).items():
        setattr(page, name, value)
    page.save_revision().publish(skip_permission_checks=True)
    fields = {"title": record.name_in("en"), **_texts(story["en"])}
    return page, place_story(page, locale="en", fields=fields, by=None, live=True)


def _texts(story: Table) -> Table:
    return {**story, "body": body(story["body"])}
