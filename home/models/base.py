from http import HTTPMethod
from typing import Any

from wagtail.models import Page


class BasePage(Page):
    """What every page of ours is. An abstract subclass: Wagtail's base page is never swapped.

    Each page class names its translated and synchronised fields in `translatable_fields`, and those that each
    language has for itself in `untouched_fields`; a system check refuses silence.
    """

    show_in_menus_default = False
    content_panels: list[Any] = Page.content_panels
    base_form_class: Any  # named when the apps are ready: forms stand above models
    # Whether it becomes public, and ends, at an hour set in its form (home.pages.actions.schedule).
    follows_hours = True
    # What is live is public: lists, the API, feeds and kept answers ask nobody who reads.
    private_page_options: list[str] = []
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD]

    class Meta:
        abstract = True
