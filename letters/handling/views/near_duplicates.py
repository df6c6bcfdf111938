"""Near-identical letters on one page: the first whole, of the others what differs; decided together."""

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from home.site.requests import StaffRequest
from letters.choices.desk import QueueStep
from letters.handling.actions.opening import open_alike
from letters.handling.actions.refusals import REFUSED
from letters.handling.read_models import bulk_acts
from letters.handling.views.refusals import answer_refusal
from letters.handling.views.staff import private
from letters.permissions.letters import letters_seen_by

# Beside the first, which stands on every page.
OTHERS_A_PAGE = 20


@private
@require_safe
def similar(request: StaffRequest, group: str) -> HttpResponse:
    """Open the letters of one page of the group; whoever accepts many has read them here."""
    letters = letters_seen_by(request.user).like_each_other(group).listed()
    first = letters.first()
    if first is None:
        raise Http404
    page = Paginator(letters.exclude(pk=first.pk), OTHERS_A_PAGE).get_page(request.GET.get("p"))
    try:
        compared = open_alike(letters=[first, *page], by=request.user)
    except REFUSED as error:
        return answer_refusal(request, first, error)
    context = {
        "compared": compared,
        "page_obj": page,
        "bulk_acts": bulk_acts(request.user, QueueStep.INBOX),
        "nonce": uuid.uuid4(),
    }
    return render(request, "letters/handling/near_duplicates.html", context)
