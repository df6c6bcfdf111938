"""The way from a screen of the admin to the part of the guides that is about it."""

from typing import Any

from django import template
from django.template import RequestContext
from django.template.loader import render_to_string
from django.utils.translation import get_language
from wagtail.admin.panels import Panel

from home.guides.read_models import help_address, panel_help_address

register = template.Library()


@register.inclusion_tag("home/guides/help.html", takes_context=True)
def help_here(context: RequestContext) -> dict[str, Any]:
    """Show "Help". Of a header included with `only`, the request is known to the context itself."""
    request = getattr(context, "request", None) or context.get("request")
    match = request and request.resolver_match
    return {"address": help_address(match.view_name, get_language() or "") if match else ""}


@register.simple_tag
def help_beside(shown: Panel.BoundPanel) -> str:
    """Return what leads to the guide from the heading of a panel; "" where none tells more of it."""
    address = panel_help_address(shown.panel, get_language() or "")
    context = {"address": address, "heading": shown.heading}
    return render_to_string("home/guides/panel_help.html", context) if address else ""
