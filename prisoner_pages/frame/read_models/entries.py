"""What can stand in the menu and in the footer of the site, and where it stands now."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from home.languages.info import SOURCE_LANGUAGE
from home.models import SiteSettings, StandardPage
from home.site.read_models import FIXED, MENU, REFERENCE_SLUGS, arranged


class Where(models.TextChoices):
    MENU = "menu", _("in the menu")
    FOOTER = "footer", _("in the footer")
    NOWHERE = "nowhere", _("in neither")


# Where each may stand: views of ours lead to letters, reference pages say what a writer has to know.
PLACES_OF_VIEWS, PLACES_OF_REFERENCE = (Where.MENU,), (Where.FOOTER,)
PLACES_OF_MENU_PAGES, PLACES_OF_OTHERS = (Where.MENU, Where.FOOTER), tuple(Where)


@dataclass(frozen=True)
class Entry:
    """`page` is the page in the source language; None for a view of ours, or a list."""

    path: str
    words: Any
    where: Where
    allowed: tuple[Where, ...]
    page: Any = None

    @property
    def name(self) -> str:
        """Of its fields in the form."""
        return self.path.replace("/", "_")


def frame_entries() -> list[Entry]:
    """Return all in the order in which they stand: menu, footer, what stands in neither. Two queries."""
    settings = SiteSettings.objects.first() or SiteSettings()
    found = StandardPage.objects.live().filter(locale__language_code=SOURCE_LANGUAGE).order_by("path")
    pages = {page.slug: page for page in found}
    menu = arranged([path for path, *_more in MENU], settings.menu, elsewhere=settings.footer)
    footer = arranged(REFERENCE_SLUGS, settings.footer, elsewhere=settings.menu)
    shown = [*((path, Where.MENU) for path in menu), *((slug, Where.FOOTER) for slug in footer)]
    others = [(slug, Where.NOWHERE) for slug in pages if slug not in (*menu, *footer)]
    entries = [_entry(path, where, pages.get(path)) for path, where in (*shown, *others)]
    return [each for each in entries if each.page or each.path in USUAL]


USUAL = {path: words for path, words, _is_page in MENU}


def _entry(path: str, where: Where, page: Any) -> Entry:
    words = page.title if page else USUAL.get(path, path)
    return Entry(path, words, where, _allowed(path, page), page)


def _allowed(path: str, page: Any) -> tuple[Where, ...]:
    if path in FIXED or (path in USUAL and page is None):
        return PLACES_OF_VIEWS
    if path in REFERENCE_SLUGS:
        return PLACES_OF_REFERENCE
    return PLACES_OF_MENU_PAGES if path in USUAL else PLACES_OF_OTHERS
