"""Staff: last year's campaign or event as a draft for another, instead of Wagtail's copy of everything."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from home.site.requests import StaffRequest
from prisoner_pages.campaigns.actions.copies import copy_for_another_year, is_original
from prisoner_pages.models import CampaignPage, EventPage


def offer_copy(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Yield the button in the header of an original's editor."""
    gathering = page.specific
    if view_name == "edit" and isinstance(gathering, CampaignPage | EventPage) and is_original(gathering):
        address = reverse("wagtailadmin_pages:copy", args=[page.pk])
        yield Button(_("Copy for another year"), address, icon_name="copy", priority=29)


def copy_of_gathering(request: StaffRequest, page: Page) -> HttpResponse | None:
    """Answer for Wagtail's screen; whether the page may be changed has been asked (`before_copy_page`)."""
    gathering: Any = page.specific
    if not isinstance(gathering, CampaignPage | EventPage):
        return None
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if request.method != "POST":
        return render(request, "prisoner_pages/campaigns/copy.html", {"page": gathering, "back": edit})
    made = copy_for_another_year(gathering, by=request.user)
    messages.success(
        request,
        _("A draft for another year. Write its dates and look through its text before you submit it."),
    )
    return redirect("wagtailadmin_pages:edit", made.pk)
