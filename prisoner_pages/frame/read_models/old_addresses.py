"""Which addresses may be sent on, and where to.

Addresses of people never are, nor those that could be one: somebody who is hidden, or was never here, would
otherwise be told from somebody unknown by what the site answers.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from home.languages.info import CONTENT_LANGUAGES
from home.models import HomePage
from home.settings.defaults import settings
from prisoner_pages.models import Prisoner, PrisonerPage
from prisoner_pages.syndication.read_models.resolving import OPEN, resolved

LANGUAGES = tuple(code for code, _name in CONTENT_LANGUAGES)
# Below a language: what names people, or could. A story lies below its partner's page in the tree.
OF_PEOPLE = ("prisoners", "letters", "embed")
PARTNERS, PARTNER_PARTS = "partners", 3
# Outside any language: what the site answers by itself.
OURS = (
    "admin",
    "api",
    "static",
    "media",
    "embed",
    "healthz",
    "readyz",
    "metrics",
    "robots.txt",
    "sitemap.xml",
)

PEOPLE_STAY = _(
    "Addresses of people are never sent on, nor any address that names one: it could tell who was here."
)
NO_PATH = _("Write an address of this site, like /uk/old-page/.")
ANSWERED = _("The site answers this address by itself: it would never be sent on.")
SENT_ALREADY = _("This address is sent on already: remove that line first.")


class Target(NamedTuple):
    """A page of the site, or else an address."""

    page: Any
    link: str


def old_addresses() -> QuerySet[Redirect]:
    return Redirect.objects.select_related("redirect_page__locale").order_by("old_path", "pk")


def path_in(typed: str) -> str:
    """Return the path of what was typed or pasted, as it is looked up; "" for what has none."""
    try:
        parts = urlsplit(typed.strip())
        is_path = parts.path.startswith("/") and not parts.path.startswith("//")
        return Redirect.normalise_path(parts.path) if is_path else ""
    except ValueError:
        return ""


def reason_against(path: str) -> str:
    """Say why this address is not sent on; "" where nothing speaks against it."""
    parts = [part for part in path.split("/") if part]
    if not parts:
        return str(NO_PATH)
    if names_people(parts):
        return str(PEOPLE_STAY)
    if _is_answered(path, parts):
        return str(ANSWERED)
    return str(SENT_ALREADY) if Redirect.objects.filter(old_path=path).exists() else ""


def _is_answered(path: str, parts: list[str]) -> bool:
    if parts[0] in OURS or parts in [[language] for language in LANGUAGES]:
        return True
    found = resolved(f"{path}/", public_languages())
    return bool(found and found.page)


def names_people(parts: Sequence[str]) -> bool:
    """Say whether an address is, or could be, of a person, hidden or not, or of somebody who was here."""
    below = [part.lower() for part in parts[1:]] if parts[0].lower() in LANGUAGES else []
    if below[:1] and below[0] in OF_PEOPLE or len(below) >= PARTNER_PARTS and below[0] == PARTNERS:
        return True
    return Prisoner.everyone.filter(slug__in=[part.lower() for part in parts]).exists()


def public_languages() -> list[str]:
    return list(HomePage.objects.live().values_list("locale__language_code", flat=True))


def target_of(typed: str) -> Target | None:
    """Return where an address leads; None for nothing public, and for a person: they may be hidden later."""
    typed = typed.strip()
    if typed.startswith("https://") and not is_ours(_host_of(typed)):
        return Target(None, typed) if _host_of(typed) else None
    path = path_in(typed)
    found = resolved(f"{path}/", public_languages()) if path else None
    if not (found and found.status == OPEN and found.page) or found.page.model is PrisonerPage:
        return None
    page = Page.objects.live().filter(
        translation_key=found.page.key, locale__language_code=found.page.language, slug=found.page.slug
    )
    return Target(page.first() if found.page.key else None, found.page.address)


def is_ours(host: str) -> bool:
    own = {_host_of(settings.SITE_URL), _host_of(settings.STAFF_URL)}
    return host in own or Site.objects.filter(hostname__iexact=host).exists()


def _host_of(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""
