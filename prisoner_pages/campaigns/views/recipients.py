"""Staff: how many people the form of a campaign would ask letters for, while they are chosen."""

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from prisoner_pages.campaigns.forms import RecipientsForm
from prisoner_pages.campaigns.read_models.recipients import recipients_in_words
from prisoner_pages.permissions.partners import require


@require_POST
def count_recipients(request: StaffRequest) -> JsonResponse:
    require(request.user.has_perm("prisoner_pages.change_prisoner"))
    form = RecipientsForm(request.POST, user=request.user)
    if not form.is_valid():
        return JsonResponse({"words": ""}, status=UNFILLED)
    chosen, case = form.cleaned_data["recipients"], form.cleaned_data["everyone_in_case"]
    words = recipients_in_words(request.user, [each.pk for each in chosen], case and case.pk)
    return JsonResponse({"words": words})
