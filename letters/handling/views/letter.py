"""The page of one letter: its facts, the panel of its step, what may be done, notes and log."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from letters.choices.desk import Act
from letters.choices.letters import LetterPart
from letters.handling.actions.claims import claim, release, renew, take_over
from letters.handling.actions.notes import OpenedNote, open_notes, write_note
from letters.handling.actions.refusals import REFUSED
from letters.handling.actions.simple_acts import do_plainly
from letters.handling.actions.undo import can_undo, undo
from letters.handling.forms import ActForm, NoteForm, VersionForm
from letters.handling.panels import panels_for
from letters.handling.read_models import step_of, works_at
from letters.handling.view_types import Context
from letters.handling.views.emergency_access import access_context
from letters.handling.views.refusals import answer_refusal, may_show, refused_context
from letters.handling.views.staff import private
from letters.lifecycle import BUTTONS
from letters.models import Letter
from letters.permissions.letters import acts_open_to, letters_seen_by, may_ever, may_read, may_work_on

# The keys of the buttons, as on the page of keys.
KEYS = {
    Act.ACCEPT: "a",
    Act.APPROVE: "a",
    Act.APPROVE_AS_IS: "a",
    Act.POST: "a",
    Act.REJECT: "",
    Act.REOPEN: "t",
}
GRAVE = {Act.REJECT, Act.PULL}


def found_letter(request: StaffRequest, uuid: UUID) -> Letter:
    """Return the letter that this user finds in lists, or answer 404."""
    return get_object_or_404(letters_seen_by(request.user).listed(), uuid=uuid)


def found_to_change(request: StaffRequest, uuid: UUID, act: Act) -> Letter:
    """Return the letter also where a moment ago it left this user's lists, who might do `act` to it; or 404.

    What they sent is then answered with how the letter stands, and not lost.
    """
    letter = get_object_or_404(Letter.objects.listed().select_related("prisoner__partner"), uuid=uuid)
    if not letters_seen_by(request.user).filter(pk=letter.pk).exists() and not may_ever(
        request.user, act, letter
    ):
        raise Http404
    return letter


@private
def detail(request: StaffRequest, uuid: UUID) -> HttpResponse:
    return show(request, found_letter(request, uuid))


def show(
    request: StaffRequest,
    letter: Letter,
    *,
    note_form: NoteForm | None = None,
    refused: Context | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page of the letter. Reading it lengthens one's own lease.

    `refused` says why something was not done (letters.handling.views.refusals.refused_context).
    """
    user = request.user
    if letter.claimant() == user:
        renew(letter=letter, by=user)
        letter.refresh_from_db(fields=["claimed_until"])
    try:
        context: Context = {"panels": panels_for(request, letter), "notes": _notes(user, letter)}
    except REFUSED as error:
        return answer_refusal(request, letter, error)
    acts, step = acts_open_to(user, letter), step_of(letter)
    offered = frozenset().union(*(panel.acts for panel, _context in context["panels"]))
    context |= {
        "letter": letter,
        "refused": refused,
        "step": step,
        "may_take_next": step is not None and works_at(user, step),
        "claimant": letter.claimant(),
        "is_mine": letter.claimant() == user,
        "may_take": may_work_on(user, letter),
        "buttons": [
            (act, KEYS.get(act, ""), act in GRAVE) for act in acts if act in BUTTONS and act not in offered
        ],
        "can_undo": can_undo(letter, user),
        "note_form": note_form or NoteForm(),
        "may_note": Act.NOTE in acts,
        "may_erase": Act.ERASE in acts,
        "held_days": letter.held_since and (timezone.localdate() - letter.held_since).days,
        "log": letter.log.order_by("number"),
        **access_context(user, letter),
    }
    return render(request, "letters/handling/detail.html", context, status=status)


def refuse(
    request: StaffRequest,
    letter: Letter,
    error: Exception,
    *,
    note_form: NoteForm | None = None,
    **given: Any,
) -> HttpResponse:
    """Return the letter's page with why an act was refused, or a page that says only that."""
    if not may_show(request, letter, error):
        return answer_refusal(request, letter, error, **given)
    refused = refused_context(request, letter, error, **given)
    return show(request, letter, note_form=note_form, refused=refused, status=refused["why"].status)


def show_panel(
    request: StaffRequest,
    letter: Letter,
    template: str,
    context_of: Callable[[], Context | None],
    *,
    sent: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return a panel on a page of its own; `sent` is what its refusal must not lose."""
    try:
        panel = context_of()
    except REFUSED as error:
        return answer_refusal(request, letter, error, sent=sent)
    if panel is None:
        raise PermissionDenied
    return render(request, template, {"letter": letter, "panel": panel}, status=status)


def _notes(user: User, letter: Letter) -> list[OpenedNote] | None:
    return open_notes(letter=letter, by=user) if may_read(user, LetterPart.NOTES, letter) else None


def back_to(request: StaffRequest, letter: Letter) -> HttpResponse:
    """Go back to the page of the letter, or to the queue where it is no longer this user's to see."""
    if letters_seen_by(request.user).filter(pk=letter.pk).exists():
        return redirect("letter_desk:detail", letter.uuid)
    return redirect("letter_desk:index")


@private
@require_POST
def act(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Do one of the acts that need no more than a button."""
    form = ActForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    chosen, version = Act(form.cleaned_data["act"]), form.cleaned_data["version"]
    letter = found_to_change(request, uuid, chosen)
    return do(request, letter, chosen, partial(do_plainly, chosen, version=version), sent=chosen.label)


def do(
    request: StaffRequest, letter: Letter, act: Act, action: Callable[..., Letter], *, sent: str | Promise
) -> HttpResponse:
    """Do the act (`action(letter=, by=)`) and go back to the letter, or say why not, with what was `sent`."""
    try:
        letter = action(letter=letter, by=request.user)
    except REFUSED as error:
        letter.refresh_from_db()
        return refuse(request, letter, error, act=act, sent=sent, stands=letter.get_state_display())
    messages.success(request, _("Done: %(act)s.") % {"act": act.label})
    return back_to(request, letter)


@private
@require_POST
def undo_act(request: StaffRequest, uuid: UUID) -> HttpResponse:
    letter, form = found_letter(request, uuid), VersionForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    try:
        undo(letter=letter, by=request.user, version=form.cleaned_data["version"])
    except REFUSED as error:
        return refuse(request, letter, error)
    messages.success(request, _("The last step is undone."))
    return back_to(request, letter)


@private
@require_POST
def take(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take the letter to work on."""
    letter = found_letter(request, uuid)
    try:
        claim(letter=letter, by=request.user)
    except REFUSED as error:
        return refuse(request, letter, error)
    return redirect("letter_desk:detail", letter.uuid)


@private
@require_POST
def give_back(request: StaffRequest, uuid: UUID) -> HttpResponse:
    letter = found_letter(request, uuid)
    release(letter=letter, by=request.user)
    step = step_of(letter)
    return redirect(reverse("letter_desk:index") + (f"?step={step}" if step else ""))


@private
@require_POST
def take_from_other(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take the letter from another person, with a note that says why."""
    letter, form = found_letter(request, uuid), NoteForm(request.POST)
    if not form.is_valid():
        return show(request, letter, note_form=form, status=UNFILLED)
    try:
        take_over(letter=letter, by=request.user, note=form.cleaned_data["text"])
    except REFUSED as error:
        return refuse(request, letter, error, note_form=form, sent=form.cleaned_data["text"])
    return redirect("letter_desk:detail", letter.uuid)


@private
@require_POST
def add_note(request: StaffRequest, uuid: UUID) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show(request, found_letter(request, uuid), note_form=form, status=UNFILLED)
    letter = found_to_change(request, uuid, Act.NOTE)
    try:
        write_note(letter=letter, by=request.user, text=form.cleaned_data["text"])
    except REFUSED as error:
        return refuse(request, letter, error, note_form=form, sent=form.cleaned_data["text"])
    messages.success(request, _("The note is kept."))
    return back_to(request, letter)
