"""Who may translate, review and publish in which language."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from home.site.requests import StaffRequest
from home.translation.desk.forms.strings import RoleForm
from home.translation.desk.views.overview import for_leaders
from home.translation.models import LocaleRole
from home.translation.team.actions.roles import end_right, give_right


@for_leaders
def roles(request: StaffRequest) -> HttpResponse:
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _give(form.cleaned_data, request.user)
        messages.success(request, _("Given."))
        return redirect("translation_desk:roles")
    given = LocaleRole.objects.select_related("user", "locale").order_by("locale", "user__username", "right")
    context = {"form": form, "roles": given}
    return render(request, "translation/team/roles.html", context, status=400 if form.errors else 200)


@transaction.atomic
def _give(given: dict[str, Any], by: User) -> None:
    for locale in given["locales"]:
        for right in given["rights"]:
            give_right(given["user"], right, locale, by=by, until=given["until"])


@for_leaders
@require_POST
def end(request: StaffRequest, pk: int) -> HttpResponse:
    end_right(get_object_or_404(LocaleRole, pk=pk), by=request.user)
    messages.success(request, _("Ended."))
    return redirect("translation_desk:roles")
