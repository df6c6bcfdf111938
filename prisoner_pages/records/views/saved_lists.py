"""Staff: keeping a list of people under a name, and forgetting it."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from home.site.requests import StaffRequest
from prisoner_pages.models import SavedList
from prisoner_pages.permissions.partners import partners_for, require
from prisoner_pages.records.actions import saved_lists
from prisoner_pages.records.filters import RecordFilterSet
from prisoner_pages.records.forms.saved_lists import SavedListForm
from prisoner_pages.records.views.records import posted

LIST = "wagtailsnippets_prisoner_pages_prisoner:list"
LONGEST_VALUE = 200


def save_list(request: StaffRequest) -> HttpResponse:
    """Keep what the list is narrowed to; the address holds it."""
    require(request.user.has_perm("prisoner_pages.change_prisoner"))
    query, form = _query_of(request), SavedListForm(posted(request), by=request.user)
    if form.is_valid():
        try:
            saved = saved_lists.save_list(query=query, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The list “%(name)s” is kept.") % {"name": saved.name})
            return redirect(f"{reverse(LIST)}?{query}")
    context = {
        "title": _("Keep this list"),
        "explanation": _("Filters, search, columns and order are kept; the people are found anew each time."),
        "form": form,
        "back": f"{reverse(LIST)}?{query}",
    }
    return render(request, "prisoner_pages/records/form.html", context)


def _query_of(request: StaffRequest) -> str:
    """Return of the address what the list understands, and nothing else."""
    known = {*RecordFilterSet(request=request).filters, "q", "ordering"}
    kept = QueryDict(mutable=True)
    for name, values in request.GET.lists():
        if name in known:
            kept.setlist(name, [value[:LONGEST_VALUE] for value in values if value])
    return kept.urlencode()


@require_POST
def forget_list(request: StaffRequest, pk: int) -> HttpResponse:
    require(request.user.has_perm("prisoner_pages.change_prisoner"))
    own = SavedList.objects.of(request.user, partners_for(request.user))
    saved_lists.forget_list(get_object_or_404(own, pk=pk), by=request.user)
    messages.success(request, _("The list is forgotten; the people stay."))
    return redirect(LIST)
