"""Staff: places of detention by region, how the post stands at many of them, and what partners propose."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as _lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from prisoner_pages.models import Facility, PlaceProposal
from prisoner_pages.permissions.partners import may_judge_post, partners_for, require
from prisoner_pages.places.actions import (
    KNOWN,
    DoneAlready,
    Said,
    propose_place,
    refuse_proposal,
    set_mail_of_many,
    take_proposal,
)
from prisoner_pages.places.forms import ManyPlacesMailForm, PlaceProposalForm, PlacesFilter
from prisoner_pages.places.read_models import (
    may_keep_places,
    may_propose_places,
    places_by_region,
    places_for,
    proposed_places,
)
from prisoner_pages.records.filters import key_in
from prisoner_pages.records.views.records import posted


def places(request: StaffRequest) -> HttpResponse:
    """All places; moderators and coordinators tick some, and say how the post stands there."""
    require(request.user.has_perm("prisoner_pages.view_facility"))
    may_say = may_judge_post(request.user)
    require(may_say or request.method != "POST")
    asked = PlacesFilter(request.GET)
    found = asked.narrow(places_for(request.user))
    form = _form(request) if may_say else None
    if form and form.is_valid():
        said = dict(form.cleaned_data)
        _tell(request, set_mail_of_many(said.pop("places"), by=request.user, **said))
        return redirect(request.get_full_path())
    context = {
        "asked": asked,
        "regions": places_by_region(found),
        "count": len(found),
        "form": form,
        "ticked": _ticked(request, found),
        "may_change": request.user.has_perm("prisoner_pages.change_facility"),
        "may_add": request.user.has_perm("prisoner_pages.add_facility"),
        "may_propose": may_propose_places(request.user),
    }
    status = UNFILLED if form and form.errors else 200
    return render(request, "prisoner_pages/places/places.html", context, status=status)


def _form(request: StaffRequest) -> ManyPlacesMailForm:
    """Return what was sent; where all are to be ticked first, nothing is said yet."""
    if "all" in request.POST:
        return ManyPlacesMailForm(initial=request.POST.dict())
    return ManyPlacesMailForm(posted(request))


def _ticked(request: StaffRequest, found: QuerySet[Facility]) -> set[int]:
    keys = request.POST.getlist("places")
    return {place.pk for place in found if "all" in request.POST or str(place.pk) in keys}


def _tell(request: StaffRequest, said: Said) -> None:
    count = len(said.done)
    if count:
        words = ngettext(
            "The state of the post is changed at %d place.",
            "The state of the post is changed at %d places.",
            count,
        )
        messages.success(request, words % count)
    for place, why in said.refused:
        messages.error(request, _("%(place)s is left as it is: %(why)s") % {"place": place, "why": why})


# --- Proposed by partners -------------------------------------------------------------------------
OWN_SHOWN = 20
Done = TypeVar("Done")
BUSY = _lazy("Somebody else is at this just now: nothing was done. Try once more.")


def propose(request: StaffRequest) -> HttpResponse:
    """Propose a place that the list lacks, or what the address of one lacks; see what became of others."""
    require(may_propose_places(request.user))
    asked = request.GET.get("place")
    place = get_object_or_404(Facility, pk=key_in(asked)) if asked else None
    partners = partners_for(request.user)
    form = PlaceProposalForm(posted(request), place=place, partners=partners)
    if form.is_valid() and _propose(request, form):
        return redirect("propose_place")
    context = {
        "title": _("Propose the address") if place else _("Propose a place"),
        "subtitle": str(place or _("new place")),
        "explanation": _(
            "A coordinator looks at the source and takes it. From then on it serves everybody who is held"
            " there."
        ),
        "form": form,
        "own": PlaceProposal.objects.of_partners(partners).for_reading()[:OWN_SHOWN],
        "back": reverse("places"),
    }
    status = UNFILLED if form.errors else 200
    return render(request, "prisoner_pages/places/propose.html", context, status=status)


def _propose(request: StaffRequest, form: PlaceProposalForm) -> bool:
    proposal, refusal = _tried(lambda: propose_place(form.save(commit=False), by=request.user))
    if proposal is None:
        form.add_error(None, refusal)
        return False
    messages.success(request, _("%(place)s: it waits for a coordinator.") % {"place": proposal})
    return True


def _tried(act: Callable[[], Done]) -> tuple[Done | None, list[str]]:
    """Return what the act came to; where it was refused, or somebody else was at it, None and why."""
    try:
        return act(), []
    except ValidationError as refusal:
        return None, refusal.messages
    except IntegrityError:
        return None, [str(KNOWN)]
    except OperationalError:
        if not connection.is_usable():
            raise
        return None, [str(BUSY)]


@require_safe
def proposed(request: StaffRequest) -> HttpResponse:
    require(may_keep_places(request.user))
    return render(request, "prisoner_pages/places/proposed.html", {"rows": proposed_places()})


def _decided(request: StaffRequest, proposal: PlaceProposal, act: Callable[[], Done]) -> Done | None:
    """Return what the act came to; None where nothing was done, which is said."""
    try:
        done, refusal = _tried(act)
    except DoneAlready as already:
        messages.info(request, f"{proposal}: {already.words}")
        return None
    if done is None:
        messages.error(request, f"{proposal}: {' '.join(refusal)}")
    return done


@require_POST
def take(request: StaffRequest, pk: int) -> HttpResponse:
    proposal = get_object_or_404(PlaceProposal, pk=pk)
    seen = request.POST.get("seen", "")
    place = _decided(request, proposal, lambda: take_proposal(proposal, by=request.user, seen=seen))
    if place is None:
        return redirect("proposed_places")
    messages.success(request, _("%(place)s is taken. Complete what is still missing.") % {"place": place})
    return redirect("wagtailsnippets_prisoner_pages_facility:edit", place.pk)


@require_POST
def refuse(request: StaffRequest, pk: int) -> HttpResponse:
    proposal = get_object_or_404(PlaceProposal, pk=pk)
    decided = _decided(request, proposal, lambda: refuse_proposal(proposal, by=request.user))
    if decided and decided.was_known:
        messages.success(request, _("%(place)s: closed, it is in the list already.") % {"place": decided})
    elif decided:
        messages.success(request, _("%(place)s: the proposal is refused.") % {"place": decided})
    return redirect("proposed_places")
