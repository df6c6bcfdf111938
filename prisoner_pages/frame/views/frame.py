"""Staff: menu, footer and contact of the site."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from home.languages.info import SOURCE_LANGUAGE
from home.models import HomePage, SiteSettings
from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from prisoner_pages.frame.actions.frame import arrange_frame
from prisoner_pages.frame.forms import CONTACT, FrameForm
from prisoner_pages.frame.read_models.entries import Where, frame_entries
from prisoner_pages.permissions.partners import is_coordinator, require
from prisoner_pages.records.views.records import posted


def site_frame(request: StaffRequest) -> HttpResponse:
    """What stands around every page, in every language; one form."""
    require(is_coordinator(request.user))
    settings = SiteSettings.objects.first() or SiteSettings()
    form = FrameForm(posted(request), instance=settings, entries=frame_entries())
    if form.is_valid():
        contact = {name: form.cleaned_data[name] for name in CONTACT}
        menu, footer = form.standing(Where.MENU), form.standing(Where.FOOTER)
        arrange_frame(menu=menu, footer=footer, by=request.user, **contact)
        messages.success(request, _("Saved: every page shows it from now on."))
        return redirect("site_frame")
    home = HomePage.objects.filter(locale__language_code=SOURCE_LANGUAGE).first()
    status = UNFILLED if form.errors else 200
    context = {"form": form, "home": home}
    return render(request, "prisoner_pages/frame/frame.html", context, status=status)
