"""Letters that screeners closed lately: who closed how many and why, and the way back for another person."""

import uuid
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from letters.choices.desk import Act, DeskWork
from letters.choices.letters import BackReason
from letters.following.read_models.notifications import reason_words
from letters.handling.actions.bulk import MOST_AT_ONCE
from letters.handling.filters import number_in
from letters.handling.forms import BringBackForm
from letters.handling.panels import Panel
from letters.handling.view_types import Context
from letters.handling.views.letter import do, found_to_change, show
from letters.handling.views.refusals import why
from letters.handling.views.staff import private, private_for
from letters.models import Letter
from letters.permissions.letters import FourEyes, acts_open_to, had_hand_in, letters_seen_by
from letters.retention.read_models import closed_text_until, days_kept
from letters.screening.actions.bring_back import bring_back

LETTERS_A_PAGE = 50


@private_for(DeskWork.WATCH_CLOSED)
@require_safe
def closed(request: StaffRequest) -> HttpResponse:
    """What was closed at the user's desks while its text is kept, newest first.

    `by` is one account's: then all are ticked, as many as are done at once.
    """
    found = letters_seen_by(request.user).to_be_brought_back().with_closer()
    by = number_in(request.GET.get("by"))
    listed = found.filter(Q(closer=by)) if by else found
    listed = listed.listed().order_by("-state_since", "-pk")
    page = Paginator(listed, MOST_AT_ONCE if by else LETTERS_A_PAGE).get_page(request.GET.get("p"))
    days = days_kept()
    context = {
        "accounts": _accounts(found),
        "by": by,
        "page_obj": page,
        "rows": [
            (letter, closed_text_until(letter, days), letter.closer != request.user.pk) for letter in page
        ],
        "act": Act.BRING_BACK,
        "nonce": uuid.uuid4(),
    }
    return render(request, "letters/screening/closed.html", context)


def _accounts(letters: QuerySet[Any]) -> QuerySet[Any, dict[str, Any]]:
    """Return {closer, closer_name, count, today} of each account that closed some, most of today first."""
    today = Count("pk", filter=Q(state_since=timezone.localdate()))
    counted = letters.order_by().values("closer", "closer_name").annotate(count=Count("pk"), today=today)
    return counted.order_by("-today", "-count", "closer_name")


def closing(request: StaffRequest, letter: Letter) -> Context | None:
    """Who closed the letter and why, and whether this user may bring it back; None for others."""
    if Act.BRING_BACK not in acts_open_to(request.user, letter):
        return None
    found = Letter.objects.to_be_brought_back().with_closer().listed().filter(pk=letter.pk).first()
    if found is None:
        return None
    return {
        "letter": found,
        "reasons": reason_words(letter.reasons_told, get_language()),
        "until": closed_text_until(letter, days_kept()),
        "barred": _barred(request.user, letter),
        "form": BringBackForm(initial={"version": letter.version}),
    }


def _barred(user: User, letter: Letter) -> str:
    """Say that bringing it back is another person's, and whose; "" where it is not."""
    is_own = had_hand_in(user, Act.BRING_BACK, letter)
    return str(why(FourEyes(Act.BRING_BACK), letter, by=user)) if is_own else ""


PANEL = Panel("letters/screening/closed_panel.html", closing, acts=frozenset({Act.BRING_BACK}))


@private
@require_POST
def bring_back_one(request: StaffRequest, uuid: UUID) -> HttpResponse:
    letter, form = found_to_change(request, uuid, Act.BRING_BACK), BringBackForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors.get("reason", [_("Open the page again.")]))))
        return show(request, letter, status=UNFILLED)
    reason = BackReason(form.cleaned_data["reason"])
    action = partial(bring_back, version=form.cleaned_data["version"], reason=reason)
    return do(request, letter, Act.BRING_BACK, action, sent=reason.label)
