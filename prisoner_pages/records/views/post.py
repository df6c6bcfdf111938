"""Staff: what is told of the post at a place, and who may let it count."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from home.site.requests import StaffRequest
from prisoner_pages.facts.actions.post_notes import (
    note_post,
    open_post_note,
    refuse_post_note,
    take_post_note,
)
from prisoner_pages.models import Facility, PostNote
from prisoner_pages.permissions.partners import may_take_post_note, partners_for, require
from prisoner_pages.policies import FEWEST_AT_A_PLACE
from prisoner_pages.records.forms.acts import PlacePostNoteForm
from prisoner_pages.records.views.consents import not_stored
from prisoner_pages.records.views.records import posted

NOTES_SHOWN = 50


@not_stored
def post_notes(request: StaffRequest, pk: int) -> HttpResponse:
    """Note what is told of letters at a place, and see what one's own partners noted."""
    require(request.user.has_perm("prisoner_pages.change_prisoner"))
    place = get_object_or_404(Facility, pk=pk)
    form = PlacePostNoteForm(posted(request), by=request.user)
    if form.is_valid():
        note = note_post(place, by=request.user, **form.cleaned_data)
        messages.success(
            request, _("The note counts.") if note.is_taken else _("The note waits for a moderator.")
        )
        return redirect("post_notes", pk)
    partners = partners_for(request.user)
    notes = PostNote.objects.at(place).of_partners(partners)
    context = {
        "title": _("Do letters arrive at the place?"),
        "subtitle": str(place),
        "explanation": _(
            "What a family, a lawyer or somebody freed tells of the post here. The newest note that counts"
            " holds: while letters are said not to arrive, they wait with us. Writers are told a month,"
            " never a day and never who said it, and only where at least %(count)s people are held of whom"
            " the site tells so: of fewer, a month would tell who spoke."
        )
        % {"count": FEWEST_AT_A_PLACE},
        "form": form,
        "place": place,
        "several_partners": partners.count() > 1,
        "notes": notes.select_related("partner", "noted_by")[:NOTES_SHOWN],
        "back": reverse("wagtailsnippets_prisoner_pages_facility:list"),
    }
    return render(request, "prisoner_pages/records/post_notes.html", context)


@not_stored
def post_note(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one note to the partner that made it; the reading of who told it is logged. Decide from here."""
    note = get_object_or_404(PostNote.objects.select_related("facility", "partner", "noted_by"), pk=pk)
    source = open_post_note(note, by=request.user)
    if request.method == "POST":
        return _decide(request, note)
    context = {
        "note": note,
        "source": source,
        "may_decide": note.waits and may_take_post_note(request.user, note),
        "back": reverse("post_notes", args=[note.facility_id]),
    }
    return render(request, "prisoner_pages/records/post_note.html", context)


def _decide(request: StaffRequest, note: PostNote) -> HttpResponse:
    try:
        if "take" in request.POST:
            take_post_note(note, by=request.user)
            messages.success(request, _("The note counts."))
        elif "refuse" in request.POST:
            refuse_post_note(note, by=request.user)
            messages.success(request, _("The note counts for nothing."))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("post_notes", note.facility_id)
