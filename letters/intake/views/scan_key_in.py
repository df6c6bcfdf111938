"""Typing in a letter beside its scanned pages."""

from collections.abc import Callable
from functools import partial
from typing import cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin import messages

from home.site.requests import StaffRequest
from home.site.statuses import CONFLICT
from letters.handling.views.staff import private
from letters.intake.actions.scan_groups import (
    AlreadyKeyedIn,
    BatchChanged,
    CannotBeDone,
    StillRead,
    choose_recipient,
    key_in_scan,
)
from letters.intake.forms.letters import KeyInForm, PersonField
from letters.intake.read_models import Group, free_slip, group_of_pages, groups_of, has_slip, reads
from letters.intake.views.key_in import form_context, keyed_in_or_again
from letters.intake.views.scans import CHANGED, found_batch
from letters.models import ScanBatch
from prisoner_pages.models import Prisoner
from prisoner_pages.querysets.records import PrisonerQuerySet

MOST_PAGES, LONGEST_ID = 100, 18
NO_LONGER_ONE = gettext_lazy(
    "These pages are a letter already, or somebody has put them together otherwise meanwhile. Nothing was"
    " stored: your text is here. Look at the pages again before you go on."
)
STILL_READ = gettext_lazy(
    "Pages of this batch are still being read, and one of them may belong to this letter. Nothing was stored:"
    " your text is here. Look at the pages again in a minute."
)


@private
def key_in_group(request: StaffRequest, uuid: UUID, group: int) -> HttpResponse:
    """Beside the pages of one group, the form of a letter; it may also only say to whom they are."""
    batch = found_batch(request, uuid)
    if not reads(request.user, batch):
        raise PermissionDenied
    people = Prisoner.objects.accepting_letters()
    if request.method != "POST":
        return begin(request, batch, group, people)
    seen = group_of_pages(batch, page_ids(request.POST.get("pages", "")))
    if seen is None:
        raise Http404
    form = KeyInForm(request.POST, request.FILES, people=people)
    show = partial(page, batch=batch, group=seen)
    if "only_recipient" in request.POST:
        return only_recipient(request, form, show, batch=batch, group=seen)
    store = partial(key_in_scan, batch=batch, pages=seen.ids)
    try:
        return keyed_in_or_again(request, form, store, show)
    except AlreadyKeyedIn:
        return show(request, form, status=CONFLICT, notice=NO_LONGER_ONE, token=request.POST.get("token", ""))
    except StillRead:
        return show(request, form, status=CONFLICT, notice=STILL_READ, token=request.POST.get("token", ""))


def page_ids(text: str) -> list[int]:
    """Return the ids in `text` (numbers divided by commas); nothing of a text that is no such list."""
    words = text.split(",")[:MOST_PAGES]
    is_list = all(word.isascii() and word.isdigit() and len(word) <= LONGEST_ID for word in words)
    return [int(word) for word in words] if is_list else []


def begin(request: StaffRequest, batch: ScanBatch, number: int, people: PrisonerQuerySet) -> HttpResponse:
    group = next((group for group in groups_of(batch) if group.number == number), None)
    if group is None or group.is_aside or group.letter is not None:
        raise Http404
    initial = {
        "prisoner": group.prisoner and group.prisoner.slug,
        "event": group.event and group.event.slug,
        "campaign": group.campaign and group.campaign.slug,
    }
    return page(request, KeyInForm(people=people, initial=initial), batch=batch, group=group)


def only_recipient(
    request: StaffRequest,
    form: KeyInForm,
    show: Callable[..., HttpResponse],
    *,
    batch: ScanBatch,
    group: Group,
) -> HttpResponse:
    """Keep to whom the pages are; whatever else was typed stays in the form."""
    form.is_valid()
    version = request.POST.get("version", "")
    try:
        choose_recipient(
            batch=batch,
            page=group.pages[0],
            prisoner=form.cleaned_data.get("prisoner"),
            by=request.user,
            version=int(version) if version.isascii() and version.isdigit() else 0,
        )
    except (BatchChanged, CannotBeDone):
        return show(request, unjudged(request, form), status=CONFLICT, notice=CHANGED)
    messages.success(request, _("Kept to whom these pages are. The letter itself is not stored yet."))
    batch.refresh_from_db(fields=["version"])
    return show(request, unjudged(request, form))


def unjudged(request: StaffRequest, form: KeyInForm) -> KeyInForm:
    """Return the form with all that was typed, without faults of what is not to be stored yet."""
    typed = {name: request.POST.get(name, "") for name in form.fields}
    return KeyInForm(
        people=cast(PrisonerQuerySet, cast(PersonField, form.fields["prisoner"]).queryset), initial=typed
    )


def page(
    request: StaffRequest,
    form: KeyInForm,
    *,
    batch: ScanBatch,
    group: Group,
    status: int = 200,
    notice: str | Promise = "",
    token: str = "",
) -> HttpResponse:
    context = {**form_context(request, form, token), "notice": notice, "batch": batch, "group": group}
    context["page_ids"] = ",".join(str(pk) for pk in group.ids)
    context["has_slip"] = has_slip(group.pages)
    context["slip_is_free"] = free_slip(group.pages) is not None
    return render(request, "letters/intake/scan_key_in.html", context, status=status)
