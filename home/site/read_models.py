"""What stands around every public page: menu, languages, reference pages, partners, contact, fonts.

`Shell` is in the context of every template (home.site.context_processors). With warm caches it costs one
query, for the generations; a page with translations costs one more, for its alternates.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy as _
from wagtail.models import Page

from home.caching.read_models import Numbers, current, generations_of, memoized_for
from home.languages import info
from home.languages.info import CONTENT_LANGUAGES, SOURCE_LANGUAGE, alphabet_of, near_languages, script_of
from home.languages.table import declared
from home.models import HomePage, SiteSettings
from home.registry import provided

# Generation of everything kept here; bumped by home.signals and by whoever provides partners.
SHELL = "shell"
# Home pages and their children: the menu, the footer and the list of public languages.
SHELL_DEPTH = 3

# (path below the language, words, is it a page that may be missing in a language?)
MENU = (
    ("prisoners", _("People"), False),
    ("campaigns", _("Campaigns"), True),
    ("letters/write", _("Write a letter"), False),
    ("letters/status", _("Follow a letter"), False),
    ("about", _("About"), True),
)
HOW_TO_WRITE, WHAT_HAPPENS = "how-to-write", "what-happens"
REFERENCE_SLUGS = (HOW_TO_WRITE, WHAT_HAPPENS, "privacy", "safety", "how-we-count", "contact")
# Views of ours, which are always in the menu; the others are pages, which may stand elsewhere.
FIXED = tuple(path for path, _words, is_page in MENU if not is_page)


def arranged(usual: Sequence[str], chosen: Sequence[str], *, elsewhere: Sequence[str] = ()) -> list[str]:
    """Return what a coordinator chose, in that order, then what usually stands there and isn’t `elsewhere`.

    >>> arranged(["people", "about"], ["about", "help"])
    ['about', 'help', 'people']
    """
    return [*chosen, *(each for each in usual if each not in (*chosen, *elsewhere))]


def font_files(script: str) -> tuple[str, ...]:
    return tuple(
        f"fonts/{family}-{script}-wght-normal.woff2" for family in ("source-sans-3", "source-serif-4")
    )


# Font files that a page preloads, before its style sheet asks for them.
CYRILLIC = font_files("cyrillic")
LATIN = font_files("latin")
LATIN_EXTENDED = (*LATIN, *font_files("latin-ext"))
LAST_OF_LATIN = "\u00ff"  # what comes after it is in the extended files


def fonts_of(language: str) -> tuple[str, ...]:
    """Return the files that hold the alphabet of a language."""
    if script_of(language) == info.CYRILLIC:
        return CYRILLIC
    return LATIN_EXTENDED if max("".join(alphabet_of(language)), default="") > LAST_OF_LATIN else LATIN


@dataclass(frozen=True)
class Link:
    title: str | Promise
    url: str
    language: str = ""
    path: str = ""  # of a menu entry, below the language
    current: str = ""  # aria-current of a menu entry: "page", or "true" for a page below it
    is_title: bool = False  # of a page, in the language of the menu; else words of the interface


@dataclass(frozen=True)
class Surroundings:
    """What the database knows of all public languages; kept in the process for a generation."""

    languages: tuple[str, ...]
    titles: dict[tuple[str, str], str] = field(
        default_factory=dict
    )  # (language, slug) -> title, of live pages right below a home
    contact_email: str = ""
    menu: tuple[str, ...] = ()  # as a coordinator arranged it: paths of `MENU`, slugs of pages
    footer: tuple[str, ...] = ()  # slugs

    def nearest(self, slug: str, language: str) -> Link | None:
        """Return a page below the home in this language or, marked, in the nearest one that has it."""
        for code in (language, *near_languages(language)):
            if title := self.titles.get((code, slug)):
                return Link(title, f"/{code}/{slug}/", "" if code == language else code)
        return None


@memoized_for(SHELL)
def surroundings() -> Surroundings:
    live = set(HomePage.objects.live().values_list("locale__language_code", flat=True))
    below = Page.objects.live().filter(depth=SHELL_DEPTH, locale__language_code__in=live)
    titles = below.values_list("locale__language_code", "slug", "title")
    said = SiteSettings.objects.values_list("contact_email", "menu", "footer").first() or ("", (), ())
    return Surroundings(
        languages=tuple(code for code, _name in CONTENT_LANGUAGES if code in live),
        titles={(code, slug): title for code, slug, title in titles},
        contact_email=said[0],
        menu=tuple(said[1]),
        footer=tuple(said[2]),
    )


@memoized_for(SHELL)
def partners_in(language: str) -> list[Link]:
    """Return the partners of the footer; whoever provides `partner_links` bumps `SHELL` when they change."""
    return [link for links_in in provided("partner_links") for link in links_in(language)]


def remember_surroundings() -> None:
    """Read once, when a process starts, what its error pages show: they ask no database."""
    try:
        generations = current()
        for language in surroundings(generations=generations).languages:
            partners_in(language, generations=generations)
    except DatabaseError:
        """It is away or has no tables yet: error pages are bare until the first page is shown."""


def public_languages(request: HttpRequest) -> tuple[str, ...]:
    """Return the codes of the languages whose home is live, in the order of the switcher."""
    return surroundings(generations=generations_of(request)).languages


def alternates_of(page: Page, *, among: Sequence[str]) -> list[str]:
    """Return the languages of `among` in which this page is live, in that order. One query.

    A page has the same address in all languages except for the prefix; a translation that was moved
    elsewhere is no alternate.
    """
    if page.depth <= 2:
        return list(among)
    live = Page.objects.live().filter(translation_key=page.translation_key, slug=page.slug)
    codes = set(live.values_list("locale__language_code", flat=True))
    return [code for code in among if code in codes]


def in_language(path: str, code: str) -> str:
    """Return the same address below another language's prefix."""
    return "/".join(["", code, *path.split("/")[2:]])


def page_of(request: HttpRequest) -> Any:
    """Return the page that answers this request, or what stands for it, or None for a view of our own.

    `request.shown_page` is set by a view that shows a page at another address than Wagtail's, and for
    Wagtail's own by a hook (home.wagtail_hooks).
    """
    return getattr(request, "shown_page", None)


class BareShell:
    """A shell that asks no database: for pages that must work without it."""

    bare = True
    languages: Any = ()
    alternates: Any = ()
    menu: Any = ()
    reference: Any = ()
    how_to_write: Any = None
    what_happens: Any = None
    partners: Any = ()
    contact_email: Any = ""

    def __init__(self, language: str | None = None) -> None:
        self.language = language or get_language() or SOURCE_LANGUAGE
        self.fonts = fonts_of(self.language)
        self.home_url = "/"

    @property
    def language_name(self) -> str:
        return dict(CONTENT_LANGUAGES).get(self.language, "")

    @property
    def falls_back(self) -> bool:
        """Say whether missing interface words are shown in Ukrainian here."""
        return declared(self.language).words_missing_in == SOURCE_LANGUAGE


class Shell(BareShell):
    bare = False

    def __init__(self, request: HttpRequest, page: Any = None) -> None:
        super().__init__()
        self.request = request
        self.page = page
        self.path = request.path
        self.site_language = self.language
        self.home_url = f"/{self.site_language}/"

    @cached_property
    def _generations(self) -> Numbers:
        return generations_of(self.request)

    @cached_property
    def _surroundings(self) -> Surroundings:
        return surroundings(generations=self._generations)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        return self._surroundings.languages

    @cached_property
    def contact_email(self) -> str:
        return self._surroundings.contact_email

    @cached_property
    def partners(self) -> Sequence[Link]:
        return partners_in(self.language, generations=self._generations)

    @cached_property
    def menu(self) -> Sequence[Link]:
        around = self._surroundings
        paths = arranged([path for path, *_more in MENU], around.menu, elsewhere=around.footer)
        return [
            self._menu_link(path)
            for path in paths
            if path in FIXED or (self.site_language, path) in around.titles
        ]

    def _menu_link(self, path: str) -> Link:
        url = f"/{self.site_language}/{path}/"
        current = "page" if self.path == url else "true" if self.path.startswith(url) else ""
        words: str | Promise | None = next((words for each, words, _page in MENU if each == path), None)
        title = words or self._surroundings.titles[self.site_language, path]
        return Link(title, url, path=path, current=current, is_title=words is None)

    @cached_property
    def reference(self) -> Sequence[Link]:
        """Return the reference pages, each in this language or, marked, in the nearest one that has it."""
        around = self._surroundings
        slugs = arranged(REFERENCE_SLUGS, around.footer, elsewhere=around.menu)
        found = (around.nearest(slug, self.language) for slug in slugs)
        return [link for link in found if link]

    @cached_property
    def how_to_write(self) -> Link | None:
        """Return the page that tells writers how to begin, as the footer would; None where there is none."""
        return self._surroundings.nearest(HOW_TO_WRITE, self.language)

    @cached_property
    def what_happens(self) -> Link | None:
        """Return the page that tells what becomes of a letter, in the same way."""
        return self._surroundings.nearest(WHAT_HAPPENS, self.language)

    @cached_property
    def alternates(self) -> Sequence[dict[str, Any]]:
        """Return every public language with its own name and this page in it, or else its home page.

        `here` says whether the page itself is there (only then is it an hreflang alternate). An address of
        our own views exists in every language.
        """
        present = self._present_in()
        return [self._alternate(code, code in present) for code in self.languages]

    def _present_in(self) -> Sequence[str]:
        if getattr(self.page, "in_every_language", self.page is None):
            return self.languages
        if self.page.depth == SHELL_DEPTH and self.page.live:  # known already
            titles = self._surroundings.titles
            return [code for code in self.languages if (code, self.page.slug) in titles]
        return alternates_of(self.page, among=self.languages)

    def _alternate(self, code: str, here: bool) -> dict[str, Any]:
        url = in_language(self.request.get_full_path(), code) if here else f"/{code}/"
        absolute = self.request.build_absolute_uri(in_language(self.request.path, code)) if here else ""
        name = dict(CONTENT_LANGUAGES)[code]
        return {"code": code, "name": name, "url": url, "here": here, "absolute": absolute}


class LastKnownShell(Shell):
    """What stands around an error, as this process last knew it, so that no database is asked.

    Carries nothing of the requested address. In a language that is not public, its links lead to the nearest
    one that is.
    """

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.path = ""
        near = (self.language, *near_languages(self.language))
        self.site_language = next((code for code in near if code in self.languages), "")
        self.home_url = f"/{self.site_language}/" if self.site_language else "/"

    @cached_property
    def _surroundings(self) -> Surroundings:
        return surroundings.last() or Surroundings(languages=())

    @cached_property
    def menu(self) -> Sequence[Link]:
        return super().menu if self.site_language else ()

    @cached_property
    def partners(self) -> Sequence[Link]:
        return partners_in.last(self.site_language) or ()

    def _present_in(self) -> Sequence[str]:
        return ()
