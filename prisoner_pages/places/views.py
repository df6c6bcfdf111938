"""Staff: places of detention by region, and how the post stands at many of them."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, ngettext
from wagtail.admin import messages

from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from prisoner_pages.models import Facility
from prisoner_pages.permissions.partners import may_judge_post, require
from prisoner_pages.places.actions import Said, set_mail_of_many
from prisoner_pages.places.forms import ManyPlacesMailForm, PlacesFilter
from prisoner_pages.places.read_models import places_by_region, places_for
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
