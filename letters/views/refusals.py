"""The answer when an act on a letter was refused: what was sent, what stands, and why, in words."""

from django.shortcuts import render

from letters.actions.open import OPENINGS
from letters.actions.refusals import refusal_of
from letters.choices import HoldReason, LogAction, Refusal
from letters.permissions import acts_open_to, letters_seen_by

FORBIDDEN = {Refusal.FOUR_EYES, Refusal.NOT_ALLOWED, Refusal.CAPPED, Refusal.CLOSED_ENOUGH}
CONFLICT, NO_ENTRY = 409, 403
# Then the letter's own page would only refuse once more.
CLOSED_PAGE = {Refusal.SEALED, Refusal.CAPPED}
# What others did to the letter, without who read it.
READINGS = [*OPENINGS, LogAction.FILE_OPENED]
SHOWN_EVENTS = 5


def answer_refusal(request, letter, error, *, sent="", stands=""):
    """Return the page that says why not, with both texts where there are any.

    `sent` is what the person wrote or chose and must not be lost, `stands` what is stored now. 409, or 403
    where no other moment would help.
    """
    refusal = refusal_of(error)
    letter.refresh_from_db()
    context = {
        "letter": letter,
        "refusal": refusal,
        "claimant": getattr(error, "by", None),
        "hold": HoldReason(error.reason).label if refusal == Refusal.HELD else "",
        "fault": _fault(refusal, error),
        "may_work": bool(acts_open_to(request.user, letter)),
        "may_open": refusal not in CLOSED_PAGE
        and letters_seen_by(request.user).filter(pk=letter.pk).exists(),
        "sent": sent,
        "stands": stands,
        "events": letter.log.exclude(action__in=READINGS).order_by("-number")[:SHOWN_EVENTS],
    }
    status = NO_ENTRY if refusal in FORBIDDEN else CONFLICT
    return render(request, "letters/staff/refused.html", context, status=status)


def _fault(refusal, error):
    """What the error itself says: which key is missing, what has to be done first, what is enough."""
    if refusal == Refusal.INCOMPLETE:
        return " ".join(error.messages)
    return error if refusal in (Refusal.SEALED, Refusal.CLOSED_ENOUGH) else ""
