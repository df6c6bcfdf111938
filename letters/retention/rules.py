"""How long each kind of thing is kept: one table. Pure.

The days are what the privacy page promises. Coordinators may shorten them (RetentionRule), not lengthen, and
not below `least`: what has not done its work yet must not be destroyed overnight by one account.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.choices.letters import DelayWish, Keeping


@dataclass(frozen=True)
class Rule:
    """After how many days something is deleted, from which day they count, and what is deleted then."""

    days: int
    counted_from: Promise
    deletes: Promise
    can_be_shortened: bool = True
    least: int = 1

    def within(self, days: int) -> int:
        """Return the days nearest to `days` that the rule allows."""
        return max(self.least, min(days, self.days))


# So many days before a letter that could not go is erased, its desk is told.
TOLD_BEFORE = timedelta(days=30)
CONTENT = _("text, translation, signature, drawing, notes, versions, scans; the state stays")
ALL = _("everything but the log; the letter counts as erased")
THE_ADDRESS = _("the address; the letter stays")
THE_ROW = _("the row")

RETENTION_RULES = {
    Keeping.SENT: Rule(30, _("the day it was handed over, answered or came back"), CONTENT, least=7),
    Keeping.UNSENT_AT_MOST: Rule(730, _("the day it arrived"), ALL, least=365),
    # The writer may wish otherwise. Days on which a hold kept the letter back are added.
    Keeping.UNSENT: Rule(180, _("the day it arrived, without the days it was held"), ALL, least=120),
    Keeping.ABUSE: Rule(7, _("the decision"), CONTENT, least=3),
    Keeping.CLOSED: Rule(14, _("the decision"), CONTENT, least=7),
    # Fixed: the writer is promised this time to answer.
    Keeping.QUESTION: Rule(
        30, _("the day the writer was asked"), _("the question: the letter is closed"), False
    ),
    Keeping.UNCONFIRMED_ADDRESS: Rule(7, _("the mail that asked to confirm"), THE_ADDRESS),
    Keeping.ADDRESS: Rule(7, _("the last notice about a finished letter"), THE_ADDRESS),
    Keeping.ERASURE_REQUEST: Rule(7, _("the request"), THE_ROW),
    Keeping.PRINT_FILES: Rule(3, _("the day the pack was handed over, or failed"), _("what is in the files")),
    Keeping.SCANS: Rule(30, _("the scan"), _("the pages"), least=14),
    Keeping.REPLIES: Rule(730, _("the day it arrived"), _("text and pages"), least=180),
    # For that long the desk reads, translates and passes on; then whoever takes a host opens none of them.
    Keeping.REPLIES_AT_HAND: Rule(
        30,
        _("the day it was brought in"),
        _("the site’s own way to open it; from then on the offline key alone does"),
        least=14,
    ),
    Keeping.RELEASE_COPY: Rule(7300, _("the day the copy was made"), _("the copy"), least=1825),
    Keeping.GLASS_REASON: Rule(730, _("the request"), _("the reason"), least=365),
    # It tells that a letter's first mail has gone (letters.following.actions.asked).
    Keeping.MAIL_SENT: Rule(7, _("sending"), THE_ROW, least=2),
    Keeping.MAIL_DEAD: Rule(14, _("the last try"), THE_ROW),
    # The relative reads the answer until then.
    Keeping.FAMILY: Rule(
        30, _("the day it was closed"), _("what was written, and the answer: the row"), least=14
    ),
    Keeping.REQUEST: Rule(7, _("the day it was carried out or refused"), THE_ROW),
    Keeping.JOB: Rule(7, _("the end of the job"), THE_ROW),
    # Fixed: checks of the chain count on it.
    Keeping.LOG: Rule(730, _("the last entry of a letter’s log"), _("the whole log of the letter"), False),
    # As long as the log of letters: it tells the same of pages that are no letter yet.
    Keeping.SCAN_OPENINGS: Rule(730, _("the day somebody looked at the page"), THE_ROW, False),
    # Longer than any backup, so that each restore finds them.
    Keeping.TOMBSTONE: Rule(60, _("the erasure"), THE_ROW, False),
}


def longest_unsent(received_on: date, *, held_days: int, wish: str, days: int, at_most: int) -> date:
    """Return the day on which a letter that could not go is erased.

    `wish` is a DelayWish; `days` and `at_most` are those of UNSENT and UNSENT_AT_MOST.
    """
    latest = received_on + timedelta(days=at_most)
    if wish == DelayWish.KEEP:
        return latest
    return min(received_on + timedelta(days=days + held_days), latest)


def tombstone_of(uuid: UUID) -> str:
    """Return what is kept of a letter that was emptied, so that a restored copy is known again."""
    return hashlib.sha256(str(uuid).encode()).hexdigest()


def erasure_tombstone_of(uuid: UUID) -> str:
    """Return the same for a letter that was erased with all that led to it, answers among it."""
    return hashlib.sha256(f"{uuid} erased".encode()).hexdigest()


def answer_tombstone_of(name: str) -> str:
    """Return the same for an answer that its writer must not find again; `name` is that of its text."""
    return hashlib.sha256(f"{name} answer".encode()).hexdigest()


def reply_tombstone_of(uuid: UUID) -> str:
    """Return the same for the desk's copy of a reply, which it has deleted for good."""
    return hashlib.sha256(f"{uuid} reply".encode()).hexdigest()


def copy_tombstone_of(uuid: UUID) -> str:
    """Return the same for a release copy that is gone for good.

    The letter itself was marked when it was emptied, which is when its copy was made.
    """
    return hashlib.sha256(f"{uuid} copy".encode()).hexdigest()
