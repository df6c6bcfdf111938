"""The work of editors, moderators and coordinators that lies in the demo."""

from dataclasses import dataclass

from docs.screenshots import ROOT
from docs.screenshots.story import wait_for
from prisoner_pages.models import Announcement, Prisoner

LIST = ROOT / "tests" / "data" / "invented_list.csv"


@dataclass(frozen=True)
class PeopleStory:
    """What is there to be seen: records that lack something or wait, a place, an announcement."""

    lacking: Prisoner
    submitted: Prisoner
    place_id: int
    announcement: Announcement


def tell_people():
    """Wait until the worker of the site has begun the work; return the PeopleStory."""
    wait_for(Announcement.objects.all())
    return PeopleStory(
        lacking=Prisoner.objects.get(slug="abliakim-aiserezli"),
        submitted=Prisoner.objects.get(slug="aliie-shelenly"),
        place_id=Prisoner.objects.get(slug="ildar-tarakhtashly").facility_id,
        announcement=Announcement.objects.get(),
    )
