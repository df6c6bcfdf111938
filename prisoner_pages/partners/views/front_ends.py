"""Staff: the secret key of a partner's front end."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from home.site.requests import StaffRequest
from prisoner_pages.models import FrontEnd
from prisoner_pages.partners.actions.front_ends import make_secret_key
from prisoner_pages.permissions.partners import may_moderate, require
from prisoner_pages.records.views.consents import not_stored


@not_stored
def secret_key(request: StaffRequest, pk: int) -> HttpResponse:
    """Make a secret key and show it this once."""
    front_end = get_object_or_404(FrontEnd.objects.select_related("partner"), pk=pk)
    require(may_moderate(request.user, front_end.partner))
    key = make_secret_key(front_end, by=request.user) if request.method == "POST" else ""
    return render(
        request, "prisoner_pages/partners/secret_key.html", {"front_end": front_end, "secret_key": key}
    )
