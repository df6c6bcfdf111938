"""When anything in the API last changed: one number for all of it, whoever changes a part.

What the public site shows must be up to date with every request, so a front end asks each time; the number
lets us answer 304 without reading the content.
"""

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from wagtail.models import Page
from wagtail.signals import post_page_move

from home.caching.read_models import BESIDE_PEOPLE, CONTENT, bump_once, generations_of, tells_a_draft
from home.models import SiteImage, SiteSettings
from home.registry import provided


def content_changed(sender: type[Model] | None = None, **how: Any) -> None:
    """Renew the number. Called by signals; call it yourself after a bulk write, in the same transaction.

    A draft that is saved renews nothing: an editor at work would empty everything that is kept.
    """
    if tells_a_draft(**how):
        return
    if sender not in provided("models_of_people"):
        bump_once(BESIDE_PEOPLE)
    bump_once(CONTENT)


def content_changed_at(request: HttpRequest) -> datetime | None:
    """Return when the number was last renewed, None when it never was; no query besides the generations."""
    return generations_of(request).bumped_at.get(CONTENT)


def changes_with(*models: type[Model]) -> None:
    """Renew the number whenever a row of these models is saved or deleted. Call in AppConfig.ready."""
    for model in models:
        for signal in (post_save, post_delete):
            signal.connect(content_changed, sender=model, dispatch_uid=f"{CONTENT} {model._meta.label}")


def _page_changed(instance: Model, **how: Any) -> None:
    if isinstance(instance, Page) and not _begins_as_draft(instance, **how):
        content_changed(**how)


def _begins_as_draft(page: Page, *, created: bool = False, **_how: Any) -> bool:
    return created and not page.live


def connect() -> None:
    # Any page class: Wagtail saves a page sometimes as itself, sometimes as a plain Page.
    for signal in (post_save, post_delete, post_page_move):
        signal.connect(_page_changed, dispatch_uid=f"{CONTENT} pages")
    changes_with(SiteImage, SiteSettings)
