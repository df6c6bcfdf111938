"""The lists behind those numbers of My day that lead to no other screen."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from home.day.entries import DayEntry, entry_named
from home.site.requests import StaffRequest

LINES_A_PAGE = 50


@never_cache
@require_safe
def day_list(request: StaffRequest, name: str) -> HttpResponse:
    """One entry's rows, each once; an entry that is not for this user is as unknown as any other."""
    entry = entry_named(name, request.user)
    if entry is None:
        raise Http404
    if entry.leads_to:
        return redirect(entry.leads_to())
    return render(request, "home/day/list.html", _context(entry, request))


def _context(entry: DayEntry, request: StaffRequest) -> dict[str, Any]:
    if entry.panel:
        return {"entry": entry, "panel": entry.panel()}
    page = Paginator(entry.rows(request.user), LINES_A_PAGE).get_page(request.GET.get("p"))
    lines = list(entry.lines(page.object_list, request.user)) if entry.lines else []
    return {"entry": entry, "page_obj": page, "lines": lines}
