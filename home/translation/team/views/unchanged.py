"""Approving at once what a translator found still right."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from home.site.requests import StaffRequest
from home.translation.desk.read_models.work import translations_of
from home.translation.desk.views.overview import for_the_desk
from home.translation.permissions import NotYours
from home.translation.team.actions.unchanged import approve_unchanged
from home.translation.team.views.assignments import say_outcome


@for_the_desk
@require_POST
def approve_all_unchanged(request: StaffRequest, pk: int) -> HttpResponse:
    translation = get_object_or_404(translations_of(request.user), pk=pk)
    try:
        outcome = approve_unchanged(translation, by=request.user)
    except NotYours:
        raise PermissionDenied from None
    words = ngettext("%(n)s string approved", "%(n)s strings approved", outcome.done) % {"n": outcome.done}
    say_outcome(request, words, outcome.refused)
    return redirect("translation_desk:editor", pk)
