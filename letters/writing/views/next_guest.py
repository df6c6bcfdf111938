"""The tablet of an event goes to the next guest."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from home.site.permissions import from_another_site
from letters.codes import InvalidReceipt, Receipt, read_receipt
from letters.handling.views.privacy import NEVER_KEPT, kept_as
from letters.writing.actions.handing_on import hand_on
from letters.writing.forms.state import Writing, carried_of

# Whatever else this browser holds of ours, and pages it would show again without asking us.
CLEARED = '"cache", "storage"'


@kept_as(NEVER_KEPT, methods=("GET", "HEAD", "POST"))
def next_guest(request: HttpRequest) -> HttpResponse:
    if request.method != "POST" or from_another_site(request):
        return first_page(carried_of(request.GET))
    writing = Writing.sent(request)
    hand_on(writing, _receipt_in(request))
    response = first_page(writing.carried)
    response.headers["Clear-Site-Data"] = CLEARED
    return response


def first_page(carried: str) -> HttpResponse:
    """Lead to the choice of a person, at the same event."""
    return HttpResponseRedirect(f"{reverse('letters:choose')}?{carried}", status=303)


def _receipt_in(request: HttpRequest) -> Receipt | None:
    try:
        return read_receipt(request.POST.get("receipt"))
    except InvalidReceipt:
        return None
