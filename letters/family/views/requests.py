"""Staff: what relatives ask for; found without opening, read by few, each time logged."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from home.languages.language_names import language_in_words
from home.site.requests import StaffRequest
from home.site.statuses import CONFLICT, UNFILLED
from letters.choices.family import FamilyAnswer, FamilyWish
from letters.family.actions.answering import (
    answer_family_request,
    close_family_request,
    name_record,
    note_what_arrives,
    open_family_request,
    pause_at_once,
    record_of,
    reopen_family_request,
)
from letters.family.actions.floods import close_flood
from letters.family.forms.answering import AnswerForm, FloodForm, NameForm, PostForm
from letters.family.read_models import closed_for, late_for, listed, perhaps_a_flood, waiting_for
from letters.family.words import ANSWERS
from letters.handling.views.staff import only_for
from letters.models import FamilyRequest
from letters.permissions.family import family_requests_for, may_read_family, receives_family_requests
from letters.querysets.family import A_PAGE
from letters.sealing.sealed_box import LettersLocked, UnsealError
from prisoner_pages.models import Consent
from prisoner_pages.permissions.partners import is_coordinator

staff_only = only_for(receives_family_requests)
CLOSED_SHOWN = 50


@staff_only
def index(request: StaffRequest) -> HttpResponse:
    """What waits, what may not wait first; below it what was closed lately."""
    return _list(request)


@only_for(is_coordinator)
@require_POST
def flood(request: StaffRequest) -> HttpResponse:
    """Close what nobody has read of a flood."""
    form = FloodForm(request.POST)
    if not form.is_valid():
        return _list(request, flood_form=form, status=UNFILLED)
    closed = close_flood(**form.cleaned_data, by=request.user)
    said = ngettext("%(count)d request is closed unread.", "%(count)d requests are closed unread.", closed)
    messages.success(request, said % {"count": closed})
    return redirect("letter_desk:family")


def _list(request: StaffRequest, *, flood_form: FloodForm | None = None, status: int = 200) -> HttpResponse:
    only_late = "late" in request.GET
    waiting = (late_for if only_late else waiting_for)(request.user)
    page = Paginator(waiting, A_PAGE).get_page(request.GET.get("p"))
    flood = perhaps_a_flood() if is_coordinator(request.user) else []
    context = {
        "only_late": only_late,
        "flood": flood,
        "unread_unproven": sum(share.counts.total() for share in flood),
        "may_read_some": may_read_family(request.user, None) and any(not share.partner for share in flood),
        "flood_form": flood_form or (FloodForm() if flood else None),
        "page_obj": page,
        "waiting": listed(page.object_list, request.user),
        "closed": listed(closed_for(request.user)[:CLOSED_SHOWN], request.user),
    }
    return render(request, "letters/family/requests.html", context, status=status)


def _found(request: StaffRequest, uuid: UUID) -> FamilyRequest:
    return get_object_or_404(family_requests_for(request.user), uuid=uuid)


@staff_only
def request_page(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One request; its words only once somebody presses for them."""
    found = _found(request, uuid)
    if request.method != "POST":
        return _page(request, found)
    try:
        words = open_family_request(found, by=request.user)
    except LettersLocked:
        raise
    except UnsealError:
        damaged = _("This does not open: it is damaged, or its key is not here. Tell the administrator.")
        return _page(request, found, notice=damaged, status=CONFLICT)
    return _page(request, found, words=words)


@staff_only
@require_POST
def pause(request: StaffRequest, uuid: UUID) -> HttpResponse:
    try:
        pause_at_once(_found(request, uuid), by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(
            request, _("The person is out of public view. Find out now whether the family wrote it.")
        )
    return redirect("letter_desk:family_request", uuid)


@staff_only
@require_POST
def answer(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Answer, close, or open again, by the button that was pressed."""
    found = _found(request, uuid)
    if "reopen" in request.POST:
        reopen_family_request(found, by=request.user)
        messages.success(request, _("The request is open again."))
        return redirect("letter_desk:family_request", uuid)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, answer_form=form, status=UNFILLED)
    if not ("close" in request.POST and _stands(found, form)):
        try:
            answer_family_request(found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("words", refusal)
            return _page(request, found, answer_form=form, status=UNFILLED)
        messages.success(request, _("The relative reads it by the code from now on."))
    if "close" not in request.POST:
        return redirect("letter_desk:family_request", uuid)
    close_family_request(found, by=request.user)
    messages.success(request, _("The request is closed. Its words are deleted in time."))
    return redirect("letter_desk:family")


def _stands(found: FamilyRequest, form: AnswerForm) -> bool:
    """Was it answered so before? Closing leaves that as it is, with the words that the code alone opens."""
    return form.cleaned_data["answer"] == found.answer and not form.cleaned_data["words"]


@staff_only
@require_POST
def note_post(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found, form = _found(request, uuid), PostForm(request.POST)
    if not form.is_valid():
        return _page(request, found, post_form=form, status=UNFILLED)
    try:
        note = note_what_arrives(found, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _page(request, found, post_form=form, status=UNFILLED)
    messages.success(
        request, _("The note counts.") if note.is_taken else _("The note waits for a moderator.")
    )
    return redirect("letter_desk:family_request", uuid)


@staff_only
@require_POST
def name_of_record(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found, form = _found(request, uuid), NameForm(request.POST)
    if not form.is_valid():
        return _page(request, found, name_form=form, status=UNFILLED)
    try:
        record = name_record(found, by=request.user, slug=form.cleaned_data["slug"])
    except ValidationError as refusal:
        form.add_error("slug", refusal)
        return _page(request, found, name_form=form, status=UNFILLED)
    messages.success(request, _("It is with %(partner)s now.") % {"partner": record.partner})
    return redirect("letter_desk:family")


def _page(
    request: StaffRequest, found: FamilyRequest, *, notice: str | Promise = "", status: int = 200, **more: Any
) -> HttpResponse:
    record = record_of(found)
    may_read = may_read_family(request.user, record)
    context = {
        "found": found,
        "record": record,
        "may_read": may_read,
        "is_public": record is not None and record.is_public,
        "consents": Consent.objects.valid().filter(prisoner=record) if record and may_read else (),
        "told": ANSWERS[FamilyAnswer(found.answer)] if found.answer else "",
        "language": language_in_words(found.language),
        "notice": notice,
        "answer_form": AnswerForm(initial={"answer": found.answer}),
        "name_form": NameForm() if may_read else None,
        "post_form": PostForm() if found.wish == FamilyWish.POST and record and may_read else None,
    }
    return render(request, "letters/family/request.html", {**context, **more}, status=status)
