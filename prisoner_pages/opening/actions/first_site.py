"""A first site on an empty database: pages, partner of the first editors, first administrator."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Site
from wagtail.users.models import UserProfile

from home.languages.info import SOURCE_LANGUAGE
from home.models import HomePage, SiteSettings
from home.translation.glossary.actions.vocabulary import load_vocabulary
from home.translation.models import GlossaryTerm
from prisoner_pages.models import Partner, Prisoner
from prisoner_pages.opening.actions.languages import open_language, prepare_language
from prisoner_pages.opening.actions.observances import make_observances
from prisoner_pages.partners.actions.workspaces import create_partner, make_groups

DEFAULT_PORTS = {"http": 80, "https": 443}
# What Wagtail's own first migration calls the site.
UNNAMED_HOST = "localhost"
Step = tuple[str, Callable[[], bool]]


class CannotStart(Exception):
    """Nothing was changed; the message says what to do first."""


@dataclass(frozen=True)
class FirstPartner:
    slug: str
    kind: str
    name_uk: str
    name_en: str


@dataclass(frozen=True)
class FirstSite:
    """What is asked of whoever starts a site. `public` are those of `languages` that are open at once."""

    url: str
    languages: tuple[str, ...]
    public: tuple[str, ...]
    contact_email: str
    security_email: str
    partner: FirstPartner
    administrator: str  # name to log in with
    administrator_email: str


@dataclass(frozen=True)
class Done:
    """One thing that was to be there, and whether it was made now."""

    what: str
    is_new: bool


@transaction.atomic
def start_site(wanted: FirstSite) -> list[Done]:
    """Make what is missing of a site; what is there stays as its editors have it. Raises CannotStart.

    Ukrainian comes first, whether or not it is named: every other language is a translation of it.
    """
    if Prisoner.objects.filter(invented=True).exists():
        raise CannotStart(
            _("The demo is in this database: take it out first (manage.py remove_demo), then start the site.")
        )
    return [Done(what, make()) for what, make in _steps(wanted)]


def _steps(wanted: FirstSite) -> list[Step]:
    languages = dict.fromkeys((SOURCE_LANGUAGE, *wanted.languages))
    return [
        *(
            (_("language %s") % code, partial(_make_language, code, is_public=code in wanted.public))
            for code in languages
        ),
        (_("address of the site"), lambda: _name_site(wanted.url)),
        (_("addresses of the team"), lambda: _set_addresses(wanted)),
        (_("partner %s") % wanted.partner.slug, lambda: _make_partner(wanted.partner)),
        (_("glossary"), _load_glossary),
        (_("days of observance"), make_observances),
        (_("administrator %s") % wanted.administrator, lambda: _make_administrator(wanted)),
    ]


def _make_language(language: str, *, is_public: bool) -> bool:
    if HomePage.objects.filter(locale__language_code=language).exists():
        return False
    (open_language if is_public else prepare_language)(language, by=None)
    return True


def _name_site(url: str) -> bool:
    """Say where the site answers, unless somebody has said so."""
    site = Site.objects.get(is_default_site=True)
    where = urlsplit(url)
    if site.hostname != UNNAMED_HOST or where.hostname in {None, UNNAMED_HOST}:
        return False
    site.hostname = where.hostname
    site.port = where.port or DEFAULT_PORTS[where.scheme]
    site.save()
    return True


def _set_addresses(wanted: FirstSite) -> bool:
    """Fill the addresses that nobody has set yet."""
    settings = SiteSettings.load()
    given = {"contact_email": wanted.contact_email, "security_email": wanted.security_email}
    missing = {name: address for name, address in given.items() if address and not getattr(settings, name)}
    for name, address in missing.items():
        setattr(settings, name, address)
    if missing:
        settings.save()
    return bool(missing)


def _make_partner(partner: FirstPartner) -> bool:
    known = Partner.objects.filter(slug=partner.slug, editors__isnull=False).exists()
    create_partner(
        slug=partner.slug, kind=partner.kind, name_uk=partner.name_uk, name_en=partner.name_en, by=None
    )
    make_groups()
    return not known


def _load_glossary() -> bool:
    """Fill a glossary that nobody has begun: a term that was taken out must not come back."""
    return not GlossaryTerm.objects.exists() and load_vocabulary() > 0


def _make_administrator(wanted: FirstSite) -> bool:
    """Make the account, unless there is one of that name. A link gives it its first password."""
    known = get_user_model().objects.filter(username=wanted.administrator).first()
    if known and not known.is_superuser:
        raise CannotStart(
            _("There is an account %s, and it is no administrator’s: choose another name.") % known.username
        )
    if known:
        return False
    user: User = get_user_model().objects.create_superuser(
        wanted.administrator, email=wanted.administrator_email, password=None
    )
    UserProfile.objects.create(user=user, preferred_language=SOURCE_LANGUAGE)
    return True
