"""Staff: what is done to a record at once, each by its small form and its action."""

from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.coreutils import safe_snake_case

from home.languages.written_dates import DateRefused, read_date
from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from prisoner_pages.campaigns.read_models.recipients import recipients_in_words
from prisoner_pages.choices import PairAnswer
from prisoner_pages.models import Prisoner
from prisoner_pages.names import NAME_FIELDS
from prisoner_pages.permissions.choosers import own_records_of
from prisoner_pages.permissions.partners import may_edit, require
from prisoner_pages.records.actions.acts import ACTS, Act, filled_in
from prisoner_pages.records.forms.recipients import RecipientsForm
from prisoner_pages.records.forms.records import address_for
from prisoner_pages.records.read_models.doubles import Described, doubles_of
from prisoner_pages.records.read_models.sources import suggested_publisher

LONGEST_NAME, LONGEST_ADDRESS = 255, 500  # characters, as the record holds
NOT_VERIFIED = _(
    "Not verified: the source is older than the change, or than the last check of what stood here before."
    " Verify it with a newer one."
)
TYPED = (*NAME_FIELDS.values(), "patronymic_uk", "birth_date", "birth_precision")


def record_address(record: Prisoner, tab: str | Promise = "") -> str:
    """Return the edit screen; with a tab's heading, that tab of it."""
    address = reverse("wagtailsnippets_prisoner_pages_prisoner:edit", args=[record.pk])
    return f"{address}#tab-{safe_snake_case(tab)}" if tab else address


def address_from_names(request: StaffRequest) -> JsonResponse:
    """Return the free address for a record that is being made, as it would be saved."""
    require(request.user.has_perm("prisoner_pages.add_prisoner"))
    named = {name: request.GET.get(name, "").strip()[:LONGEST_NAME] for name in NAME_FIELDS.values()}
    return JsonResponse({"address": address_for(named)})


def doubles_while_typing(request: StaffRequest) -> HttpResponse:
    """Return who may be the person whose name is being typed, as the form shows it."""
    require(request.user.has_perm("prisoner_pages.add_prisoner"))
    key = request.GET.get("record", "")
    record = own_records_of(request.user).filter(pk=key).first() if key.isdecimal() else None
    typed: dict[str, Any] = {name: request.GET.get(name, "").strip()[:LONGEST_NAME] for name in TYPED}
    typed["birth_date"] = day_in(typed["birth_date"])
    found = doubles_of(Described.by(typed), request.user, record=record)
    context = {"doubles": found, "answers": PairAnswer.choices, "record": record}
    return render(request, "prisoner_pages/records/doubles.html", context)


def day_in(text: str) -> date | None:
    """Return the day as the field reads it, the first of a month or a year; None for what it refuses."""
    try:
        return read_date(text).day
    except DateRefused:
        return None


def source_publisher(request: StaffRequest) -> JsonResponse:
    """Return who is known to publish at the address that is being typed."""
    require(request.user.has_perm("prisoner_pages.change_prisoner"))
    return JsonResponse({"publisher": suggested_publisher(request.GET.get("url", "")[:LONGEST_ADDRESS])})


@require_POST
def count_recipients(request: StaffRequest) -> JsonResponse:
    """Return how many people the form of a campaign would ask letters for, while they are chosen."""
    require(request.user.has_perm("prisoner_pages.change_prisoner"))
    form = RecipientsForm(request.POST, user=request.user)
    if not form.is_valid():
        return JsonResponse({"words": ""}, status=UNFILLED)
    chosen, rule = form.cleaned_data["recipients"], form.cleaned_data["recipient_rule"]
    words = recipients_in_words(request.user, [each.pk for each in chosen], rule)
    return JsonResponse({"words": words})


def record_act(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    if name not in ACTS:
        raise Http404
    record = get_object_or_404(Prisoner, pk=pk)
    act = ACTS[name]
    require(act.may(request.user, record.partner))
    form = act.form(posted(request), by=request.user, initial=_asked(request, act), record=record)
    if form.is_valid() and _run(act, record, form, request):
        messages.success(request, act.done)
        if form.cleaned_data.get("source") and act.is_left_unverified(Prisoner.objects.get(pk=pk)):
            messages.warning(request, NOT_VERIFIED)
        return redirect(_next_address(record, request.user))
    return render(
        request,
        "prisoner_pages/records/form.html",
        {
            "title": act.title,
            "subtitle": str(record),
            "explanation": act.explanation,
            "warning": act.warning(record),
            "form": form,
            "back": record_address(record),
        },
    )


def posted(request: StaffRequest) -> QueryDict | None:
    """Return the sent fields, also when there are none; None for a form that is only opened."""
    return request.POST if request.method == "POST" else None


def _asked(request: StaffRequest, act: Act) -> dict[str, Any]:
    return {name: value for name, value in request.GET.items() if name in act.form.base_fields}


def _run(act: Act, record: Prisoner, form: Form, request: StaffRequest) -> bool:
    """Run the action with what the form holds; put what it refuses beside the fields."""
    try:
        act.run(record, by=request.user, **filled_in(form))
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _next_address(record: Prisoner, user: User) -> str:
    """Return the record, or the list where the record now belongs to another partner."""
    record.refresh_from_db()
    if may_edit(user, record.partner):
        return record_address(record)
    return reverse("wagtailsnippets_prisoner_pages_prisoner:list")
