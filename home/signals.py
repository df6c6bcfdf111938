"""Receivers that only forget caches; nothing a reader must know hides here."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Page, Site
from wagtail.signals import post_page_move

from home.caching.read_models import bump, bump_when_changed
from home.models import SiteSettings
from home.site.read_models import SHELL, SHELL_DEPTH


def forget_shell(instance, **_kwargs):
    if isinstance(instance, Page) and instance.depth is not None and instance.depth <= SHELL_DEPTH:
        bump(SHELL)


def connect():
    # Any page class: Wagtail saves a page now as itself, now as a plain Page.
    for signal in (post_save, post_delete, post_page_move):
        signal.connect(forget_shell, dispatch_uid=SHELL)
    bump_when_changed(SHELL, Locale, Site, SiteSettings)
