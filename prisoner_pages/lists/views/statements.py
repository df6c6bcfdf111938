"""Staff: what is known of one person whom another partner keeps, left to that partner to decide."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from wagtail.admin import messages

from home.languages.info import SOURCE_LANGUAGE
from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from prisoner_pages.importing.actions.proposals import propose_facts
from prisoner_pages.lists.forms import StatementForm
from prisoner_pages.models import Prisoner
from prisoner_pages.permissions.partners import may_state, partners_for, require
from prisoner_pages.querysets.records import PrisonerQuerySet
from prisoner_pages.records.filters import key_in
from prisoner_pages.records.views.records import posted

FOUND_AT_MOST = 20


def state_facts(request: StaffRequest) -> HttpResponse:
    """Find a person whom another partner shows on the site; say what else is known, and who says so."""
    require(may_state(request.user))
    if "person" not in request.GET:
        return _search(request)
    person = get_object_or_404(_of_others(request), pk=key_in(request.GET["person"]))
    form = StatementForm(posted(request), partners=partners_for(request.user).order_by("pk"))
    if form.is_valid():
        made = propose_facts(person, form.said, by=request.user, **form.source)
        _say_made(request, person, sum(proposal.claim.needs_decision for proposal in made))
        return redirect("proposals")
    context = {
        "title": _("State it"),
        "subtitle": f"{person}, {person.partner}",
        "explanation": _(
            "Fill in only what you know. Nothing changes on the page: it waits in the other partner’s My day,"
            " with the name of your partner, and they take it or keep their own."
        ),
        "form": form,
        "back": reverse("proposals"),
    }
    status = UNFILLED if form.errors else 200
    return render(request, "prisoner_pages/records/form.html", context, status=status)


def _of_others(request: StaffRequest) -> PrisonerQuerySet:
    shown = Prisoner.objects.public().showing_facts().exclude(partner__in=partners_for(request.user))
    return shown.select_related("partner").named(SOURCE_LANGUAGE)


def _search(request: StaffRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    found = _of_others(request).found_or_near(query)[:FOUND_AT_MOST] if query else []
    context = {"query": query, "found": found, "back": reverse("proposals")}
    return render(request, "prisoner_pages/lists/state_facts.html", context)


def _say_made(request: StaffRequest, person: Prisoner, count: int) -> None:
    if not count:
        messages.warning(request, _("This was stated before: it waits, or was decided already."))
        return
    said = ngettext(
        "%(person)s: %(count)s fact is left for %(partner)s to decide.",
        "%(person)s: %(count)s facts are left for %(partner)s to decide.",
        count,
    )
    messages.success(request, said % {"person": person, "count": count, "partner": person.partner})
