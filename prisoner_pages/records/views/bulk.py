"""Staff: one act done to many records; what became of each, and the way back."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as _lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from home.languages.info import SOURCE_LANGUAGE
from home.site.requests import StaffRequest
from home.site.statuses import CONFLICT, UNFILLED
from prisoner_pages.models import BulkChange, Prisoner
from prisoner_pages.permissions.partners import partners_for, require
from prisoner_pages.querysets.bulk import BulkResultQuerySet
from prisoner_pages.querysets.records import PrisonerQuerySet
from prisoner_pages.records.actions.acts import ACTS, Act, acts_for_many
from prisoner_pages.records.actions.bulk import (
    UNDO_WITHIN,
    TooLate,
    ask_undo,
    begin_change,
    can_be_undone,
    carry_on,
)
from prisoner_pages.records.filters import chosen_people
from prisoner_pages.records.views.records import posted

LIST = "wagtailsnippets_prisoner_pages_prisoner:list"
NAMED, A_PAGE = 50, 100
CHANGED = _lazy("The list has changed since you opened this: look once more who is meant.")


class Meant(forms.Form):
    """Which form it is, and for whom it was shown."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)


def do_to_many(request: StaffRequest, name: str) -> HttpResponse:
    """Ask once more, with the act's own form; then do it to everybody chosen."""
    if name not in ACTS or not ACTS[name].is_for_many:
        raise Http404
    require(name in dict(acts_for_many(request.user)))
    act, meant, chosen = ACTS[name], Meant(posted(request)), chosen_people(request)
    if meant.is_valid() and (begun := _begun(request, meant.cleaned_data["uuid"])):
        return redirect("bulk_change", begun.uuid)
    if not chosen.exists():
        return nobody_chosen(request)
    people, _others = act.parted(chosen)
    seen, form = people.whereabouts(), act.form(posted(request), by=request.user)
    if not form.is_bound or not form.is_valid():
        return _ask(request, act, form, chosen, seen, UNFILLED if form.is_bound else 200)
    if not meant.is_valid() or meant.cleaned_data["seen"] != seen:
        messages.warning(request, CHANGED)
        return _ask(request, act, form, chosen, seen, CONFLICT)
    return _do(request, name, meant.cleaned_data["uuid"], people)


def nobody_chosen(request: StaffRequest) -> HttpResponse:
    """Lead back to the list, as narrowed as it was, and say so there."""
    messages.warning(request, _("Nobody is chosen: tick people in the list."))
    narrowed = request.GET.copy()
    narrowed.pop("id", None)
    return redirect(f"{reverse(LIST)}?{narrowed.urlencode()}")


def _begun(request: StaffRequest, uuid: UUID) -> BulkChange | None:
    """Return what this very form has begun already."""
    return BulkChange.objects.filter(uuid=uuid, by=request.user).first()


def _do(request: StaffRequest, name: str, uuid: UUID, people: PrisonerQuerySet) -> HttpResponse:
    values = {field: request.POST.get(field, "") for field in ACTS[name].form.base_fields}
    keys = people.order_by().values_list("pk", flat=True)
    carry_on(begin_change(name, uuid=uuid, people=keys, values=values, by=request.user))
    return redirect("bulk_change", uuid)


def _ask(
    request: StaffRequest, act: Act, form: Any, chosen: PrisonerQuerySet, seen: str, status: int
) -> HttpResponse:
    people, others = act.parted(chosen)
    context = {
        "act": act,
        "form": form,
        "meant": Meant(initial={"uuid": uuid4(), "seen": seen}),
        "people": _named(people),
        "left_out": _named(others),
        "back": reverse(LIST),
    }
    return render(request, "prisoner_pages/records/do_to_many.html", context, status=status)


def _named(people: PrisonerQuerySet) -> dict[str, Any]:
    """Return how many they are, the first of them, and how many more there are."""
    count = people.count()
    first = people.named(SOURCE_LANGUAGE)[:NAMED]
    return {"count": count, "first": first, "more": max(count - NAMED, 0)}


def bulk_change(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """What became of each record: of those that are still one's own."""
    change = _own(request, uuid)
    results = change.results.filter(prisoner__partner__in=partners_for(request.user))
    total, waiting = change.results.count(), change.results.waiting().count()
    to_undo = results.to_undo().count()
    context = {
        "change": change,
        "title": ACTS[change.act].title if change.act in ACTS else change.act,
        "total": total,
        "tried": total - waiting,
        "done": results.done().filter(undone_at=None).count(),
        "refused": results.refused().count(),
        "undone": results.exclude(undone_at=None).count(),
        "not_undone": results.exclude(undo_refusal="").count(),
        "unverified": _unverified(change, results),
        "elsewhere": total - results.count(),
        "is_going_on": waiting > 0 or bool(change.undo_asked_at and to_undo),
        "can_undo": can_be_undone(change) and (to_undo or waiting),
        "undo_until": change.at + UNDO_WITHIN,
        "page": Paginator(results.for_reading(), A_PAGE).get_page(request.GET.get("page")),
        "back": reverse(LIST),
    }
    return render(request, "prisoner_pages/records/bulk_change.html", context)


def _unverified(change: BulkChange, results: BulkResultQuerySet) -> int:
    """Return for how many the source was too old to verify what was written."""
    group = ACTS[change.act].verifies if change.act in ACTS else None
    if group is None or not change.values.get("on"):
        return 0
    people = Prisoner.objects.unverified(group)
    return results.done().filter(undone_at=None, prisoner__in=people.values("pk")).count()


def _own(request: StaffRequest, uuid: UUID) -> BulkChange:
    require(request.user.has_perm("prisoner_pages.change_prisoner"))
    return get_object_or_404(BulkChange.objects.select_related("by"), uuid=uuid, by=request.user)


@require_POST
def undo(request: StaffRequest, uuid: UUID) -> HttpResponse:
    try:
        carry_on(ask_undo(_own(request, uuid), by=request.user))
    except TooLate:
        messages.error(request, _("It is too late: nothing was undone."))
    return redirect("bulk_change", uuid)
