"""What people and their partners ask of the project."""

from collections.abc import Iterable
from typing import Any

from django.core import checks
from django.db import DatabaseError

from home.checks import LANGUAGE
from home.settings.defaults import settings
from home.settings.requirements import START, Needed, Unwanted, faults_of_middleware
from prisoner_pages.demo.actions.accounts import demo_accounts

REDIRECTS = "prisoner_pages.middleware.Redirects"
MIDDLEWARE = (
    Needed(
        "prisoner_pages.E001",
        "prisoner_pages.middleware.PartnerGate",
        "closes views of Wagtail at which nobody asks whose page it is",
        after=("django.contrib.auth.middleware.AuthenticationMiddleware",),
        only_for_staff=True,
    ),
    Needed(
        "prisoner_pages.E002",
        REDIRECTS,
        "sends old addresses on, but nobody to a person who is hidden now",
        after=(LANGUAGE,),
    ),
    Unwanted(
        "prisoner_pages.E003",
        "wagtail.contrib.redirects.middleware.RedirectMiddleware",
        "sends on to a page whether or not anybody may open it",
        instead=REDIRECTS,
    ),
)


@checks.register(START)
def project_is_ready(app_configs: object, **kwargs: Any) -> list[checks.Error]:
    return faults_of_middleware(MIDDLEWARE)


@checks.register(checks.Tags.database)
def no_demo_accounts(
    app_configs: object, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[checks.Error]:
    """Refuse a production database in which accounts with a known password can log in.

    A public host reads no accounts, and takes letters only as long as the worker saw none of these.
    """
    if not settings.PRODUCTION or not databases or settings.SITE_ROLE == "public":
        return []
    try:
        demo = demo_accounts().filter(is_active=True).exists()
    except DatabaseError:
        return []  # not migrated yet, or away: the site answers 503 by itself
    words, hint = "Demo accounts are in this database.", "manage.py remove_demo"
    return [checks.Error(words, hint=hint, id="prisoner_pages.E004")] if demo else []
