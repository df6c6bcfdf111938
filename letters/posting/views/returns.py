"""After the printer: a letter in hand, one that went or came back, places that letters come back from."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from home.site.locked_words import locked_words
from home.site.requests import StaffRequest
from home.site.statuses import CONFLICT, UNFILLED
from letters.choices.desk import Act, DeskWork, Refusal
from letters.choices.letters import HoldReason, ReturnReason
from letters.handling.panels import Panel
from letters.handling.view_types import Context
from letters.handling.views.letter import do, found_letter, show
from letters.handling.views.refusals import what_is_missing
from letters.handling.views.staff import private, private_for
from letters.lifecycle import DESK_WORK
from letters.models import Letter, PlaceStop
from letters.permissions.letters import acts_open_to, roles_for, stops_seen_by
from letters.posting.actions.returns import AlreadyLifted, come_back, has_other_place, lift_stop, note_of
from letters.posting.forms.posting import LiftForm, ReturnForm
from letters.sealing.sealed_box import LettersLocked, UnsealError

# Stops that were lifted are listed for so long.
LIFTED_SHOWN = timedelta(days=90)
WATCHERS = DESK_WORK[DeskWork.WATCH_POST]


def in_hand(request: StaffRequest, letter: Letter) -> Context | None:
    """A printed letter: which paper it is, and whether it may go today."""
    if not WATCHERS & roles_for(request.user, letter):
        return None
    hold = letter.hold
    return {
        "printed": letter.printings.filter(is_open=True).select_related("run__facility", "run__pack").first(),
        "hold": HoldReason(hold).label if hold else "",
        "may_post": Act.POST in acts_open_to(request.user, letter),
    }


def sent(request: StaffRequest, letter: Letter) -> Context | None:
    """A letter that went: which paper it was, what came back, and what can be done now."""
    if not WATCHERS & roles_for(request.user, letter):
        return None
    acts = acts_open_to(request.user, letter)
    stop = letter.prisoner.facility and letter.prisoner.facility.stops.filter(lifted_at__isnull=True).first()
    return {
        "letter": letter,
        "printed": letter.printings.filter(fault="").select_related("run__facility").order_by("-pk").first(),
        "returns": letter.post_returns.select_related("facility").order_by("-pk"),
        "form": ReturnForm(initial={"version": letter.version}) if Act.COME_BACK in acts else None,
        "may_readdress": Act.READDRESS in acts,
        "same_place": _same_place(letter) if Act.READDRESS in acts else "",
        "readdress": Act.READDRESS,
        "is_asked_for": letter.post_returns.asking_for_a_check().exists(),
        "stop": stop,
    }


def _same_place(letter: Letter) -> str:
    """Say why a returned letter cannot go again as the record stands, or return ""."""
    return "" if has_other_place(letter) else what_is_missing(Refusal.SAME_PLACE, letter)


IN_HAND_PANEL = Panel("letters/posting/in_hand_panel.html", in_hand)
SENT = Panel("letters/posting/sent_panel.html", sent, acts=frozenset({Act.COME_BACK, Act.READDRESS}))


@private
@require_POST
def letter_came_back(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Note why the post brought one letter back."""
    letter, form = found_letter(request, uuid), ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors.get("reason", [_("Open the page again.")]))))
        return show(request, letter, status=UNFILLED)
    reason = ReturnReason(form.cleaned_data["reason"])
    action = partial(come_back, version=form.cleaned_data["version"], reason=reason)
    return do(request, letter, Act.COME_BACK, action, sent=reason.label)


@private_for(DeskWork.WATCH_POST)
@require_safe
def stops(request: StaffRequest) -> HttpResponse:
    """The places to which nothing goes until somebody has looked, and those looked at lately."""
    return _stops_page(request)


@private_for(DeskWork.WATCH_POST)
@require_POST
def lift(request: StaffRequest, pk: int) -> HttpResponse:
    stop = get_object_or_404(stops_seen_by(request.user), pk=pk)
    form = LiftForm(request.POST)
    if not form.is_valid():
        return _stops_page(request, sent=(stop.pk, form), status=UNFILLED)
    try:
        lift_stop(stop=stop, by=request.user, note=form.cleaned_data["note"])
    except AlreadyLifted:
        return _stops_page(request, kept=form.cleaned_data["note"], status=CONFLICT)
    messages.success(request, _("Letters go to this place again."))
    return redirect("letter_desk:stops")


def _stops_page(
    request: StaffRequest,
    *,
    sent: tuple[int, LiftForm] | tuple[None, None] = (None, None),
    kept: str = "",
    status: int = 200,
) -> HttpResponse:
    """`sent` is (pk of the stop, the form that was sent for it); `kept` a note that came too late."""
    seen = stops_seen_by(request.user).select_related("facility", "lifted_by").prefetch_related("returns")
    lifted = seen.filter(lifted_at__gte=timezone.now() - LIFTED_SHOWN).order_by("-lifted_at")
    context = {
        "open": [(stop, _lift_form(stop, sent)) for stop in seen.open().order_by("since", "pk")],
        "lifted": [(stop, _note(stop)) for stop in lifted],
        "kept": kept,
    }
    return render(request, "letters/posting/stops.html", context, status=status)


def _lift_form(stop: PlaceStop, sent: tuple[int, LiftForm] | tuple[None, None]) -> LiftForm:
    pk, form = sent
    return form if form and stop.pk == pk else LiftForm(auto_id=f"stop-{stop.pk}-%s")


def _note(stop: PlaceStop) -> str:
    try:
        return note_of(stop)
    except LettersLocked as locked:
        return locked_words(locked)
    except UnsealError:
        return ""
