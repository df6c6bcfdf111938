"""The letter bank: per person how long ago letters went, what waits, what is kept for the release."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from home.site.requests import StaffRequest
from letters.choices.desk import DeskWork
from letters.handling.views.staff import private_for
from letters.permissions.letters import desks_for
from letters.posting import read_models

PEOPLE_A_PAGE = 50


@private_for(DeskWork.WATCH_POST)
@require_safe
def bank(request: StaffRequest) -> HttpResponse:
    partners = [desk.partner_id for desk in desks_for(request.user, DeskWork.WATCH_POST)]
    page: Page[Any] = Paginator(read_models.bank(partners), PEOPLE_A_PAGE).get_page(request.GET.get("p"))
    today = timezone.localdate()
    rows = [(person, person.last_went and (today - person.last_went).days) for person in page]
    return render(request, "letters/posting/recipients.html", {"page_obj": page, "rows": rows})
