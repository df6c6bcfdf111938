"""Every public address with its languages, for search engines: read in two queries and streamed.

No dates: nobody needs to know when a page about a person last changed.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import F

from prisoner_pages.models import Prisoner
from prisoner_pages.public.read_models.addresses import (
    address_of,
    numbers_address,
    people_address,
    person_address,
    public_pages,
)

# A sitemap may hold 50,000 addresses and 50 MB: with nine languages beside each address, these fit.
PAGES_IN_ONE_SITEMAP = 40_000
# More than that lie in this many files, each with the pages of one first digit of the key and the people of
# one remainder of theirs: no file is counted off from the one before, none moves when another comes or goes.
PARTS = 16
ROWS_AT_ONCE = 2_000
XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def needs_parts(languages: Sequence[str]) -> bool:
    """Say whether the addresses are too many for one sitemap. Two queries."""
    people = Prisoner.objects.filter(live=True).count() * len(languages)
    return public_pages(languages).count() + people > PAGES_IN_ONE_SITEMAP


def urlset(languages: Sequence[str], *, root: str, part: int | None = None) -> Iterator[str]:
    """Yield one sitemap: everything, or one part (1 to PARTS); `root` is scheme and host. Two queries."""
    yield DECLARATION
    yield f'<urlset xmlns="{XMLNS}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    for _key, rows in groupby(_pages(languages, part), itemgetter(0)):
        yield _urls({language: f"{root}{address_of(language, *row)}" for _key, language, *row in rows})
    if part in (None, 1):
        yield _urls({language: f"{root}{people_address(language)}" for language in languages})
        yield _urls({language: f"{root}{numbers_address(language)}" for language in languages})
    for slug in _people(part):
        yield _urls({language: f"{root}{person_address(language, slug)}" for language in languages})
    yield "</urlset>\n"


def _urls(addresses: dict[str, str]) -> str:
    """Write one place: its address in each language, with those in the others."""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{address}"/>'
        for language, address in addresses.items()
    )
    return "".join(f"<url><loc>{address}</loc>{links}</url>\n" for address in addresses.values())


def sitemap_index(*, root: str) -> Iterator[str]:
    """Yield the text that names the parts."""
    yield f'{DECLARATION}<sitemapindex xmlns="{XMLNS}">\n'
    for number in range(1, PARTS + 1):
        yield f"<sitemap><loc>{root}/sitemap-{number}.xml</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def _people(part: int | None) -> Iterator[str]:
    """Return the slugs of one sitemap's people."""
    people = Prisoner.objects.public()
    if part is not None:
        people = people.annotate(part=F("pk") % PARTS).filter(part=part - 1)
    return people.order_by("pk").values_list("slug", flat=True).iterator(chunk_size=ROWS_AT_ONCE)


def _pages(languages: Sequence[str], part: int | None) -> Iterator[Any]:
    """Return (place, language, content type, slug, path) of one sitemap's pages, place by place.

    Without the list of people, which is in every language, whether somebody wrote its page or not.
    """
    pages = public_pages(languages).filter(prisonerindexpage=None)
    if part is not None:
        digit = f"{part - 1:x}"
        ends = UUID(digit.ljust(32, "0")), UUID(digit.ljust(32, "f"))
        pages = pages.filter(translation_key__range=ends)
    columns = ("translation_key", "locale__language_code", "content_type_id", "slug", "url_path")
    ordered = pages.order_by("translation_key", "locale_id").values_list(*columns)
    return ordered.iterator(chunk_size=ROWS_AT_ONCE)
