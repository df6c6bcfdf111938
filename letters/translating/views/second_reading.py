"""The second reader's panel: the letter, its Russian text and the signature as they would be printed."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from home.site.requests import StaffRequest
from home.site.statuses import NO_ENTRY, UNFILLED
from home.translation.text.differences import differences
from letters.choices.desk import Act, DeskRole, QueueStep
from letters.choices.letters import LetterState
from letters.handling.actions.current_texts import hidden_parts
from letters.handling.actions.opening import OpenedTranslation, open_both
from letters.handling.actions.refusals import REFUSED
from letters.handling.panels import Decision, Panel, with_fields
from letters.handling.read_models import MOVES_ON, step_of
from letters.handling.view_types import Context
from letters.handling.views.letter import back_to, found_to_change, refuse, show_panel
from letters.handling.views.refusals import why
from letters.handling.views.staff import private
from letters.models import Letter, LetterDrawing
from letters.paper.text import lines_to_print
from letters.permissions.letters import FourEyes, acts_open_to, had_hand_in, may_do_alone, roles_for
from letters.screening.actions.decisions import judge_drawing
from letters.text.parts import Span, left_out, without_parts
from letters.text.side_by_side import plain, rows_of
from letters.text.transliteration import RUSSIAN
from letters.translating.actions.approving import approve, approve_as_is, send_back
from letters.translating.actions.signing import proposed
from letters.translating.forms import ApproveForm, DrawingForm, SendBackForm
from letters.translating.read_models import paper_for, remarks_as_is, remarks_on
from letters.translating.views.text_context import aids_for, changes_in, explained
from letters.typesetting.glyphs import named, unprintable


def _judge(form: DrawingForm, **who: Any) -> Letter:
    return judge_drawing(**who, is_accepted=form.cleaned_data["drawing"])


DECISIONS = {
    "drawing": Decision(Act.JUDGE_DRAWING, DrawingForm, _judge, gettext_lazy("Decide on the drawing")),
    "send-back": Decision(
        Act.SEND_BACK,
        SendBackForm,
        with_fields(send_back, "reasons", "note"),
        gettext_lazy("Send back to the translator"),
        "r t",
    ),
    "approve": Decision(
        Act.APPROVE, ApproveForm, with_fields(approve, "signature"), gettext_lazy("Approve"), "a"
    ),
    "approve-as-is": Decision(
        Act.APPROVE_AS_IS,
        ApproveForm,
        with_fields(approve_as_is, "signature"),
        gettext_lazy("Approve without translation"),
        "a",
    ),
}
# A Russian text goes back to whoever translated it: a letter approved as written has nobody to go back to.
OF_TRANSLATIONS = {Act.SEND_BACK}
# These wait until a correction that somebody has begun is finished or dropped.
AFTER_CORRECTION = {Act.SEND_BACK, Act.APPROVE}


# --- What the panel shows --------------------------------------------------------------------------


def reads(user: User, letter: Letter) -> bool:
    """Is the letter this user's to check now, as its second reader?"""
    return step_of(letter) is QueueStep.CHECK and DeskRole.READER in roles_for(user, letter)


def checking(
    request: StaffRequest, letter: Letter, *, sent: Mapping[str, Form] | None = None, fault: object = ""
) -> Context | None:
    """Open the letter and return what the panel shows; None for who is not its second reader now."""
    user = request.user
    if not reads(user, letter):
        return None
    opened, translated = open_both(letter=letter, by=user)
    hidden = hidden_parts(letter)
    has_text = letter.state == LetterState.TRANSLATED and bool(translated.marked)
    shown = _translated if has_text else _as_is
    on_paper = RUSSIAN if has_text else letter.language
    name = opened.name or ""
    signature = proposed(name, language=letter.language, on_paper=on_paper)
    return {
        "letter": letter,
        "has_text": has_text,
        "original": opened.body if hidden else "",
        "russian": RUSSIAN,
        "signed": lines_to_print(name),
        "signature": signature,
        "corrects_signature": bool(signature) and on_paper == RUSSIAN,
        "unprintable_name": ", ".join(map(named, unprintable(signature))),
        "translator": translated.stored.translator,
        "fault": fault,
        "begun": has_text and begun(user, translated),
        "decisions": _decisions(user, letter, has_text, translated, sent or {}, signature),
        **_eyes(user, letter),
        **shown(letter, opened.body, hidden, translated),
        **(aids_for(request, letter, without_parts(opened.body, hidden)) if has_text else {}),
    }


def _translated(letter: Letter, body: str, hidden: list[Span], translated: OpenedTranslation) -> Context:
    source = without_parts(body, hidden)
    theirs, since = changes_in(translated)
    remarks = remarks_on(letter, source, translated.marked)
    return {
        "rows": rows_of(source, translated.marked),
        "remarks": explained(remarks, translated.dismissals),
        "paper": paper_for(letter, translated.text),
        "theirs": theirs,
        "since": since,
    }


def _as_is(letter: Letter, body: str, hidden: list[Span], translated: OpenedTranslation) -> Context:
    text = left_out(body, hidden)
    return {
        "as_is": text,
        "remarks": explained(remarks_as_is(letter, text), {}),
        "paper": paper_for(letter, text),
        "since": differences(body, text) if hidden else None,
    }


def _eyes(user: User, letter: Letter) -> Context:
    """Say whether this user may approve, and whether only because nobody else reads the language."""
    act = MOVES_ON[LetterState(letter.state)]
    had_hand = had_hand_in(user, act, letter)
    is_lone = had_hand and may_do_alone(user, act, letter)
    is_barred = had_hand and not is_lone
    barred = str(why(FourEyes(act), letter, by=user)) if is_barred else ""
    return {"is_lone": is_lone, "barred": barred}


def begun(user: User, translated: OpenedTranslation) -> Context | None:
    """Return whose correction is not finished, when it was saved and what it changes; None for none."""
    if not translated.correction:
        return None
    stored = translated.stored
    return {
        "by": stored.corrector,
        "is_own": stored.corrector == user,
        "at": stored.saved_at,
        "text_version": stored.version,
        "segments": differences(translated.text, plain(translated.correction)),
    }


def _decisions(
    user: User,
    letter: Letter,
    has_text: bool,
    translated: OpenedTranslation,
    sent: Mapping[str, Form],
    signature: str,
) -> list[tuple[str, Decision, Form]]:
    """Return [(name, Decision, form)] of what this user may do now, with the forms they have sent."""
    acts = acts_open_to(user, letter)
    if not has_text and not letter.needs_translation:
        acts = [act for act in acts if act not in OF_TRANSLATIONS]
    if translated.correction:
        acts = [act for act in acts if act not in AFTER_CORRECTION]
    if not letter.has_drawing:
        acts = [act for act in acts if act != Act.JUDGE_DRAWING]
    return [
        (name, decision, sent.get(name) or decision.form(initial=_initial(letter, decision, signature)))
        for name, decision in DECISIONS.items()
        if decision.act in acts
    ]


def _initial(letter: Letter, decision: Decision, signature: str) -> dict[str, Any]:
    found = {"version": letter.version, "signature": signature}
    if decision.act == Act.JUDGE_DRAWING:
        drawing = LetterDrawing.objects.filter(letter=letter).only("is_accepted").first()
        chosen = drawing.is_accepted if drawing else None
        found["drawing"] = None if chosen is None else "yes" if chosen else "no"
    return found


PANEL = Panel(
    "letters/translating/second_reading_panel.html",
    checking,
    acts=frozenset({Act.CORRECT, *(decision.act for decision in DECISIONS.values())}),
)


# --- What a second reader does ---------------------------------------------------------------------


@private
@require_POST
def decide(request: StaffRequest, uuid: UUID, name: str) -> HttpResponse:
    """Take one of the decisions."""
    if name not in DECISIONS:
        raise Http404
    decision = DECISIONS[name]
    letter = found_to_change(request, uuid, decision.act)
    form = decision.form(request.POST)
    if not form.is_valid():
        return page(request, letter, sent={name: form}, status=UNFILLED)
    try:
        letter = decision.do(form, letter=letter, by=request.user, version=form.cleaned_data["version"])
    except REFUSED as error:
        return _refused(
            request, letter, error, decision.act, sent={name: form}, typed=form.data.get("note", "")
        )
    messages.success(request, _("Done: %(act)s.") % {"act": decision.title})
    return back_to(request, letter)


def _refused(
    request: StaffRequest, letter: Letter, error: Exception, act: Act, *, sent: Mapping[str, Form], typed: str
) -> HttpResponse:
    letter.refresh_from_db()
    reason = why(error, letter, by=request.user, act=act)
    if not reads(request.user, letter) or reason.status == NO_ENTRY:
        return refuse(request, letter, error, act=act, sent=typed)
    status = UNFILLED if isinstance(error, ValidationError) else reason.status
    return page(request, letter, sent=sent, fault=reason, status=status)


def page(request: StaffRequest, letter: Letter, *, status: int, **given: Any) -> HttpResponse:
    shown = partial(checking, request, letter, **given)
    return show_panel(request, letter, "letters/translating/second_reading.html", shown, status=status)
