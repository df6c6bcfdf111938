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
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD]

    class Meta:
        abstract = True
