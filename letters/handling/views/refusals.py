"""The answer to a refused act on a letter: what is missing, who can do it, and nothing sent is lost."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import time_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from home.security.keyring import KeysLocked
from home.site.locked_words import locked_words
from home.site.requests import StaffRequest
from home.site.statuses import CONFLICT, NO_ENTRY
from letters.choices.desk import Act, LogAction, Refusal
from letters.choices.letters import HoldReason, LetterState
from letters.handling.actions.opening import OPENINGS
from letters.handling.actions.refusals import refusal_of
from letters.handling.actions.transitions import LetterHeld
from letters.handling.view_types import Context
from letters.models import Letter
from letters.permissions.letters import coordinators_for, letters_seen_by, may_ever, who_may

FORBIDDEN = {Refusal.FOUR_EYES, Refusal.NOT_ALLOWED, Refusal.CAPPED, Refusal.CLOSED_ENOUGH}
# Then the letter's own page would only refuse once more.
CLOSED_PAGE = {Refusal.SEALED, Refusal.LOCKED, Refusal.CAPPED}
# Of what others did to the letter, who read it is not told; nor of a reply, whose translator would learn here
# whose it was.
READINGS = [*OPENINGS, LogAction.FILE_OPENED, LogAction.REPLY_OPENED, LogAction.REPLY_TAKEN_OUT]
SHOWN_EVENTS = 5

# --- Words -----------------------------------------------------------------------------------------
# What is missing, where the label of the list says too little on a page.
WHAT = {
    Refusal.STALE: gettext_lazy(
        "Somebody else changed this letter while you had it open. Nothing of yours was applied; both are"
        " below."
    ),
    Refusal.CLAIMED: gettext_lazy(
        "%(claimant)s works on this letter until %(until)s. You can wait, or take it over with a note on its"
        " page."
    ),
    Refusal.HELD: gettext_lazy(
        "The letter is held: %(hold)s. It can be printed and posted when the hold has ended."
    ),
    Refusal.WANTED_BACK: gettext_lazy(
        "Its writer has asked to have this letter back. It is neither printed nor posted until that is"
        " carried out, usually within a minute; while the letters are locked, once an administrator has"
        " unlocked them."
    ),
    Refusal.NOT_NOW: gettext_lazy("The letter has moved on: it is in the state “%(state)s” now."),
    Refusal.CAPPED: gettext_lazy(
        "You have opened as many letters today as your desk allows. Tomorrow you can go on; in a hurry, ask"
        " the coordinator."
    ),
    Refusal.NOT_ALLOWED: gettext_lazy("Your roles at this desk do not allow it."),
    Refusal.UNREAD: gettext_lazy("You have not read the letter as it stands now: open it first."),
    Refusal.SAME_PLACE: gettext_lazy(
        "The record still names the place from which the letter came back (%(place)s), and nobody has"
        " verified it since. The editors of %(partner)s can do it, in the record."
    ),
    Refusal.SEALED: gettext_lazy(
        "This letter cannot be opened on this machine: its key is missing or does not fit. The administrator"
        " can bring the key."
    ),
    Refusal.TOO_LATE: gettext_lazy(
        "It can no longer be undone: ten minutes are over, or the last step is another person’s."
    ),
}
# What the first look was that another person's second look checks.
FOUR_EYES_WORDS = {
    Act.ACCEPT: gettext_lazy(
        "You keyed this letter in. Another screener compares it with what came and accepts it: that is what"
        " the second pair of eyes is for."
    ),
    Act.APPROVE: gettext_lazy(
        "You had a hand in this text. Another second reader approves it: that is what the second pair of eyes"
        " is for."
    ),
    Act.APPROVE_AS_IS: gettext_lazy(
        "You accepted this letter. Another person approves it as second reader: that is what the second pair"
        " of eyes is for."
    ),
    Act.BRING_BACK: gettext_lazy(
        "You closed this letter. Another screener or the coordinator can bring it back: that is what the"
        " second pair of eyes is for."
    ),
}
# The act by which what is missing is done, where it is another than the refused one.
MENDED_BY = {
    Refusal.ASK_FIRST: Act.ASK,
    Refusal.NO_DECISION: Act.JUDGE_DRAWING,
    Refusal.NEEDS_TRANSLATION: Act.TRANSLATE,
    Refusal.CORRECTION_BEGUN: Act.CORRECT,
}
NAMED_IN_LISTS = {Refusal.FOUR_EYES, Refusal.HELD, Refusal.SAME_PLACE}
OF_THE_ACT = {Refusal.FOUR_EYES, Refusal.NOT_ALLOWED}


def what_is_missing(refusal: Refusal, letter: Letter, act: Act | None = None) -> str:
    """Return the sentence that says of a Refusal what is missing. Asks the database nothing new."""
    if refusal == Refusal.FOUR_EYES and act in FOUR_EYES_WORDS:
        return str(FOUR_EYES_WORDS[act])
    return str(WHAT.get(refusal, refusal.label)) % _about(letter)


def for_a_list(refusal: Refusal, letter: Letter, act: Act) -> str:
    """Return the words of a Refusal in a list of results; they name what the label cannot. No query."""
    return what_is_missing(refusal, letter, act) if refusal in NAMED_IN_LISTS else str(refusal.label)


def _about(letter: Letter) -> dict[str, object]:
    until = letter.claimed_until and time_format(localtime(letter.claimed_until))
    return {
        "claimant": letter.claimed_by,
        "until": until,
        "hold": HoldReason(letter.held_because).label if letter.held_because else "—",
        "state": letter.get_state_display(),
        "place": letter.prisoner.facility,
        "partner": letter.prisoner.partner,
    }


def who_can(act: Act, letter: Letter, by: User) -> str:
    """Return the sentence that says who can do the act in the user's place, or that nobody is there to."""
    if names := who_may(act, letter, but=by):
        sentence = ngettext("%(names)s can do it.", "%(names)s can do it.", len(names))
        return sentence % {"names": ", ".join(names)}
    if names := coordinators_for(letter):
        sentence = _("Nobody else at this desk can do it. The coordinator gives the role: %(names)s.")
        return sentence % {"names": ", ".join(names)}
    return _(
        "Nobody else at this desk can do it, and it has no coordinator: the administrator gives the role."
    )


@dataclass(frozen=True)
class Why:
    """Why an act was refused, in the language of its doer: what is missing, and who can do it."""

    refusal: Refusal
    what: str
    who: str = ""
    detail: str = ""  # for the administrator, in English

    def __str__(self) -> str:
        return f"{self.what} {self.who}".strip()

    @property
    def status(self) -> int:
        return NO_ENTRY if self.refusal in FORBIDDEN else CONFLICT


def why(error: Exception, letter: Letter, *, by: User, act: Act | None = None) -> Why:
    """Return the Why of an error (one of `REFUSED`) of the act; `letter` as it stands now."""
    refusal = refusal_of(error)
    act = getattr(error, "act", act)
    return Why(
        refusal,
        what=_what(error, refusal, letter, act),
        who=_who(refusal, letter, by, act),
        detail=str(error) if refusal == Refusal.SEALED else "",
    )


def _what(error: Exception, refusal: Refusal, letter: Letter, act: Act | None) -> str:
    if isinstance(error, LetterHeld):
        return str(WHAT[refusal]) % {"hold": HoldReason(error.reason).label}
    if isinstance(error, KeysLocked):
        return locked_words(error)
    if refusal == Refusal.SAME_PLACE:
        return what_is_missing(refusal, letter)
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error) if refusal == Refusal.CLOSED_ENOUGH else what_is_missing(refusal, letter, act)


def _who(refusal: Refusal, letter: Letter, by: User, act: Act | None) -> str:
    if refusal == Refusal.HELD:
        return _keepers(letter)
    mending = act if refusal in OF_THE_ACT else _mending(refusal, letter)
    if mending is None:
        return ""
    if refusal not in OF_THE_ACT and may_ever(by, mending, letter):
        return _("You can do it yourself: “%(act)s”.") % {"act": mending.label}
    return who_can(mending, letter, by)


def _mending(refusal: Refusal, letter: Letter) -> Act | None:
    if refusal == Refusal.NOT_READY:
        # A text as it was written is nobody's to correct: parts of it are hidden.
        return Act.CORRECT if letter.state == LetterState.TRANSLATED else Act.HIDE
    return MENDED_BY.get(refusal)


def _keepers(letter: Letter) -> str:
    if letter.hold == HoldReason.PLACE_STOPPED:
        return _("A dispatcher or the coordinator can end it: “Stopped places”.")
    partner = letter.prisoner.partner
    return _("The editors of %(partner)s can end it, in the record.") % {"partner": partner}


# --- Pages -----------------------------------------------------------------------------------------


def refused_context(
    request: StaffRequest,
    letter: Letter,
    error: Exception,
    *,
    act: Act | None = None,
    sent: str | Promise = "",
    stands: str | Promise = "",
) -> Context:
    """Return what `parts/refusal.html` shows: why, and both texts where there are any.

    `sent` is what the person wrote or chose and must not be lost, `stands` what is stored now.
    """
    letter.refresh_from_db()
    return {"why": why(error, letter, by=request.user, act=act), "sent": sent, "stands": stands}


def may_show(request: StaffRequest, letter: Letter, error: Exception) -> bool:
    """Can the letter's own page say it: does the user find it, and would it not refuse once more?"""
    seen = letters_seen_by(request.user).filter(pk=letter.pk)
    return refusal_of(error) not in CLOSED_PAGE and seen.exists()


def answer_refusal(request: StaffRequest, letter: Letter, error: Exception, **given: Any) -> HttpResponse:
    """Return a page that says why not; where the letter's own page can, `letter.refuse` says it there.

    409, or 403 where no other moment would help.
    """
    refused = refused_context(request, letter, error, **given)
    context = {
        "letter": letter,
        "refused": refused,
        "may_open": may_show(request, letter, error),
        "events": letter.log.exclude(action__in=READINGS).order_by("-number")[:SHOWN_EVENTS],
    }
    return render(request, "letters/handling/refused.html", context, status=refused["why"].status)
