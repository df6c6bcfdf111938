"""Staff: copies of sources, kept by the record's own partner. Nothing here is stored by a browser."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from home.site.requests import StaffRequest
from prisoner_pages.choices import CopyFormat
from prisoner_pages.facts.actions.source_copies import delete_copy, keep_copy, open_copy
from prisoner_pages.models import Prisoner, SourceCopy
from prisoner_pages.permissions.partners import may_keep_copies, require
from prisoner_pages.records.forms.sources import CopyForm
from prisoner_pages.records.views.consents import not_stored
from prisoner_pages.records.views.records import posted, record_address

CONTENT_TYPES = {
    CopyFormat.PDF: "application/pdf",
    CopyFormat.JPEG: "image/jpeg",
    CopyFormat.PNG: "image/png",
    CopyFormat.WEBP: "image/webp",
}


@not_stored
def source_copies(request: StaffRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(Prisoner.objects.select_related("partner"), pk=pk)
    require(may_keep_copies(request.user, record))
    form = CopyForm(posted(request), request.FILES or None, record=record)
    if form.is_valid() and _keep(request, record, form):
        messages.success(request, _("The copy is kept."))
        return redirect("source_copies", pk)
    context = {
        "title": _("Keep a copy of a source"),
        "subtitle": str(record),
        "explanation": _(
            "What a page said may be gone tomorrow. The copy is encrypted, read by your partner alone, and"
            " shown nowhere; a picture keeps its dots and nothing else. The SHA-256 proves later that the"
            " file is the one that was kept."
        ),
        "form": form,
        "copies": record.source_copies.select_related("made_by"),
        "back": record_address(record),
    }
    return render(request, "prisoner_pages/records/source_copies.html", context)


def _keep(request: StaffRequest, record: Prisoner, form: CopyForm) -> bool:
    try:
        keep_copy(record, source=form.cleaned_data["source"], content=form.content, by=request.user)
    except ValidationError as refusal:
        form.add_error("file", refusal)
        return False
    return True


@not_stored
def source_copy(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand out the file to be saved; nothing of it is shown on an address of ours."""
    copy = get_object_or_404(SourceCopy.objects.select_related("prisoner__partner"), pk=pk)
    content = open_copy(copy, by=request.user)
    response = HttpResponse(content, content_type=CONTENT_TYPES[CopyFormat(copy.format)])
    name = f"{copy.sha256[:16]}.{copy.format.lower()}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
def forget_source_copy(request: StaffRequest, pk: int) -> HttpResponse:
    copy = get_object_or_404(SourceCopy.objects.select_related("prisoner__partner"), pk=pk)
    delete_copy(copy, by=request.user)
    messages.success(request, _("The copy is deleted."))
    return redirect(reverse("source_copies", args=[copy.prisoner_id]))
