"""Staff: a list from upload to report."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from home.site.requests import StaffRequest
from prisoner_pages.choices import CHANGING_OUTCOMES, ListStep
from prisoner_pages.importing.refusal import FileRefused
from prisoner_pages.lists.actions import (
    choose_all,
    choose_rows,
    delete_list,
    go_on,
    map_columns,
    take_list,
    upload_list,
)
from prisoner_pages.lists.forms import ListForm
from prisoner_pages.lists.read_models.shown import (
    columns_of,
    counts_of,
    doubles_of_rows,
    meanings,
    progress_of,
    report_of,
    with_changes,
)
from prisoner_pages.models import ListImport, Prisoner
from prisoner_pages.permissions.partners import partners_for, require
from prisoner_pages.querysets.drafts import with_draft_to_submit, written_by_list
from prisoner_pages.querysets.records import PrisonerQuerySet

PER_PAGE, LATEST = 50, 50
REFUSED, MOVED_ON = 400, 409
# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _own(request: StaffRequest) -> "QuerySet[ListImport]":
    require(request.user.has_perm("prisoner_pages.add_prisoner"))
    return ListImport.objects.filter(partner__in=partners_for(request.user)).select_related("partner", "by")


def _found(request: StaffRequest, pk: int) -> ListImport:
    return get_object_or_404(_own(request), pk=pk)


@never_cache
def lists(request: StaffRequest) -> HttpResponse:
    """One's lists, and the form for a new one."""
    own, partners = _own(request), partners_for(request.user).with_workspace().open()
    form = ListForm(request.POST or None, request.FILES or None, partners=partners)
    if request.method == "POST" and form.is_valid():
        try:
            found = upload_list(form.content, partner=form.cleaned_data["partner"], by=request.user)
        except FileRefused as refused:
            form.add_error("file", _in_words(refused))
        else:
            return redirect("list", found.pk)
    status = REFUSED if form.errors else 200
    context = {"form": form, "lists": own[:LATEST]}
    return render(request, "prisoner_pages/lists/lists.html", context, status=status)


def _in_words(refused: FileRefused) -> str:
    row = refused.remark.row
    return _("Row %(row)s: %(message)s") % {"row": row, "message": refused} if row else str(refused)


@never_cache
@require_safe
def show_list(request: StaffRequest, pk: int) -> HttpResponse:
    return _show(request, _found(request, pk))


def _show(request: StaffRequest, found: ListImport, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"list": found, "of_file": [each for each in found.remarks if not each["row"]]}
    if found.step == ListStep.COLUMNS or "columns" in request.GET and found.step == ListStep.CHECKED:
        context |= {"columns": columns_of(found), "meanings": meanings()}
    elif found.is_worked_at:
        context |= progress_of(found)
    else:
        context |= _rows(request, found)
    return render(request, "prisoner_pages/lists/list.html", context, status=status)


def _rows(request: StaffRequest, found: ListImport) -> dict[str, Any]:
    counts, outcome = counts_of(found), request.GET.get("outcome", "")
    known = outcome in [each for each, _label, _count in counts]
    rows = found.rows.filter(outcome=outcome) if known else found.rows.all()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    chosen = found.rows.filter(is_chosen=True, outcome__in=CHANGING_OUTCOMES).count()
    return {
        "counts": counts,
        "outcome": outcome if known else "",
        "page_obj": page,
        "shown": with_changes(page.object_list, doubles_of_rows(found, page.object_list, request.user)),
        "chosen": chosen,
        "done": found.rows.filter(is_done=True).count(),
        "drafts": _with_drafts(found).exists(),
        "total": page.paginator.count,
    }


def _with_drafts(found: ListImport) -> PrisonerQuerySet:
    own = Prisoner.objects.for_partner(found.partner)
    return with_draft_to_submit(written_by_list(own, found.pk))


def _do(request: StaffRequest, pk: int, act: Callable[[ListImport], None], said: str = "") -> HttpResponse:
    """Do it and go back to the list, or say in words why not."""
    found = _found(request, pk)
    try:
        act(found)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        if said:
            messages.success(request, said)
    return redirect("list", pk)


@require_POST
def name_columns(request: StaffRequest, pk: int) -> HttpResponse:
    found, columns = _found(request, pk), request.POST.getlist("column")
    try:
        map_columns(found, columns, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        if found.step == ListStep.COLUMNS and len(columns) == len(found.headings):
            found.columns = columns  # what was chosen is not lost
        return _show(request, found, status=REFUSED)
    return redirect("list", pk)


def _numbers(texts: Iterable[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]


@require_POST
def choose(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep the choice of the rows shown, or of all rows of an outcome."""
    if every := request.POST.get("every", ""):
        outcome = request.POST.get("outcome", "")[:10]
        return _do(
            request,
            pk,
            lambda found: choose_all(found, outcome, by=request.user, chosen=every == "in"),
            _("The choice is kept."),
        )
    takes = defaultdict(list)
    for each in request.POST.getlist("take"):
        row, _colon, field = each.partition(":")
        for number in _numbers([row]):
            takes[number].append(field[:40])
    shown, chosen = (_numbers(request.POST.getlist(name)) for name in ("shown", "chosen"))
    return _do(
        request,
        pk,
        lambda found: choose_rows(found, shown, chosen, takes, by=request.user),
        _("The choice is kept."),
    )


@require_POST
def take(request: StaffRequest, pk: int) -> HttpResponse:
    return _do(request, pk, lambda found: take_list(found, by=request.user))


@require_POST
def let_go_on(request: StaffRequest, pk: int) -> HttpResponse:
    return _do(request, pk, lambda found: go_on(found, by=request.user), _("It goes on within a minute."))


@require_POST
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    delete_list(_found(request, pk), by=request.user)
    messages.success(request, _("The list is deleted. What it changed stays."))
    return redirect("lists")


@never_cache
@require_safe
def report(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    found = _found(request, pk)
    told = report_of(found)
    if kind == "json":
        answer: HttpResponse = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    elif kind == "csv":
        answer = _as_csv(told)
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="report-{found.pk}.{kind}"'
    return answer


def _as_csv(told: dict[str, Any]) -> HttpResponse:
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    writer = csv.writer(answer)
    writer.writerow([_("row"), _("what became of it"), _("written"), _("column"), _("remark")])
    remarks = defaultdict(list)
    for remark in told["remarks"]:
        remarks[remark["row"]].append(remark)
    for row in told["rows"]:
        for remark in remarks[row["row"]] or [{"column": "", "message": ""}]:
            written = _("yes") if row["taken"] else _("no")
            cells = [row["outcome"], written, remark["column"], remark["message"]]
            writer.writerow(
                [row["row"], *(f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells)]
            )
    return answer
