"""What subscribers get: changes of public facts, and birthdays that may be shown.

Both say what the pages say and lead to them in the same language; nothing tells of letters.
"""

from datetime import UTC, datetime, time
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from home.templatetags.interface import language_of
from prisoner_pages.choices import FactGroup
from prisoner_pages.models import FactUpdate, Prisoner
from prisoner_pages.public.read_models.addresses import person_address
from prisoner_pages.querysets.records import PrisonerQuerySet
from prisoner_pages.syndication.calendars import YearlyDay, calendar_of

MOST_UPDATES = 60
INVENTED = _("An invented person, for demonstration")
CHANGES, BIRTHDAYS = _("Letters to Free Crimea: what has changed"), _("Letters to Free Crimea: birthdays")
BIRTHDAY = _("Birthday: %(name)s")
BEGINNING = datetime(2014, 2, 26, tzinfo=UTC)  # of a feed that has nothing to tell yet


class Updates(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """Return the newest day of an entry, never the moment of the request: a feed stays the same."""
        return super().latest_post_date() if self.items else BEGINNING


def updates_in(language: str, *, root: str) -> str:
    """Return the text of the feed of changed facts, the newest first. Two queries."""
    people = _people()
    updates = list(FactUpdate.objects.told_of(people)[:MOST_UPDATES])
    named = people.named(language).in_bulk({update.prisoner_id for update in updates})
    here = f"{root}/{language}"
    feed = Updates(
        title=str(CHANGES),
        link=f"{here}/prisoners/",
        description="",
        language=language_of(CHANGES) or language,
        author_name=str(_("Letters to Free Crimea")),
        feed_url=f"{here}/feeds/updates.atom",
    )
    for update in updates:
        person = named.get(update.prisoner_id)
        if person:  # else it has gone this moment
            _add(feed, update, person, root + person_address(language, person.slug))
    return feed.writeString("utf-8")


def _add(feed: Updates, update: FactUpdate, person: Any, address: str) -> None:
    group = FactGroup(update.group)
    feed.add_item(
        title=f"{person.listed_name}: {group.label}",
        link=address,
        description=str(INVENTED) if person.invented else "",
        unique_id=f"{address}#{group}-{update.changed_on}",
        updateddate=datetime.combine(update.changed_on, time(), UTC),
    )


def birthdays_in(language: str, *, root: str) -> str:
    """Return the text of the calendar, from January on: day and month, where these may be shown."""
    people = _people().still_held().with_birthday().named(language)
    days = [_birthday(person, root + person_address(language, person.slug)) for person in people]
    ordered = sorted(days, key=lambda day: (day.month, day.day))
    # Words missing in the language are those of another, and marked as such.
    said_in = language_of(BIRTHDAYS) or language
    return calendar_of(ordered, name=str(BIRTHDAYS), language=said_in)


def _birthday(person: Any, address: str) -> YearlyDay:
    return YearlyDay(
        uid=address,
        month=person.birth_date.month,
        day=person.birth_date.day,
        title=BIRTHDAY % {"name": person.listed_name},
        url=address,
        note=str(INVENTED) if person.invented else "",
    )


def _people() -> PrisonerQuerySet:
    return Prisoner.objects.public().showing_facts()
