"""Every public address with its languages, for search engines: read in one query, written as it is read.

No dates: when a page about a person last changed is nobody's business.
"""

from itertools import groupby
from operator import itemgetter
from uuid import UUID

from wagtail.models import Page

from prisoner_pages.public.read_models.addresses import address_of, public_pages

# A sitemap may hold 50,000 addresses and 50 MB: with nine languages beside each address, these fit.
PAGES_IN_ONE_SITEMAP = 40_000
# More than that lie in this many files, each with the places of one first digit of the key: no file is
# counted off from the one before, and none moves when a page comes or goes.
PARTS = 16
ROWS_AT_ONCE = 2_000
XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def needs_parts(languages):
    """Say whether the pages are too many for one sitemap. One query."""
    return Page.objects.live().filter(locale__language_code__in=languages).count() > PAGES_IN_ONE_SITEMAP


def urlset(languages, *, root, part=None):
    """Yield one sitemap: everything, or one part (1 to PARTS); `root` is scheme and host. One query."""
    yield DECLARATION
    yield f'<urlset xmlns="{XMLNS}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    for _key, rows in groupby(_rows(languages, part), itemgetter(0)):
        addresses = {language: f"{root}{address_of(language, *row)}" for _key, language, *row in rows}
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href="{address}"/>'
            for language, address in addresses.items()
        )
        yield "".join(f"<url><loc>{address}</loc>{links}</url>\n" for address in addresses.values())
    yield "</urlset>\n"


def sitemap_index(*, root):
    """Yield the text that names the parts."""
    yield f'{DECLARATION}<sitemapindex xmlns="{XMLNS}">\n'
    for number in range(1, PARTS + 1):
        yield f"<sitemap><loc>{root}/sitemap-{number}.xml</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def _rows(languages, part):
    """Return (place, language, content type, slug, path) of one sitemap's pages, place by place."""
    pages = public_pages(languages)
    if part is not None:
        digit = f"{part - 1:x}"
        ends = UUID(digit.ljust(32, "0")), UUID(digit.ljust(32, "f"))
        pages = pages.filter(translation_key__range=ends)
    columns = ("translation_key", "locale__language_code", "content_type_id", "slug", "url_path")
    ordered = pages.order_by("translation_key", "locale_id").values_list(*columns)
    return ordered.iterator(chunk_size=ROWS_AT_ONCE)
