"""Citing a source in a record, as exactly as it states its day."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from home.languages.date_fields import refuse_future
from home.languages.written_dates import DateRefused, PartialDate, read_date
from prisoner_pages.choices import SourceKind
from prisoner_pages.facts.actions.changes import change_record, lock_record, log_record
from prisoner_pages.models import Prisoner, Source
from prisoner_pages.permissions.partners import require_editor
from prisoner_pages.policies import PRIVATE_SOURCES

NAMELESS = _("Say which source: its address, or its title.")


@dataclass(frozen=True)
class StatedSource:
    """What says that something is so, and the day of which it speaks: nothing is verified later than that."""

    on: PartialDate
    kind: str = SourceKind.MEDIA
    url: str = ""
    title: str = ""
    is_public: bool = True

    def clean(self) -> None:
        """Raise ValidationError for a day to come, and for what nobody could look up."""
        refuse_future(self.on.day)
        if not (self.url or self.title or self.kind in PRIVATE_SOURCES):
            raise ValidationError(NAMELESS)


def public_url_of(said: StatedSource, record: Prisoner) -> str:
    """Return the address of the source, or "" for one that the source or the record keeps private."""
    is_kept_back = not said.is_public or record.sources.filter(url=said.url, is_public=False).exists()
    return "" if is_kept_back else said.url


def stated_in(source: Source) -> StatedSource | None:
    """Return what a source of a record states; None where no day is known of which it speaks."""
    try:
        on = read_date(source.date)
    except DateRefused:
        return None
    return StatedSource(on, source.kind, source.url, source.title, source.is_public)


def cite(facts: Prisoner, said: StatedSource, group: str) -> None:
    """Add the source to the record; a line that supports nothing else, or is of that day, learns of it."""
    sources = list(facts.sources.all())
    same = (each for each in sources if _is_same(each, said))
    found = next((each for each in same if each.groups == [group] or each.date == str(said.on)), None)
    if found is None:
        found = Source(url=said.url, title=said.title, kind=said.kind, is_public=said.is_public)
        sources.append(found)
    found.groups = list(dict.fromkeys([*found.groups, group]))
    found.date = max(found.date, str(said.on))
    facts.sources.set(sources)


@transaction.atomic
def mark_link_dead(
    record: Prisoner, *, source: Source, on: date, by: User | None, archive_url: str = ""
) -> None:
    """Say that the link of a source is dead, in the record and in the draft that waits on it.

    Pages name it from then on, and lead to the archived copy or nowhere. Raises ValidationError for a source
    of another record, and for a day to come.
    """
    require_editor(by, record.partner)
    refuse_future(on)
    if source.prisoner_id != record.pk:
        raise ValidationError(NAMELESS)
    record = lock_record(record)

    def change(facts: Prisoner) -> None:
        sources = list(facts.sources.all())
        for each in sources:
            if each.url == source.url:
                each.dead_on, each.archive_url = on, archive_url or each.archive_url
        facts.sources.set(sources)

    change_record(record, change=change, by=by)
    log_record(record, "mark_link_dead", by=by)


def _is_same(source: Source, said: StatedSource) -> bool:
    """A page is known by its address; a call or a letter by who says it, its title and its day."""
    if said.url or source.url:
        return source.url == said.url
    return (source.kind, source.title, source.date) == (said.kind, said.title, str(said.on))
