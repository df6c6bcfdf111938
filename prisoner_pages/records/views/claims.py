"""Staff: values to decide on, and how the post stands at a place."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext as _, gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from home.site.requests import StaffRequest
from prisoner_pages.facts.actions.mail_status import set_facility_mail
from prisoner_pages.facts.read_models.declarations import FACT_OF
from prisoner_pages.models import Claim, Facility, Prisoner, Proposal
from prisoner_pages.models.prisoner import ANNOUNCED_BY_TWO
from prisoner_pages.permissions.partners import (
    may_judge_post,
    may_state,
    moderated_partner_ids,
    partners_for,
    require,
)
from prisoner_pages.querysets.surnames import by_surname
from prisoner_pages.records.actions.claims import (
    NO_PAGE,
    TAKEABLE,
    announces,
    settle_claim,
    show_claim,
    take_claim,
)
from prisoner_pages.records.filters import key_in
from prisoner_pages.records.forms.acts import FacilityMailForm
from prisoner_pages.records.read_models.announcing import can_be_announced
from prisoner_pages.records.read_models.claims import claims_in_words, stated_in_words
from prisoner_pages.records.views.records import posted

PER_PAGE = 30
STORY_LABELS = {
    "story_uk": gettext_lazy("story in Ukrainian"),
    "story_en": gettext_lazy("story in English"),
}


def claims_to_decide(request: StaffRequest) -> HttpResponse:
    partners = partners_for(request.user)
    require(request.user.has_perm("prisoner_pages.change_prisoner"))
    claims = Claim.objects.to_decide().of_partners(partners).for_reading()
    page = Paginator(claims.order_by(by_surname("prisoner"), "prisoner", "field", "pk"), PER_PAGE).get_page(
        request.GET.get("p")
    )
    moderated = moderated_partner_ids(request.user)
    for claim in claims_in_words(page.object_list, get_language()):
        claim.label = field_label(claim.field)
        claim.announces = announces(claim)
        claim.may_announce = claim.announces and can_be_announced(claim.prisoner)
        is_stated = bool(claim.source_url) and not claim.announces
        claim.may_show = claim.prisoner.partner_id in moderated and is_stated
        claim.may_take = claim.field in TAKEABLE and bool(claim.value) and not claim.announces
    context = {"page_obj": page, "announced_by_two": ANNOUNCED_BY_TWO}
    return render(request, "prisoner_pages/records/claims.html", context)


def proposals(request: StaffRequest) -> HttpResponse:
    """What one's partners stated of other partners' people, and what became of it."""
    require(request.user.has_perm("prisoner_pages.change_prisoner"))
    found = Proposal.objects.filter(partner__in=partners_for(request.user))
    page = Paginator(found.select_related("claim", "partner", "by"), PER_PAGE).get_page(request.GET.get("p"))
    shown: Iterable[Any] = page.object_list
    for proposal in shown:
        proposal.label = field_label(proposal.claim.field)
        proposal.stated = stated_in_words(proposal.claim, get_language())
    context = {"page_obj": page, "may_state": may_state(request.user)}
    return render(request, "prisoner_pages/records/proposals.html", context)


@require_POST
def decide_claim(request: StaffRequest, pk: int) -> HttpResponse:
    claim = get_object_or_404(Claim.objects.select_related("prisoner__partner"), pk=pk)
    if "show" in request.POST and announces(claim):
        messages.error(request, ANNOUNCED_BY_TWO)
    elif "show" in request.POST and not claim.source_url:
        messages.error(request, NO_PAGE)
    elif "show" in request.POST:
        show_claim(claim, by=request.user)
        messages.success(request, _("Both values stand side by side on the page."))
    elif "take" in request.POST:
        _take(request, claim)
    else:
        settle_claim(claim, by=request.user)
        messages.success(request, _("The claim is closed."))
    page = key_in(request.GET.get("p"))  # where one was
    address = reverse("claims_to_decide")
    return redirect(f"{address}?p={page}" if page > 1 else address)


def _take(request: StaffRequest, claim: Claim) -> None:
    try:
        take_claim(claim, by=request.user)
    except ValidationError as refusal:
        messages.error(request, f"{claim.prisoner}: {' '.join(refusal.messages)}")
    else:
        said = _("The source’s value is in the draft of the record: submit it for approval.")
        messages.success(request, said)


def field_label(name: str) -> str | Promise:
    """Return the record's word for a field; a claim may also be about a child, named by its relation."""
    fields = {field.name: field for field in Prisoner._meta.get_fields()}
    field: Any = fields.get(name)
    label = getattr(field, "verbose_name", None) or (field and field.related_model._meta.verbose_name_plural)
    return label or (FACT_OF[name].label if name in FACT_OF else STORY_LABELS.get(name, name))


def facility_mail(request: StaffRequest, pk: int) -> HttpResponse:
    """Say how the post stands at a place; every page about people there follows at once."""
    require(may_judge_post(request.user))
    facility = get_object_or_404(Facility, pk=pk)
    form = FacilityMailForm(posted(request), initial={"status": facility.mail_status})
    if form.is_valid():
        set_facility_mail(facility, by=request.user, **form.cleaned_data)
        messages.success(request, _("The state of the post is changed."))
        return redirect("wagtailsnippets_prisoner_pages_facility:list")
    context = {
        "title": _("How does the post stand?"),
        "subtitle": str(facility),
        "explanation": _("Holds for everyone in this place, at every partner; pages follow at once."),
        "form": form,
        "history": facility.mail_history.select_related("checked_by")[:20],
        "back": reverse("wagtailsnippets_prisoner_pages_facility:list"),
    }
    return render(request, "prisoner_pages/records/form.html", context)
