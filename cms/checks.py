"""What must be true before the first request: a table, asked by `manage.py check` and by cms/wsgi.py.

A start that would be unsafe stops here and says, in one sentence each, what is missing.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.conf import LazySettings, settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from prisoner_pages.demo.actions.accounts import demo_accounts

logger = logging.getLogger(__name__)

TAG = "start"
ROLES = {"public", "staff", "all"}

# App that must not be installed -> why.
NEVER_INSTALLED = {
    "django.contrib.admin": "Django's admin is a second door that none of our guards stand at",
    "wagtail.api.v3": "it writes, and its preview may break in any release",
    "wagtail.contrib.simple_translation": "it copies pages past the rights of their partner",
    "wagtail.contrib.forms": "a letter is never a form submission kept in clear",
}
NEEDED_MIDDLEWARE = (
    "home.site.middleware.input_guard.InputGuard",
    "home.site.middleware.response_headers.SecurityHeaders",
    "home.site.middleware.language.LanguageMiddleware",
)


@dataclass(frozen=True)
class Condition:
    id: str
    words: str  # what is wrong when it doesn't hold
    hint: str
    holds: Callable[[LazySettings], bool]


EVERYWHERE = (
    Condition(
        "cms.E001",
        "SITE_ROLE must be public, staff or all.",
        "Set SITE_ROLE in the environment.",
        lambda s: s.SITE_ROLE in ROLES,
    ),
    Condition(
        "cms.E002",
        "A guard is missing from MIDDLEWARE.",
        f"It must hold {', '.join(NEEDED_MIDDLEWARE)}.",
        lambda s: set(NEEDED_MIDDLEWARE) <= set(s.MIDDLEWARE),
    ),
    Condition(
        "cms.E003",
        "The Content-Security-Policy for visitors or for staff is missing.",
        "See cms/settings/csp.py.",
        lambda s: bool(s.CONTENT_SECURITY_POLICY and s.STAFF_CONTENT_SECURITY_POLICY),
    ),
    Condition(
        "cms.E004",
        "A public host must not know where the private keys are.",
        "SITE_ROLE=public takes them out of KEY_FILES.",
        lambda s: s.SITE_ROLE != "public" or not set(s.STAFF_KEY_RINGS) & set(s.KEY_FILES),
    ),
)

IN_PRODUCTION = (
    Condition(
        "cms.E011",
        "SITE_ROLE=all is for one machine on a desk.",
        "Run two processes under two users: SITE_ROLE=public and SITE_ROLE=staff.",
        lambda s: s.SITE_ROLE != "all",
    ),
    Condition("cms.E012", "DEBUG is on.", "Take it out of the settings.", lambda s: not s.DEBUG),
    Condition(
        "cms.E021",
        "Webhooks may be sent into our own network.",
        "WEBHOOKS_MAY_REACH_PRIVATE is for tests: take it out of the settings.",
        lambda s: not s.WEBHOOKS_MAY_REACH_PRIVATE,
    ),
    Condition(
        "cms.E013",
        "Two-step login for staff is not installed.",
        "It comes with a later release; until then this site must not hold real letters.",
        lambda s: "allauth.mfa" in s.INSTALLED_APPS,
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
        "Letters would be taken although demo accounts may exist.",
        "LETTERS_REFUSED_WITH_DEMO_ACCOUNTS must be on.",
        lambda s: s.LETTERS_REFUSED_WITH_DEMO_ACCOUNTS,
    ),
)


@checks.register(TAG)
def start_is_safe(app_configs, **kwargs) -> list[checks.Error]:
    conditions = EVERYWHERE + (IN_PRODUCTION if settings.PRODUCTION else ())
    found = [
        checks.Error(condition.words, hint=condition.hint, id=condition.id)
        for condition in conditions
        if not condition.holds(settings)
    ]
    return found + forbidden_apps()


def forbidden_apps() -> list[checks.Error]:
    return [
        checks.Error(f"{name} must not be installed: {why}.", id="cms.E005")
        for name, why in NEVER_INSTALLED.items()
        if apps.is_installed(name)
    ]


@checks.register(checks.Tags.database)
def no_demo_accounts(app_configs, databases=None, **kwargs) -> list[checks.Error]:
    """Refuse a production database in which accounts with a known password can log in."""
    if not settings.PRODUCTION or not databases:
        return []
    try:
        demo = demo_accounts().filter(is_active=True).exists()
    except DatabaseError:
        return []  # not migrated yet, or away: the site answers 503 by itself
    hint = "manage.py remove_demo"
    return [checks.Error("Demo accounts are in this database.", hint=hint, id="cms.E017")] if demo else []


def refuse_unsafe_start():
    """Raise ImproperlyConfigured with all that is wrong; a server calls it before it listens.

    What is only to be minded is logged.
    """
    found = checks.run_checks(tags=[TAG, "keys", checks.Tags.database], databases=["default"])
    errors = [message for message in found if message.is_serious()]
    for message in found:
        if not message.is_serious():
            logger.warning("%s: %s %s", message.id, message.msg, message.hint or "")
    if errors:
        raise ImproperlyConfigured(
            "\n".join(f"{error.id}: {error.msg} {error.hint or ''}" for error in errors)
        )
