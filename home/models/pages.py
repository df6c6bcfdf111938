from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField, TranslatableField

from home.fields import BodyField
from home.models.base import BasePage
from home.registry import sections, styles


class HomePage(BasePage):
    """The first page of one language. Its language is public from the moment it is live."""

    intro = models.TextField(_("first words"), blank=True)
    body = BodyField(verbose_name=_("body"))

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        TranslatableField("intro"),
        TranslatableField("body"),
    ]
    untouched_fields = ["slug"]
    parent_page_types = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        shown = [(section.template, section.context(request)) for section in sections()]
        return {
            **context,
            "sections": [(template, about) for template, about in shown if about is not None],
            "section_styles": styles(),
        }


class StandardPage(BasePage):
    """A page of reference text: privacy, safety, what happens to a letter."""

    intro = models.TextField(_("introduction"), blank=True)
    body = BodyField(verbose_name=_("body"))

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        TranslatableField("intro"),
        TranslatableField("body"),
        SynchronizedField("slug", overridable=False),
    ]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("reference page")
        verbose_name_plural = _("reference pages")
