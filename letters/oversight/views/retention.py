"""Screens of those who watch over letters without reading them: times of keeping, the log, erasing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from home.site.requests import StaffRequest
from letters.choices.desk import Act
from letters.choices.letters import Keeping
from letters.erasure.actions.erase import TooManyErased, erase_by_staff
from letters.handling.actions.transitions import ClaimedByOther, Stale
from letters.handling.forms import VersionForm
from letters.handling.views.staff import only_for
from letters.lifecycle import InvalidTransition
from letters.log.read_models import faults_of
from letters.models import DayDigest, Letter, LetterLogEntry
from letters.permissions.letters import acts_open_to, is_auditor, letters_seen_by
from letters.retention.actions.rules import shorten
from letters.retention.read_models import days_kept
from letters.retention.rules import RETENTION_RULES
from letters.writing.forms.steps import KeepingForm, LogFilterForm
from prisoner_pages.permissions.partners import is_coordinator

ENTRIES_A_PAGE = 100
DIGESTS_SHOWN = 30


@only_for(is_coordinator)
def keeping(request: StaffRequest) -> HttpResponse:
    """The table of times; coordinators shorten them."""
    form = KeepingForm(request.POST or None, current=days_kept())
    if request.method == "POST" and form.is_valid():
        shorten(days={Keeping(kind): days for kind, days in form.cleaned_data.items()}, by=request.user)
        messages.success(request, _("The times of keeping are saved."))
        return HttpResponseRedirect(reverse("letter_desk:keeping"))
    rows = [
        (kind, rule, form[kind.value] if rule.can_be_shortened else None)
        for kind, rule in RETENTION_RULES.items()
    ]
    status = 422 if form.is_bound else 200
    return render(request, "letters/oversight/retention.html", {"form": form, "rows": rows}, status=status)


@only_for(is_auditor)
def log(request: StaffRequest) -> HttpResponse:
    """The log of all letters, without anything that was written."""
    form = LogFilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    page = Paginator(entries_for(asked), ENTRIES_A_PAGE).get_page(request.GET.get("p"))
    query = request.GET.copy()
    query.pop("p", None)
    context = {
        "form": form,
        "page_obj": page,
        "query": query.urlencode(),
        "letter": asked.get("letter"),
        "faults": faults_in(asked.get("letter")),
        "digests": DayDigest.objects.order_by("-pk")[:DIGESTS_SHOWN],
    }
    return render(request, "letters/oversight/log.html", context)


def entries_for(asked: Mapping[str, Any]) -> QuerySet[LetterLogEntry]:
    entries = LetterLogEntry.objects.select_related("letter").order_by("-pk")
    if asked.get("letter"):
        entries = entries.filter(letter__uuid=asked["letter"])
    if asked.get("day"):
        entries = entries.filter(day=asked["day"])
    if asked.get("person"):
        entries = entries.filter(by_name=asked["person"])
    return entries


def faults_in(uuid: UUID | None) -> list[int]:
    letter = uuid and Letter.objects.filter(uuid=uuid).first()
    return faults_of(letter) if letter else []


@only_for(lambda user: user.is_active)
def erase(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Erase a letter at its writer's request; asks once more, shows nothing of it."""
    letter = get_object_or_404(letters_seen_by(request.user).select_related("prisoner__partner"), uuid=uuid)
    if Act.ERASE not in acts_open_to(request.user, letter):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "letters/oversight/erase.html", {"letter": letter})
    return _erased(request, letter)


def _erased(request: StaffRequest, letter: Letter) -> HttpResponse:
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        erasure = erase_by_staff(letter=letter, by=request.user, version=version)
    except TooManyErased:
        return render(
            request, "letters/oversight/erase.html", {"letter": letter, "is_over": True}, status=403
        )
    except (Stale, ClaimedByOther, InvalidTransition):
        context = {"letter": letter, "is_changed": True}
        return render(request, "letters/oversight/erase.html", context, status=409)
    if erasure.was_posted:
        messages.warning(
            request, _("The letter is erased. It had been handed over: the paper is out of reach.")
        )
    elif erasure.was_printed:
        messages.warning(request, _("The letter is erased. Take its sheet out of the pack and destroy it."))
    else:
        messages.success(request, _("The letter is erased."))
    return HttpResponseRedirect(reverse("letter_desk:index"))
