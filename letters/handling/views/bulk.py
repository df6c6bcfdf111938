"""Many letters ticked in the queue, one act for all of them; what became of each, and the way back."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.models import User
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from home.site.requests import StaffRequest
from letters.choices.desk import Act, Refusal
from letters.choices.letters import BackReason
from letters.choices.words import ChipKind
from letters.handling.actions.bulk import MOST_AT_ONCE, do_to_all, undo_all
from letters.handling.actions.undo import CAN_BE_UNDONE, UNDO_WITHIN
from letters.handling.read_models import BULK_ACTS, labels_of
from letters.handling.views.refusals import for_a_list
from letters.handling.views.staff import private
from letters.lifecycle import ACT_RULES
from letters.models import BulkAct, BulkOutcome, Letter
from letters.permissions.letters import letters_seen_by

GROUP = "group"
ACTS = dict.fromkeys([*(act for acts in BULK_ACTS.values() for act in acts), Act.BRING_BACK])
# What is asked before the act, with the reasons to choose from [(code, label)].
QUESTIONS: dict[Act, tuple[str | Promise, Callable[[], Sequence[tuple[str, Any]]]]] = {
    Act.RETURN: (
        _("Why do these letters go back to their writers?"),
        lambda: labels_of(ChipKind.RETURN, get_language()),
    ),
    Act.BRING_BACK: (_("Why do these letters come back?"), lambda: BackReason.choices),
}


class BulkForm(forms.Form):
    act = forms.ChoiceField(choices=[(act.value, act.label) for act in ACTS])
    nonce = forms.UUIDField()
    reason = forms.SlugField(required=False)


@private
@require_POST
def do_bulk(request: StaffRequest) -> HttpResponse:
    """Do the act to every ticked letter and group; the same form sent again shows the same results.

    An act that needs a reason asks for it first, with the ticks kept.
    """
    form = BulkForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    ticks = request.POST.getlist("letter")
    if not ticks:
        messages.error(request, gettext("No letter was ticked."))
        return redirect(back_from(Act(form.cleaned_data["act"])))
    act, reason = Act(form.cleaned_data["act"]), form.cleaned_data["reason"]
    question, reasons = _question(act)
    if reasons and reason not in dict(reasons):
        context = {"nonce": form.cleaned_data["nonce"], "act": act, "ticks": ticks}
        context |= {"question": question, "reasons": reasons, "back_url": back_from(act)}
        return render(request, "letters/handling/bulk_reason.html", context)
    return _do(request, act, form.cleaned_data["nonce"], ticks, reason if reasons else "")


def back_from(act: Act) -> str:
    """Return the address of the list in which letters are ticked for the act."""
    return reverse("letter_desk:closed" if act == Act.BRING_BACK else "letter_desk:index")


def _question(act: Act) -> tuple[str | Promise, Sequence[tuple[str, Any]]]:
    """Return (what is asked before the act, [(code, label)]); nothing to choose where nothing is asked."""
    question, reasons = QUESTIONS.get(act, ("", list))
    return question, reasons()


def _do(request: StaffRequest, act: Act, nonce: UUID, ticks: Iterable[str], detail: str) -> HttpResponse:
    chosen, count = chosen_letters(request.user, ticks)
    done = do_to_all(act, uuid=nonce, chosen=chosen, by=request.user, detail=detail, chosen_count=count)
    return redirect("letter_desk:bulk", done.uuid)


def chosen_letters(user: User, ticks: Iterable[str]) -> tuple[list[tuple[Letter, int]], int]:
    """Return ([(letter, version as seen)], how many were ticked); of a group all up to the last one seen."""
    versions: dict[UUID, int] = {}
    groups: dict[str, int] = {}
    for tick in ticks:
        _read_tick(tick, versions, groups)
    seen = letters_seen_by(user).listed()
    chosen = [(letter, versions[letter.uuid]) for letter in seen.filter(uuid__in=versions)]
    count = len(versions)
    for group, last in groups.items():
        alike = seen.like_each_other(group).filter(pk__lte=last)
        members = [(letter, letter.version) for letter in alike if letter.uuid not in versions]
        chosen += members
        count += len(members)
    return chosen, count


def _read_tick(tick: str, versions: dict[UUID, int], groups: dict[str, int]) -> None:
    """A tick is `<uuid>:<version>` or `group:<name>:<last pk>`; anything else is nobody's letter."""
    *name, number = tick.split(":")
    try:
        if name[:1] == [GROUP]:
            groups[name[1]] = int(number)
        else:
            versions[UUID(name[0])] = int(number)
    except (ValueError, IndexError):
        return


@private
def bulk(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """What became of each letter."""
    done = get_object_or_404(BulkAct, uuid=uuid, by=request.user)
    about = ["letter__prisoner__facility", "letter__prisoner__partner", "letter__claimed_by"]
    outcomes = list(done.outcomes.select_related(*about))
    act = Act(done.act)
    made = [outcome for outcome in outcomes if not outcome.refusal]
    context = {
        "bulk": done,
        "back_url": back_from(act),
        "done": made,
        "refused": [_in_words(outcome, act) for outcome in outcomes if outcome.refusal],
        "missing": max(min(done.chosen_count, MOST_AT_ONCE) - len(outcomes), 0),
        "left": max(done.chosen_count - MOST_AT_ONCE, 0),
        "can_undo": _can_undo(done) and any(outcome.undone_at is None for outcome in made),
        "undo_until": done.at + UNDO_WITHIN,
    }
    return render(request, "letters/handling/bulk.html", context)


def _in_words(outcome: BulkOutcome, act: Act) -> BulkOutcome:
    """Give the outcome `words`: why it was refused."""
    outcome.words = for_a_list(Refusal(outcome.refusal), outcome.letter, Act(act))
    return outcome


def _can_undo(bulk: BulkAct) -> bool:
    return ACT_RULES[Act(bulk.act)].event in CAN_BE_UNDONE and timezone.now() - bulk.at <= UNDO_WITHIN


@private
@require_POST
def undo_bulk(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take the act back for all letters, or for the one outcome that was sent."""
    done = get_object_or_404(BulkAct, uuid=uuid, by=request.user)
    only = request.POST.get("outcome", "")
    if only and not (only.isascii() and only.isdigit() and len(only) < 10):
        return HttpResponseBadRequest()
    undo_all(bulk=done, by=request.user, only=int(only) if only else None)
    return redirect("letter_desk:bulk", done.uuid)
