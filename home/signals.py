"""Receivers that only drop caches; no other behaviour hides here."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Page, Site
from wagtail.signals import post_page_move

from home.caching.read_models import bump, bump_when_changed, tells_a_draft
from home.models import SiteSettings
from home.site.read_models import SHELL, SHELL_DEPTH


def forget_shell(instance: Model, **how: Any) -> None:
    if not isinstance(instance, Page) or tells_a_draft(**how):
        return
    if instance.depth is not None and instance.depth <= SHELL_DEPTH:
        bump(SHELL)


def connect() -> None:
    # Any page class: Wagtail saves a page sometimes as itself, sometimes as a plain Page.
    for signal in (post_save, post_delete, post_page_move):
        signal.connect(forget_shell, dispatch_uid=SHELL)
    bump_when_changed(SHELL, Locale, Site, SiteSettings)
