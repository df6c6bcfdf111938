"""Step 1: whom one may choose, and the doors that narrow it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils import timezone

from letters.writing.read_models.occasions import campaign_named
from prisoner_pages.models import CampaignPage, Prisoner
from prisoner_pages.names import named
from prisoner_pages.people.filters.doors import Doors, doors_back
from prisoner_pages.people.filters.form import PeopleFilter
from prisoner_pages.people.read_models.statistics import WhoCanGetLetters, who_can_get_letters
from prisoner_pages.public.read_models.reader import Reader

ANCHOR = "#people"  # of the list: whoever came through a door sees at once where it led


@dataclass(frozen=True)
class Choice:
    query: str
    campaign: CampaignPage | None  # whose recipients alone are offered
    doors: Doors
    people: list[int]
    letters: WhoCanGetLetters | None  # told where nothing narrows the list

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or self.doors.form.chosen)

    @property
    def page_query(self) -> str:
        """All that was asked but the page."""
        return urlencode(
            {**({"q": self.query} if self.query else {}), **self.doors.form.chosen, **self.doors.kept}
        )


def choice_for(asked: Mapping[str, str], *, kept: Mapping[str, str], path: str, reader: Reader) -> Choice:
    """Answer what step 1 was asked; `kept` are the campaign and event that are named, and go along."""
    query, campaign = asked.get("q", "").strip(), campaign_to_keep_to(kept.get("campaign", ""))
    doors = doors_back(reader, asked, path=path, anchor=ANCHOR, kept=kept, campaign=campaign)
    people = people_to_choose(query=query, campaign=campaign, filters=doors.form)
    if query or doors.form.chosen:
        return Choice(query, campaign, doors, people, None)
    letters = who_can_get_letters(timezone.localdate(), campaign, generations=reader.generations)
    return Choice(query, campaign, doors, people, letters)


def campaign_to_keep_to(slug: str) -> CampaignPage | None:
    """Return the campaign whose recipients alone are offered.

    One none of whose recipients can be written to counts as one that names nobody.
    """
    page = campaign_named(slug)
    open_now = Prisoner.objects.accepting_letters()
    return page if page and open_now.addressed_by(page).exists() else None


def people_to_choose(
    *, query: str = "", campaign: CampaignPage | None = None, filters: PeopleFilter | None = None
) -> list[int]:
    """Return the ids of people who take letters, in an order that favours and marks nobody.

    The order is drawn anew each day and is the same for everyone on that day.
    """
    people = Prisoner.objects.accepting_letters()
    if campaign:
        people = people.addressed_by(campaign)
    if filters:
        people = filters.narrow(people)
    if query and (condition := named(query)):
        people = people.filter(condition)
    day = timezone.localdate().isoformat()
    return sorted(
        people.values_list("pk", flat=True), key=lambda pk: hashlib.sha256(f"{day}{pk}".encode()).digest()
    )
