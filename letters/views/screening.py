"""The first reader's panel of a letter: the original with its marks, and what is decided about it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from letters.actions.moderation import (
    accept_letter,
    ask_writer,
    hide_parts,
    mark_duplicate,
    may_leave_out,
    reject_letter,
    return_letter,
)
from letters.actions.moves import ClaimedByOther, Stale, TooManyClosed
from letters.actions.open import TooManyOpened, open_letter
from letters.actions.standing import hidden_parts
from letters.choices import Act, CensorWish, DelayWish, DeskRole, WatchKind
from letters.lifecycle import UNPRINTED, InvalidTransition
from letters.models import WatchedWord
from letters.notifications import reason_words, writer_language
from letters.permissions import acts_open_to, letters_seen_by, roles_for
from letters.screening_forms import AcceptForm, AskForm, DuplicateForm, HideForm, ReasonsForm, ScreeningForm
from letters.sealing import UnsealError
from letters.text import merged, without_parts
from letters.views.panels import Decision, Panel
from letters.views.refusals import answer_refusal
from letters.views.staff import private
from letters.watching import marks_in, pieces

FORBIDDEN, CONFLICT, UNFILLED = 403, 409, 422


def _with(action, *names):
    def do(form, **who):
        return action(**who, **{name: form.cleaned_data[name] for name in names if name in form.fields})

    return do


def _hide(form, **who):
    return hide_parts(**who, spans=form.spans)


DECISIONS = {
    "accept": Decision(
        Act.ACCEPT,
        AcceptForm,
        _with(accept_letter, "language", "drawing", "note"),
        gettext_lazy("Accept the letter"),
        "a",
    ),
    "ask": Decision(
        Act.ASK, AskForm, _with(ask_writer, "reasons", "is_needed"), gettext_lazy("Ask the writer")
    ),
    "return": Decision(
        Act.RETURN, ReasonsForm, _with(return_letter, "reasons"), gettext_lazy("Return to the writer"), "r"
    ),
    "hide": Decision(Act.HIDE, HideForm, _hide, gettext_lazy("Hide parts from translators")),
    "duplicate": Decision(
        Act.MARK_DUPLICATE,
        DuplicateForm,
        _with(mark_duplicate, "of"),
        gettext_lazy("Mark as the same letter"),
    ),
    "reject": Decision(Act.REJECT, ScreeningForm, _with(reject_letter), gettext_lazy("Reject as abuse")),
}


@private
@require_GET
def screen(request, uuid):
    return page(request, _found(request, uuid))


@private
@require_POST
def decide(request, uuid, name):
    """Take one of the decisions, or show what it would say."""
    if name not in DECISIONS:
        raise Http404
    letter = _found(request, uuid)
    try:
        return _decided(request, letter, name)
    except PermissionDenied:
        letter.refresh_from_db()
        if DeskRole.SCREENER not in roles_for(request.user, letter) or letter.state in UNPRINTED:
            raise
        return too_late(request, letter, DECISIONS[name])


def _decided(request, letter, name):
    decision = DECISIONS[name]
    text = open_letter(letter=letter, by=request.user).body if name == "hide" else ""
    form = decision.form(request.POST, letter=letter, user=request.user, text=text)
    if not form.is_valid():
        return page(request, letter, sent={name: form}, status=UNFILLED)
    if "preview" in request.POST:
        return page(request, letter, sent={name: form}, preview=name)
    try:
        decision.do(form, letter=letter, by=request.user, version=form.cleaned_data["version"])
    except ValidationError as fault:
        form.add_error(None, fault)
        return page(request, letter, sent={name: form}, status=UNFILLED)
    except TooManyClosed as fault:
        return page(request, letter, sent={name: form}, fault=words_of(fault), status=FORBIDDEN)
    except (Stale, ClaimedByOther, InvalidTransition) as fault:
        letter.refresh_from_db()
        if isinstance(fault, InvalidTransition) or decision.act not in acts_open_to(request.user, letter):
            return too_late(request, letter, decision)
        return page(request, letter, sent={name: form}, fault=words_of(fault), status=CONFLICT)
    messages.success(request, _("Done: %(act)s.") % {"act": decision.title})
    return redirect("letter_desk:detail", letter.uuid)


def too_late(request, letter, decision):
    """Answer a decision that the letter has moved past: with what was chosen, which no form shows again."""
    form = decision.form(request.POST, letter=letter, user=request.user)
    fault, stands = InvalidTransition(decision.act, letter.state), letter.get_state_display()
    return answer_refusal(request, letter, fault, sent=chosen_words(decision, form), stands=stands)


def chosen_words(decision, form):
    """Return the decision and every filled field, as the form showed them, a line each."""
    lines = [str(decision.title)]
    for field in form.visible_fields():
        labels = {str(value): label for value, label in getattr(field.field, "choices", ())}
        values = field.value() if isinstance(field.value(), list) else [field.value()]
        shown = ", ".join(str(labels.get(str(value), value)) for value in values if value)
        lines += [f"{field.label}: {shown}"] if shown else []
    return "\n".join(lines)


def words_of(fault):
    if isinstance(fault, Stale):
        return _(
            "Somebody else changed the letter meanwhile. Below is how it stands now, with what you chose."
        )
    if isinstance(fault, TooManyClosed):
        return str(fault)
    return _("%(name)s works on this letter now.") % {"name": fault.by.get_username()}


def _found(request, uuid):
    return get_object_or_404(letters_seen_by(request.user).listed(), uuid=uuid)


def page(request, letter, *, status=200, **given):
    """Return the page of the panel alone; the page of the letter includes the same panel."""
    try:
        panel = screening(request, letter, **given)
    except UnsealError as fault:
        context = {"letter": letter, "sealed": str(fault)}
        return render(request, "letters/staff/screen.html", context, status=CONFLICT)
    except TooManyOpened as fault:
        return answer_refusal(request, letter, fault)
    if panel is None:
        raise PermissionDenied
    return render(request, "letters/staff/screen.html", {"letter": letter, "panel": panel}, status=status)


def screening(request, letter, *, sent=None, preview="", fault=""):
    """Open the letter and return what the panel shows, or None where the user is no first reader of it."""
    user, sent = request.user, sent or {}
    if DeskRole.SCREENER not in roles_for(user, letter) or letter.state not in UNPRINTED:
        return None
    opened = open_letter(letter=letter, by=user)
    body_marks, name_marks = marks_in(opened.body, opened.name, _words_for(letter), letter.language)
    body = pieces(opened.body, body_marks)
    name = pieces(opened.name, name_marks, first=len(body_marks) + 1)
    return {
        "letter": letter,
        "body": body,
        "name": name,
        "marked": [piece for piece in [*body, *name] if piece.reasons],
        "wishes": [CensorWish(opened.wishes["censor"]).label, DelayWish(opened.wishes["delay"]).label],
        "must_ask": not may_leave_out(letter),
        "hidden": without_parts(opened.body, hidden_parts(letter)) if letter.sealed_hidden else "",
        "decisions": _decisions(user, letter, opened.body, sent),
        "fault": fault,
        "preview": preview,
        "preview_text": _preview(letter, preview, sent.get(preview), opened.body),
    }


def _words_for(letter):
    """Return the watched words of the letter's language; of all languages where it is not known to us."""
    words = WatchedWord.objects.filter(kind__in=WatchKind)
    own = list(words.filter(language=letter.language))
    return own or list(words)


def _decisions(user, letter, text, sent):
    """Return [(name, Decision, form)] of what this user may do now, with the forms they have sent."""
    acts = acts_open_to(user, letter)
    return [
        (name, decision, sent.get(name) or decision.form(letter=letter, user=user, text=text))
        for name, decision in DECISIONS.items()
        if decision.act in acts
    ]


def _preview(letter, name, form, text):
    """Return what the writer would read (Words), or what translators would see."""
    if name == "hide":
        return without_parts(text, merged(form.spans))
    if name in ("return", "ask"):
        return reason_words(form.cleaned_data["reasons"], writer_language(letter))
    return ""


PANEL = Panel(
    "letters/staff/panels/screen.html",
    screening,
    acts=frozenset(decision.act for decision in DECISIONS.values()),
)
