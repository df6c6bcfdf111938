"""What this project asks of the host it runs on, beside what its apps ask of any project.

A start that would be unsafe stops here and says, in one sentence each, what is missing.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.core import checks

from home.settings.defaults import settings
from home.settings.requirements import START, Condition, broken

LOGIN_APPS = {"allauth", "allauth.account", "allauth.mfa"}


def leads_home(site_url: str, staff_url: str, s: Any) -> bool:
    """Say whether visitors and staff have an address each, and this host answers to its own."""
    public, staff = urlsplit(site_url).hostname, urlsplit(staff_url).hostname
    if s.SITE_ROLE == "public":
        return public in s.ALLOWED_HOSTS
    return staff in s.ALLOWED_HOSTS and staff != public


IN_PRODUCTION = (
    Condition("cms.E012", "DEBUG is on.", "Take it out of the settings.", lambda s: not s.DEBUG),
    Condition(
        "cms.E013",
        "Two-step login for staff is not installed, or it is off.",
        "A host of the staff needs allauth.account and allauth.mfa in INSTALLED_APPS, and SECOND_STEP on.",
        lambda s: s.SITE_ROLE == "public" or (s.SECOND_STEP and set(s.INSTALLED_APPS) >= LOGIN_APPS),
    ),
    Condition(
        "cms.E018",
        "A passkey would be taken from a page that did not come by HTTPS.",
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN is for a desk.",
        lambda s: not getattr(s, "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", False),
    ),
    Condition(
        "cms.E014",
        "ALLOWED_HOSTS must be an exact list of this host's names.",
        "No * and no leading dot.",
        lambda s: bool(s.ALLOWED_HOSTS) and not any(host.startswith(("*", ".")) for host in s.ALLOWED_HOSTS),
    ),
    Condition(
        "cms.E015",
        "Cookies of staff may leave HTTPS.",
        "SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE and SECURE_SSL_REDIRECT must be on.",
        lambda s: s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.SECURE_SSL_REDIRECT,
    ),
    Condition(
        "cms.E016",
        "Links in mail would lead visitors or staff to the host of the others.",
        "SITE_URL names the public host, STAFF_URL that of the staff; this host answers to its own alone.",
        lambda s: leads_home(s.SITE_URL, s.STAFF_URL, s),
    ),
    Condition(
        "cms.E019",
        "The database is SQLite.",
        "Both hosts need the same PostgreSQL, the public one by a user with less rights: DATABASE_URL.",
        lambda s: s.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3",
    ),
)


@checks.register(START)
def host_is_safe(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.Error]:
    return broken(IN_PRODUCTION) if settings.PRODUCTION else []


@checks.register(START)
def processes_count_together(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.Warning]:
    if not settings.PRODUCTION or settings.REDIS_URL or settings.WEB_WORKERS < 2:
        return []
    words = (
        f"{settings.WEB_WORKERS} processes count each for itself: whoever asks too often or guesses passwords"
        f" is held back {settings.WEB_WORKERS} times as late, a code for logging in works once in each, and"
        " on the tablet of an event Back may show the letter of the guest before."
    )
    hint = "Set REDIS_URL, or WEB_WORKERS=1."
    return [checks.Warning(words, hint=hint, id="cms.W016")]
