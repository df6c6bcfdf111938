"""Sources that stand in records, to be chosen from."""

from collections.abc import Iterable

from django.utils.text import capfirst

from prisoner_pages.choices import SourceKind
from prisoner_pages.facts.actions.sources import stated_in
from prisoner_pages.facts.publishers import host_of
from prisoner_pages.facts.read_models.words import date_as_stated
from prisoner_pages.models import Source
from prisoner_pages.querysets.records import PrisonerQuerySet

MOST_READ, MOST_OFFERED = 400, 15


def known_sources(people: PrisonerQuerySet, *, first: Iterable[Source] = ()) -> list[Source]:
    """Return what these people's records cite, each once, the newest first; before them all those of `first`.

    A source without a day verifies nothing, and is left out.
    """
    cited = Source.objects.filter(prisoner__in=people.values("pk")).order_by("-date", "-pk")[:MOST_READ]
    found: dict[tuple[str, ...], Source] = {}
    for each in (*first, *cited):
        if stated_in(each):
            found.setdefault((each.url, each.title, each.kind, each.date), each)
    return list(found.values())[:MOST_OFFERED]


def source_in_words(source: Source) -> str:
    """Return by what it is known among editors: title or host, kind, and its day."""
    name = source.title or host_of(source.url)
    kind = str(SourceKind(source.kind).label)
    return ", ".join(part for part in (name or capfirst(kind), name and kind, day_of(source)) if part)


def day_of(source: Source) -> str:
    return date_as_stated(source.date or str(source.seen_on or ""))
