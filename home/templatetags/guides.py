"""The way from a screen of the admin to the part of the guides that is about it."""

from typing import Any

from django import template
from django.template import RequestContext
from django.template.loader import render_to_string
from django.urls import ResolverMatch
from django.utils.translation import get_language
from wagtail.admin.panels import Panel
from wagtail.models import WorkflowState

from home.guides.read_models import help_address, panel_help_address

register = template.Library()
WAITS = "waits"


@register.inclusion_tag("home/guides/help.html", takes_context=True)
def help_here(context: RequestContext) -> dict[str, Any]:
    """Show "Help". Of a header included with `only`, the request is known to the context itself."""
    request = getattr(context, "request", None) or context.get("request")
    match = request and request.resolver_match
    about = context.get("help_about") or _about(match, context) if match else ""
    return {"address": help_address(match.view_name, get_language() or "", about) if match else ""}


def _about(match: ResolverMatch, context: RequestContext) -> str:
    """Return which list of a screen this is, or that a draft waits for whoever reads."""
    view = context.get("view")
    state = getattr(view, "workflow_state", None)
    waits = state and state.status == WorkflowState.STATUS_IN_PROGRESS
    return WAITS if waits and not getattr(view, "locked_for_user", True) else match.kwargs.get("name", "")


@register.simple_tag
def help_beside(shown: Panel.BoundPanel) -> str:
    """Return what leads to the guide from the heading of a panel; "" where none tells more of it."""
    address = panel_help_address(shown.panel, get_language() or "")
    context = {"address": address, "heading": shown.heading}
    return render_to_string("home/guides/panel_help.html", context) if address else ""
