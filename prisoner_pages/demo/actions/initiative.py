"""Campaigns, events and figures of the real initiative, as their sources state them."""

from typing import Any

from django.db import transaction

from home.languages.info import SOURCE_LANGUAGE
from home.pages.actions.indexing import note_references
from home.translation.core.actions.text_entry import place_story
from prisoner_pages.choices import ParticipationRole
from prisoner_pages.demo.reading import Table, body, content
from prisoner_pages.models import CampaignPage, EventPage, Figure, Participation, Partner, Prisoner
from prisoner_pages.stories.actions.drafts import section_of

ROLES = {
    "organisers": ParticipationRole.ORGANISER,
    "hosts": ParticipationRole.HOST,
    "participants": ParticipationRole.PARTICIPANT,
}
NO_FACTS = ("section", "part_of", "campaign", "everyone", "uk", "en", *ROLES)


def load_figures() -> None:
    """Add the published numbers that are missing, each to the campaign that it counts, if it names one."""
    campaigns = _known(CampaignPage)
    known = set(Figure.objects.values_list("date", "subject", "counted_by_uk"))
    for row in content("figures")["figure"]:
        if (row["date"], row["subject"], row["counted_by_uk"]) not in known:
            Figure.objects.create(**{**row, "campaign": campaigns.get(row.get("campaign"))})


def load_initiative(partners: dict[str, Partner]) -> None:
    """Make the campaigns and events that are missing; one that exists is left as it is."""
    tables = content("initiative")
    campaigns = _known(CampaignPage)
    for row in tables["campaign"]:
        if row["slug"] not in campaigns:
            page = CampaignPage(parent_campaign=campaigns.get(row.get("part_of")))
            campaigns[row["slug"]] = _add(page, row, partners)
    events = _known(EventPage)
    for row in tables["event"]:
        if row["slug"] not in events:
            _add(EventPage(campaign=campaigns[row["campaign"]]), row, partners)


def _known(model: type[CampaignPage | EventPage]) -> dict[str, Any]:
    return {page.slug: page for page in model.objects.filter(locale__language_code=SOURCE_LANGUAGE)}


@transaction.atomic
def _add(page: Any, row: Table, partners: dict[str, Partner]) -> Any:
    """Publish the page under its section, with its English text beside it."""
    section = section_of(partners[row["section"]], SOURCE_LANGUAGE)
    page.locale, page.live = section.locale, False
    for name, value in {**_facts(row), **_texts(row["uk"])}.items():
        setattr(page, name, value)
    section.add_child(instance=page)
    if row.get("everyone"):
        page.recipients = list(Prisoner.objects.accepting_letters().filter(invented=True))
    _take_part(page, row, partners)
    page.save_revision().publish(skip_permission_checks=True)
    english = place_story(page, locale="en", fields=_texts(row["en"]), by=None, live=True)
    note_references(page, english)
    return page


def _facts(row: Table) -> Table:
    return {name: value for name, value in row.items() if name not in NO_FACTS}


def _texts(row: Table) -> Table:
    return {**row, "body": body(row["body"])}


def _take_part(page: CampaignPage | EventPage, row: Table, partners: dict[str, Partner]) -> None:
    thing = {"campaign" if isinstance(page, CampaignPage) else "event": page}
    for key, role in ROLES.items():
        for slug in row.get(key, []):
            Participation.objects.create(partner=partners[slug], role=role, **thing)
