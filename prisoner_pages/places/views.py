"""Staff: places of detention by region, how the post stands at many of them, and what partners propose."""

from collections.abc import Callable

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from prisoner_pages.importing.facilities import FACILITY_COLUMNS, REQUIRED_FACILITY_COLUMNS
from prisoner_pages.importing.refusal import FileRefused, Remark
from prisoner_pages.models import Facility, PlaceProposal
from prisoner_pages.permissions.partners import may_judge_post, partners_for, require
from prisoner_pages.places.actions import (
    FILE_COLUMNS,
    Done,
    DoneAlready,
    FileOfPlaces,
    Said,
    propose_file,
    refuse_proposal,
    set_mail_of_many,
    take_proposal,
    tried,
    try_to_propose,
)
from prisoner_pages.places.forms import ManyPlacesMailForm, PlaceProposalForm, PlacesFileForm, PlacesFilter
from prisoner_pages.places.read_models import (
    may_keep_places,
    may_propose_places,
    places_by_region,
    places_for,
    proposals,
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
PROPOSED_A_PAGE = 50


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
    proposal, refusal = try_to_propose(lambda: form.save(commit=False), by=request.user)
    if proposal is None:
        form.add_error(None, refusal)
        return False
    messages.success(request, _("%(place)s: it waits for a coordinator.") % {"place": proposal})
    return True


@require_safe
def proposed(request: StaffRequest) -> HttpResponse:
    require(may_keep_places(request.user))
    page = Paginator(proposals(), PROPOSED_A_PAGE).get_page(request.GET.get("p"))
    rows = proposed_places(page.object_list)
    context = {
        "rows": rows,
        "page_obj": page,
        "takeable": sum(row.can_be_taken for row in rows),
        "all_ticked": "all" in request.GET,
    }
    return render(request, "prisoner_pages/places/proposed.html", context)


@require_POST
def take_ticked(request: StaffRequest) -> HttpResponse:
    """Take those ticked, each by itself as it was shown."""
    require(may_keep_places(request.user))
    keys = [key_in(each) for each in request.POST.getlist("proposals")[:PROPOSED_A_PAGE]]
    ticked = PlaceProposal.objects.filter(pk__in=keys).order_by("pk")
    taken = [_taken(request, each, request.POST.get(f"seen-{each.pk}", "")) for each in ticked]
    if count := len([place for place in taken if place]):
        messages.success(request, ngettext("%d place is taken.", "%d places are taken.", count) % count)
    if not keys:
        messages.error(request, _("No place is chosen: tick those that are meant."))
    return redirect("proposed_places")


def file_of_places(request: StaffRequest) -> HttpResponse:
    """Propose all places of a file; say of each row what became of it."""
    require(may_propose_places(request.user) or may_keep_places(request.user))
    partners = partners_for(request.user).open()
    form = PlacesFileForm(request.POST or None, request.FILES or None, partners=partners)
    file = _proposed_of(request, form) if form.is_valid() else None
    context = {
        "form": form,
        "rows": file and file.rows,
        "waiting": sum(not row.why for row in file.rows) if file else 0,
        # One row may be warned of each of its cells.
        "warnings": dict.fromkeys(map(_in_words, file.warnings)) if file else (),
        "columns": FILE_COLUMNS,
        "not_taken": [name for name in FACILITY_COLUMNS if name not in FILE_COLUMNS],
        "required": REQUIRED_FACILITY_COLUMNS,
        "may_take": may_keep_places(request.user),
    }
    status = UNFILLED if form.errors else 200
    return render(request, "prisoner_pages/places/file.html", context, status=status)


def _proposed_of(request: StaffRequest, form: PlacesFileForm) -> FileOfPlaces | None:
    try:
        return propose_file(form.content, partner=form.cleaned_data["partner"], by=request.user)
    except FileRefused as refused:
        form.add_error("file", _in_words(refused.remark))
        return None


def _in_words(remark: Remark) -> str:
    if not remark.row:
        return remark.message
    return _("Row %(row)s: %(message)s") % {"row": remark.row, "message": remark.message}


def _decided(request: StaffRequest, proposal: PlaceProposal, act: Callable[[], Done]) -> Done | None:
    """Return what the act came to; None where nothing was done, which is said."""
    try:
        done, refusal = tried(act)
    except DoneAlready as already:
        messages.info(request, f"{proposal}: {already.words}")
        return None
    if done is None:
        messages.error(request, f"{proposal}: {' '.join(refusal)}")
    return done


def _taken(request: StaffRequest, proposal: PlaceProposal, seen: str) -> Facility | None:
    return _decided(request, proposal, lambda: take_proposal(proposal, by=request.user, seen=seen))


@require_POST
def take(request: StaffRequest, pk: int) -> HttpResponse:
    proposal = get_object_or_404(PlaceProposal, pk=pk)
    place = _taken(request, proposal, request.POST.get("seen", ""))
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
