"""When anything that the API answers last changed: one number for all of it, whoever changes a part of it.

What the public site shows of an object must not outlive its change by one request, so a front end asks each
time; the number lets us answer "as you have it" without reading what it has.
"""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page

from home.caching.read_models import CONTENT, bump_once, generations_of
from home.models import SiteImage, SiteSettings


def content_changed(**_kwargs):
    """Renew the number. Called by signals; call it yourself after a bulk write, in the same transaction."""
    bump_once(CONTENT)


def content_changed_at(request):
    """Return when the number was last renewed, None when it never was; no query besides the generations."""
    return generations_of(request).bumped_at.get(CONTENT)


def changes_with(*models):
    """Renew the number whenever a row of these models is saved or deleted. Call in AppConfig.ready."""
    for model in models:
        for signal in (post_save, post_delete):
            signal.connect(content_changed, sender=model, dispatch_uid=f"{CONTENT} {model._meta.label}")


def _page_changed(instance, **_kwargs):
    if isinstance(instance, Page):
        content_changed()


def connect():
    # Any page class: Wagtail saves a page now as itself, now as a plain Page.
    for signal in (post_save, post_delete):
        signal.connect(_page_changed, dispatch_uid=f"{CONTENT} pages")
    changes_with(SiteImage, SiteSettings)
