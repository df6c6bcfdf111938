"""Who may do what, as the table of roles says it."""

from django.http import HttpResponse
from django.shortcuts import render

from home.site.requests import StaffRequest
from home.staff.roles import ABOUT, duties_by_subject, roles_by_kind
from prisoner_pages.permissions.partners import is_coordinator, require


def who_may_do_what(request: StaffRequest) -> HttpResponse:
    require(is_coordinator(request.user))
    context = {"kinds": roles_by_kind(), "subjects": duties_by_subject(), "about": ABOUT}
    return render(request, "prisoner_pages/partners/who_may_do_what.html", context)
