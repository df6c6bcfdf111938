"""Sources that stand in records, to be chosen from."""

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import get_language, gettext as _

from home.languages.dates import date_as_stated
from home.languages.info import SOURCE_LANGUAGE
from prisoner_pages.choices import SourceKind
from prisoner_pages.facts.actions.sources import stated_in
from prisoner_pages.facts.publishers import host_of, name_of, publisher_of
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
    """Return by what it is known among editors: title, publisher or host, kind, its day, and a dead link."""
    publisher = source.publisher or suggested_publisher(source.url) or host_of(source.url)
    name, kind = source.title or publisher, str(SourceKind(source.kind).label)
    parts = (
        name or capfirst(kind),
        publisher if source.title else "",
        name and kind,
        day_of(source),
        _("the link is dead") if source.dead_on else "",
    )
    return ", ".join(part for part in parts if part)


def suggested_publisher(url: str) -> str:
    """Return who is known to publish at the address, in the reader's language; "" for nobody."""
    known = publisher_of(url)
    return name_of(known, get_language() or SOURCE_LANGUAGE) if known else ""


def day_of(source: Source) -> str:
    return date_as_stated(source.date or str(source.seen_on or ""))
