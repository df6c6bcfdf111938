"""Staff: from a draft to the partner's own site, which shows it."""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from home.site.requests import StaffRequest
from prisoner_pages.models import FrontEnd
from prisoner_pages.permissions.partners import require
from prisoner_pages.records.views.consents import not_stored
from prisoner_pages.stories.read_models import DRAFT_KINDS, address_of_preview, may_preview, previews_of


@not_stored
@require_safe
def front_end_preview(request: StaffRequest, front_end: int, kind: str, pk: int) -> HttpResponse:
    """Redirect to the front end with a token for the draft, without a referrer."""
    if kind not in DRAFT_KINDS:
        raise Http404
    site = get_object_or_404(FrontEnd.objects.with_previews(), pk=front_end)
    thing = get_object_or_404(DRAFT_KINDS[kind], pk=pk)
    require(may_preview(request.user, thing, site))
    response = redirect(address_of_preview(thing, site, request.user))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def offer_previews(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Yield the buttons in the header of a page's editor."""
    if view_name != "edit":
        return
    for label, address in previews_of(page.specific, user):
        attrs = {"target": "_blank", "rel": "noopener noreferrer"}
        yield Button(label, address, icon_name="view", attrs=attrs, priority=30)
