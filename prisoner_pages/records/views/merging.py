"""Staff: two records of one person become one; what it will do is shown before, and can be undone."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as _lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.log_actions import registry

from home.caching.read_models import current
from home.languages.info import SOURCE_LANGUAGE
from home.site.requests import StaffRequest
from home.site.statuses import CONFLICT
from prisoner_pages.choices import PairAnswer
from prisoner_pages.models import Prisoner, RecordMerge
from prisoner_pages.permissions.choosers import own_records_of
from prisoner_pages.permissions.partners import require
from prisoner_pages.public.read_models.lexicon import lexicon_in
from prisoner_pages.records.actions.doubles import answer_doubles
from prisoner_pages.records.actions.merging import TooLate, merge_records, undo_merge
from prisoner_pages.records.actions.states import digest, state_of
from prisoner_pages.records.read_models.doubles import Described, doubles_of
from prisoner_pages.records.read_models.merged_facts import facts_of, rows_of
from prisoner_pages.records.read_models.merging import (
    UNDO_WITHIN,
    can_be_undone,
    may_merge,
    preview_of,
    refusals_to_part,
)
from prisoner_pages.records.views.records import posted, record_address

FOUND_AT_MOST = 20
CHANGED = _lazy("One of the records has changed since you opened this: look once more.")


class Shown(forms.Form):
    """Which form it is, and what was shown with it."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)


def doubles(request: StaffRequest, pk: int) -> HttpResponse:
    """Who may be the same person as the one of this record, and a search for others."""
    record = _own(request, pk)
    query = request.GET.get("q", "").strip()
    found = (
        own_records_of(request.user).found_or_near(query).exclude(pk=pk) if query else Prisoner.objects.none()
    )
    likely = [
        each.record for each in doubles_of(Described.of(record), request.user, record=record) if each.is_own
    ]
    context = {
        "record": record,
        "query": query,
        "likely": [(each, _may(request, record, each)) for each in likely],
        "found": [
            (each, _may(request, record, each))
            for each in found.select_related("partner").named(SOURCE_LANGUAGE)[:FOUND_AT_MOST]
        ],
        "back": record_address(record),
    }
    return render(request, "prisoner_pages/records/record_doubles.html", context)


@require_POST
def part(request: StaffRequest, pk: int, other: int) -> HttpResponse:
    """The two are different people: never warn of it again."""
    record, second = _own(request, pk), _own(request, other)
    answer_doubles(record, others=[second.pk], answer=PairAnswer.APART, by=request.user)
    messages.success(request, _("Remembered: these are different people."))
    return redirect("record_doubles", pk)


def merge(request: StaffRequest, pk: int, other: int) -> HttpResponse:
    """Show both side by side and what would become of each; then let the first take the other's place."""
    done = _done(request)
    if done:
        return redirect("record_merge", done.uuid)
    kept, merged = _own(request, pk), _own(request, other)
    require(_may(request, kept, merged))
    seen = digest({"kept": state_of(kept), "merged": state_of(merged)})
    form = Shown(posted(request))
    if not form.is_valid():
        return _ask(request, kept, merged, seen)
    if form.cleaned_data["seen"] != seen:
        messages.warning(request, CHANGED)
        return _ask(request, kept, merged, seen, CONFLICT)
    try:
        made = merge_records(kept, merged=merged, uuid=form.cleaned_data["uuid"], by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return _ask(request, kept, merged, seen, CONFLICT)
    return redirect("record_merge", made.uuid)


def _done(request: StaffRequest) -> RecordMerge | None:
    """Return what this very form has done already."""
    form = Shown(posted(request))
    found = (
        RecordMerge.objects.filter(uuid=form.cleaned_data["uuid"], by=request.user)
        if form.is_valid()
        else None
    )
    return found.first() if found else None


def _ask(
    request: StaffRequest, kept: Prisoner, merged: Prisoner, seen: str, status: int = 200
) -> HttpResponse:
    lexicon = lexicon_in(SOURCE_LANGUAGE, generations=current())
    context: dict[str, Any] = {
        "kept": kept,
        "merged": merged,
        "rows": rows_of(kept, merged, lexicon),
        "preview": preview_of(kept, merged),
        "form": Shown(initial={"uuid": uuid4(), "seen": seen}),
        "back": reverse("record_doubles", args=[kept.pk]),
    }
    return render(request, "prisoner_pages/records/merge.html", context, status=status)


def record_merge(request: StaffRequest, uuid: Any) -> HttpResponse:
    """What was merged, and the way back for a day."""
    found = _merge(request, uuid)
    in_time = can_be_undone(found)
    context = {
        "merge": found,
        "in_time": in_time,
        "refused": refusals_to_part(found) if in_time else [],
        "undo_until": found.at + UNDO_WITHIN,
        "back": record_address(found.kept),
    }
    return render(request, "prisoner_pages/records/record_merge.html", context)


def merged_history(request: StaffRequest, uuid: Any) -> HttpResponse:
    """What the record that was merged said, and who did what to it: to be read."""
    found = _merge(request, uuid)
    photo = found.merged.photo
    context = {
        "merge": found,
        "facts": facts_of(found.merged, lexicon_in(SOURCE_LANGUAGE, generations=current())),
        "photo": photo,
        "photo_address": AdminURLFinder(request.user).get_edit_url(photo) if photo else None,
        "entries": registry.get_logs_for_instance(found.merged).select_related("user"),
        "back": reverse("record_merge", args=[uuid]),
    }
    return render(request, "prisoner_pages/records/merged_history.html", context)


@require_POST
def undo(request: StaffRequest, uuid: Any) -> HttpResponse:
    found = _merge(request, uuid)
    try:
        if not undo_merge(found, by=request.user):
            messages.warning(
                request,
                _("Parted again. The facts had been edited since: they stay as they are now. Look at them."),
            )
    except TooLate:
        messages.error(request, _("It is too late: nothing was undone."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("record_merge", uuid)


def _merge(request: StaffRequest, uuid: Any) -> RecordMerge:
    require(request.user.has_perm("prisoner_pages.change_prisoner"))
    merges = RecordMerge.objects.select_related("kept__partner", "merged__partner", "by")
    found = get_object_or_404(merges, uuid=uuid)
    require(_may(request, found.kept, found.merged))
    return found


def _own(request: StaffRequest, pk: int) -> Prisoner:
    require(request.user.has_perm("prisoner_pages.change_prisoner"))
    return get_object_or_404(own_records_of(request.user).select_related("partner"), pk=pk)


def _may(request: StaffRequest, kept: Prisoner, merged: Prisoner) -> bool:
    return may_merge(request.user, kept.partner, merged.partner)
