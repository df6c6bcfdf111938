"""The first reader's panel of a letter: the original with its marks, and what is decided about it."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from home.site.requests import StaffRequest
from home.site.statuses import UNFILLED
from letters.choices.desk import Act, DeskRole
from letters.choices.letters import CensorWish, DelayWish
from letters.choices.words import WatchKind
from letters.following.read_models.notifications import Words, reason_words, writer_language
from letters.handling.actions.current_texts import hidden_parts
from letters.handling.actions.opening import open_letter
from letters.handling.actions.refusals import REFUSED, refusal_of
from letters.handling.panels import Decision, Panel, with_fields
from letters.handling.view_types import Context
from letters.handling.views.letter import found_letter, refuse, show_panel
from letters.handling.views.refusals import CLOSED_PAGE, answer_refusal, why
from letters.handling.views.staff import private
from letters.lifecycle import BARRED_AFTER_KEYING_IN, UNPRINTED, InvalidTransition
from letters.models import Letter, WatchedWord
from letters.permissions.letters import FourEyes, acts_open_to, is_barred, may_ever, roles_for
from letters.screening.actions.decisions import (
    accept_letter,
    ask_writer,
    hide_parts,
    mark_duplicate,
    may_leave_out,
    reject_letter,
    return_letter,
)
from letters.screening.forms import AcceptForm, AskForm, DuplicateForm, HideForm, ReasonsForm, ScreeningForm
from letters.text.parts import merged, without_parts
from letters.text.watched_words import marks_in, pieces


def _hide(form: HideForm, **who: Any) -> Letter:
    return hide_parts(**who, spans=form.spans)


DECISIONS = {
    "accept": Decision(
        Act.ACCEPT,
        AcceptForm,
        with_fields(accept_letter, "language", "drawing", "note"),
        gettext_lazy("Accept the letter"),
        "a",
    ),
    "ask": Decision(
        Act.ASK, AskForm, with_fields(ask_writer, "reasons", "is_needed"), gettext_lazy("Ask the writer")
    ),
    "return": Decision(
        Act.RETURN,
        ReasonsForm,
        with_fields(return_letter, "reasons"),
        gettext_lazy("Return to the writer"),
        "r",
    ),
    "hide": Decision(Act.HIDE, HideForm, _hide, gettext_lazy("Hide parts from translators")),
    "duplicate": Decision(
        Act.MARK_DUPLICATE,
        DuplicateForm,
        with_fields(mark_duplicate, "of"),
        gettext_lazy("Mark as the same letter"),
    ),
    "reject": Decision(
        Act.REJECT, ScreeningForm, with_fields(reject_letter), gettext_lazy("Reject as abuse")
    ),
}


@private
@require_GET
def screen(request: StaffRequest, uuid: UUID) -> HttpResponse:
    return page(request, found_letter(request, uuid))


@private
@require_POST
def decide(request: StaffRequest, uuid: UUID, name: str) -> HttpResponse:
    """Take one of the decisions, or show what it would say."""
    if name not in DECISIONS:
        raise Http404
    letter, decision = found_letter(request, uuid), DECISIONS[name]
    try:
        return _decided(request, letter, name, decision)
    except REFUSED as fault:
        return _refused(request, letter, name, decision, fault)


def _decided(request: StaffRequest, letter: Letter, name: str, decision: Decision) -> HttpResponse:
    form = _form(request, letter, name)
    if not form.is_valid():
        return page(request, letter, sent={name: form}, status=UNFILLED)
    if "preview" in request.POST:
        return page(request, letter, sent={name: form}, preview=name)
    decision.do(form, letter=letter, by=request.user, version=form.cleaned_data["version"])
    messages.success(request, _("Done: %(act)s.") % {"act": decision.title})
    return redirect("letter_desk:detail", letter.uuid)


def _form(request: StaffRequest, letter: Letter, name: str) -> Form:
    """Return the form as it was sent; for one that names words of the letter the letter is opened."""
    text = open_letter(letter=letter, by=request.user).body if name == "hide" else ""
    return DECISIONS[name].form(request.POST, letter=letter, user=request.user, text=text)


def _refused(
    request: StaffRequest, letter: Letter, name: str, decision: Decision, fault: Exception
) -> HttpResponse:
    """Say why on the page with the form as it was sent, or that the letter has moved past it."""
    letter.refresh_from_db()
    if refusal_of(fault) in CLOSED_PAGE or not may_ever(request.user, decision.act, letter):
        return refuse(request, letter, fault, act=decision.act)
    if decision.act not in acts_open_to(request.user, letter):
        return too_late(request, letter, decision)
    form, reason = _form(request, letter, name), why(fault, letter, by=request.user, act=decision.act)
    if isinstance(fault, ValidationError):
        form.add_error(None, str(reason))
        return page(request, letter, sent={name: form}, status=UNFILLED)
    kept = chosen_words(decision, form) if isinstance(fault, FourEyes) else ""
    return page(request, letter, sent={name: form}, fault=reason, kept=kept, status=reason.status)


def too_late(request: StaffRequest, letter: Letter, decision: Decision) -> HttpResponse:
    """Answer a decision that the letter has moved past: with what was chosen, which no form shows again."""
    form = decision.form(request.POST, letter=letter, user=request.user)
    fault, stands = InvalidTransition(decision.act, letter.state), letter.get_state_display()
    return answer_refusal(request, letter, fault, sent=chosen_words(decision, form), stands=stands)


def chosen_words(decision: Decision, form: Form) -> str:
    """Return the decision and every filled field, as the form showed them, a line each."""
    lines = [str(decision.title)]
    for field in form.visible_fields():
        labels = {str(value): label for value, label in getattr(field.field, "choices", ())}
        values = field.value() if isinstance(field.value(), list) else [field.value()]
        shown = ", ".join(str(labels.get(str(value), value)) for value in values if value)
        lines += [f"{field.label}: {shown}"] if shown else []
    return "\n".join(lines)


def page(request: StaffRequest, letter: Letter, *, status: int = 200, **given: Any) -> HttpResponse:
    shown = partial(screening, request, letter, **given)
    return show_panel(request, letter, "letters/screening/screen.html", shown, status=status)


def screening(
    request: StaffRequest,
    letter: Letter,
    *,
    sent: Mapping[str, Form] | None = None,
    preview: str = "",
    fault: object = "",
    kept: str = "",
) -> Context | None:
    """Open the letter and return what the panel shows, or None where the user is no first reader of it.

    `kept` is what was sent where its form is not this user's.
    """
    user, sent = request.user, sent or {}
    if DeskRole.SCREENER not in roles_for(user, letter) or letter.state not in UNPRINTED:
        return None
    opened = open_letter(letter=letter, by=user)
    signed, wishes = opened.name or "", opened.wishes or {}  # a first reader sees both
    body_marks, name_marks = marks_in(opened.body, signed, _words_for(letter), letter.language)
    body = pieces(opened.body, body_marks)
    name = pieces(signed, name_marks, first=len(body_marks) + 1)
    return {
        "letter": letter,
        "body": body,
        "name": name,
        "marked": [piece for piece in [*body, *name] if piece.reasons],
        "wishes": [CensorWish(wishes["censor"]).label, DelayWish(wishes["delay"]).label],
        "must_ask": not may_leave_out(letter),
        "hidden": without_parts(opened.body, hidden_parts(letter)) if letter.sealed_hidden else "",
        "decisions": _decisions(user, letter, opened.body, sent),
        "barred": _barred(user, letter),
        "fault": fault,
        "kept": kept,
        "preview": preview,
        "preview_text": _preview(letter, preview, sent.get(preview), opened.body),
    }


def _words_for(letter: Letter) -> list[WatchedWord]:
    """Return the watched words for the letter's language; all there are where it is not known to us."""
    words = WatchedWord.objects.filter(kind__in=WatchKind).for_letters(of_class=bool(letter.is_of_class))
    found = list(words.for_text_in(letter.language))
    return found if any(word.language == letter.language for word in found) else list(words)


def _decisions(
    user: User, letter: Letter, text: str, sent: Mapping[str, Form]
) -> list[tuple[str, Decision, Form]]:
    """Return [(name, Decision, form)] of what this user may do now, with the forms they have sent."""
    acts = set(acts_open_to(user, letter)) - _barred_acts(user, letter)
    return [
        (name, decision, sent.get(name) or decision.form(letter=letter, user=user, text=text))
        for name, decision in DECISIONS.items()
        if decision.act in acts
    ]


def _barred(user: User, letter: Letter) -> str:
    """Say which decision is another person's and who can take it; "" where none is."""
    return " ".join(str(why(FourEyes(act), letter, by=user)) for act in sorted(_barred_acts(user, letter)))


def _barred_acts(user: User, letter: Letter) -> set[Act]:
    open_acts = BARRED_AFTER_KEYING_IN.intersection(acts_open_to(user, letter))
    return {act for act in open_acts if is_barred(user, act, letter)}


def _preview(letter: Letter, name: str, form: Form | None, text: str) -> str | list[Words]:
    """Return what the writer would read (Words), or what translators would see."""
    if isinstance(form, HideForm):
        return without_parts(text, merged(form.spans))
    if form and name in ("return", "ask"):
        return reason_words(form.cleaned_data["reasons"], writer_language(letter))
    return ""


PANEL = Panel(
    "letters/screening/screen_panel.html",
    screening,
    acts=frozenset(decision.act for decision in DECISIONS.values()),
)
