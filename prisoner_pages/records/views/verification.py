"""Staff: verifying place by place: all who are held at one, one source, one press."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _, ngettext
from wagtail.admin import messages

from home.languages.dates import date_in_words
from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from prisoner_pages.choices import FactGroup
from prisoner_pages.facts.actions.sources import StatedSource
from prisoner_pages.facts.actions.verification import Verified, verify_each
from prisoner_pages.models import Facility, Source
from prisoner_pages.permissions.choosers import own_records_of
from prisoner_pages.permissions.partners import require
from prisoner_pages.policies import GROWING_OLD, is_fresh
from prisoner_pages.querysets.records import PrisonerQuerySet
from prisoner_pages.records.forms.verification import VerifyPlaceForm
from prisoner_pages.records.read_models.sources import known_sources
from prisoner_pages.records.read_models.verification import (
    NOWHERE,
    next_to_verify,
    people_at,
    places_to_verify,
)
from prisoner_pages.records.views.records import posted

PER_PAGE = 100


def places(request: StaffRequest, group: str) -> HttpResponse:
    """Where somebody is to be verified anew, with how many."""
    found = places_to_verify(request.user, _allowed(request, group))
    context = {
        "group": group,
        "groups": GROWING_OLD,
        "places": found,
        "due": sum(place.due for place in found),
    }
    return render(request, "prisoner_pages/records/places_to_verify.html", context)


def _allowed(request: StaffRequest, group: str) -> FactGroup:
    require(request.user.has_perm("prisoner_pages.change_prisoner"))
    if group not in GROWING_OLD:
        raise Http404
    return FactGroup(group)


def verify_place(request: StaffRequest, group: str, place: int) -> HttpResponse:
    """All who are held there: tick those of whom a source says that it is still so."""
    asked = _allowed(request, group)
    facility = None if place == NOWHERE else get_object_or_404(Facility, pk=place)
    people = people_at(request.user, asked, facility)
    form = _form(request, people)
    if form.is_valid():
        return _verify(request, form.cleaned_data, asked, facility)
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("p"))
    ticked = set(request.POST.getlist("people"))
    shown: Iterable[Any] = page.object_list
    for person in shown:
        person.is_due = not is_fresh(asked, person.checked_verified_on, timezone.localdate())
        person.is_ticked = "all" in request.POST or str(person.pk) in ticked
    context = {
        "group": group,
        "facts": capfirst(asked.label),
        "facility": facility,
        "form": form,
        "page_obj": page,
    }
    status = UNFILLED if form.errors else 200
    return render(request, "prisoner_pages/records/verify_place.html", context, status=status)


def _form(request: StaffRequest, people: PrisonerQuerySet) -> VerifyPlaceForm:
    """Return the form; while everybody is only being ticked, with what was typed and no fault found yet."""
    data, initial = posted(request), _used_before(request)
    if "all" in request.POST:
        data, initial = None, {name: request.POST.get(name) for name in VerifyPlaceForm.base_fields}
    form = VerifyPlaceForm(data, people=people, initial=initial)
    form.offer(known_sources(people, first=_carried(request)))
    return form


def _carried(request: StaffRequest) -> list[Source]:
    """Return the source with which the last place was verified, if it stands in an own record."""
    number = request.GET.get("source", "")
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    return list(Source.objects.filter(prisoner__in=own_records_of(request.user), pk=pk))


def _used_before(request: StaffRequest) -> dict[str, Any]:
    carried = _carried(request)
    return {"known": carried[0].pk} if carried else {}


def _verify(
    request: StaffRequest, said: dict[str, Any], group: FactGroup, facility: Facility | None
) -> HttpResponse:
    source: StatedSource = said["source"]
    here = facility.pk if facility else NOWHERE
    result = verify_each(said["people"], group=group, source=source, by=request.user, held_at=here or None)
    _tell(request, result, facility, source)
    follows = next_to_verify(places_to_verify(request.user, group), here)
    if follows is None:
        return redirect("places_to_verify", group)
    address = reverse("verify_place", args=[group, follows.pk])
    cited = _cited(result, source)
    return redirect(f"{address}?source={cited.pk}" if cited else address)


def _cited(result: Verified, source: StatedSource) -> Source | None:
    people = [*result.done, *result.later]
    same = Source.objects.filter(prisoner__in=people, url=source.url, title=source.title, date=str(source.on))
    return same.first()


def _tell(request: StaffRequest, result: Verified, facility: Facility | None, source: StatedSource) -> None:
    day = date_in_words(source.on.day, source.on.precision)
    if count := len(result.done):
        said = ngettext(
            "%(place)s: %(count)s person is verified as of %(day)s.",
            "%(place)s: %(count)s people are verified as of %(day)s.",
            count,
        )
        where = facility or _("place not known")
        messages.success(request, said % {"place": where, "count": count, "day": day})
    if count := len(result.later):
        said = ngettext(
            "%(count)s person was verified as of a later day already: nothing is changed.",
            "%(count)s people were verified as of a later day already: nothing is changed.",
            count,
        )
        messages.warning(request, said % {"count": count})
    for person, why in result.refused:
        messages.error(request, f"{person}: {why}")
