"""Who works at a letter desk, what they do, and what is said when it is refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class DeskRole(models.TextChoices):
    """What a person does at a letter desk. What each may see and do stands in `letters.lifecycle`."""

    SCREENER = "screener", _("screener")
    TRANSLATOR = "translator", _("letter translator")
    READER = "reader", _("second reader")
    DISPATCHER = "dispatcher", _("dispatcher")
    COORDINATOR = "coordinator", _("coordinator of the desk")


class Act(models.TextChoices):
    """What can be done to a letter, in the words of the buttons; `letters.lifecycle.ACT_RULES` says when."""

    ACCEPT = "accept", _("Accept")
    ASK = "ask", _("Ask the writer")
    ANSWER = "answer", _("Answer the question")
    LAPSE = "lapse", _("Close a question nobody answered")
    RETURN = "return", _("Return to the writer")
    REJECT = "reject", _("Reject as abuse")
    BRING_BACK = "bring_back", _("Bring back to the inbox")
    TRANSLATE = "translate", _("Hand over to the second reader")
    SEND_BACK = "send_back", _("Send back to the translator")
    CORRECT = "correct", _("Correct the text")
    APPROVE = "approve", _("Approve")
    APPROVE_AS_IS = "approve_as_is", _("Approve without translation")
    REOPEN = "reopen", _("Back to the second reader")
    PRINT = "print", _("Print")
    REPRINT = "reprint", _("Print again")
    PULL = "pull", _("Pull out before posting")
    POST = "post", _("Mark as posted")
    COME_BACK = "come_back", _("Mark as returned by the post")
    READDRESS = "readdress", _("Send to the new address")
    RECORD_ANSWER = "record_answer", _("Mark as answered")
    WITHDRAW = "withdraw", _("Withdraw")
    ERASE = "erase", _("Erase")
    NOTE = "note", _("Write a note")
    HIDE = "hide", _("Hide a part from translators")
    JUDGE_DRAWING = "judge_drawing", _("Decide on the drawing")
    MARK_DUPLICATE = "mark_duplicate", _("Mark as the same letter")
    SET_LANGUAGE = "set_language", _("Correct the language")
    SAVE_TRANSLATION = "save_translation", _("Save the translation")


class DeskWork(models.TextChoices):
    """Work at a desk that is no act on one letter of the queue; `letters.lifecycle.DESK_WORK` says whose."""

    KEY_IN = "key_in", _("Key in a letter")
    BRING_SCANS = "bring_scans", _("Bring in scans")
    READ_SCANS = "read_scans", _("Read scanned pages")
    WATCH_CLOSED = "watch_closed", _("See which letters were closed")
    PRINT = "print", _("Make packs and open their files")
    HAND_OVER = "hand_over", _("Hand letters over")
    WATCH_POST = "watch_post", _("Look after the post")
    LIST_REPLIES = "list_replies", _("See that there are replies")
    BRING_REPLIES = "bring_replies", _("Bring in replies")
    READ_REPLIES = "read_replies", _("Read replies")
    SHARE_REPLIES = "share_replies", _("Say whether a reply may be shared")
    ANSWER_WRITERS = "answer_writers", _("Hand replies to their writers, and close them")
    TRANSLATE_REPLIES = "translate_replies", _("Translate replies, each when a dispatcher asks for it")


class QueueStep(models.TextChoices):
    """A stage of the queue: letters that wait for the same kind of work."""

    INBOX = "inbox", _("Inbox")
    TRANSLATE = "translate", _("Translate")
    CHECK = "check", _("Check")
    PRINT = "print", _("Print")
    POST = "post", pgettext_lazy("a step of the queue", "Post")
    FOLLOW_UP = "follow_up", _("Follow up")
    HELD = "held", _("Held")


class LogAction(models.TextChoices):
    """What happened to a letter, in the past tense. Never content."""

    RECEIVED = "received", _("received")
    OPENED = "opened", _("opened")
    DRAWING_OPENED = "drawing_opened", _("drawing opened")
    TRANSLATION_OPENED = "translation_opened", _("translation opened")
    BOTH_OPENED = "both_opened", _("original and translation opened")
    COMPARED = "compared", _("differences from a similar letter opened")
    FILE_OPENED = "file_opened", _("printed file opened")
    SCAN_OPENED = "scan_opened", _("scanned page opened")
    KEYED_IN = "keyed_in", _("keyed in")
    GLASS_ASKED = "glass_asked", _("access in an emergency asked for")
    GLASS_GRANTED = "glass_granted", _("access in an emergency granted")
    CLAIMED = "claimed", _("taken to work on")
    TAKEN_OVER = "taken_over", _("taken over")
    HELD = "held", _("hold began")
    HOLD_ENDED = "hold_ended", _("hold ended")
    UNDONE = "undone", _("undone")
    ACCEPTED = "accepted", _("accepted")
    ASKED = "asked", _("writer asked")
    ANSWERED_QUESTION = "answered_question", _("writer answered")
    LAPSED = "lapsed", _("question not answered")
    RETURNED_TO_WRITER = "returned_to_writer", _("returned to the writer")
    REJECTED = "rejected", _("rejected")
    BROUGHT_BACK = "brought_back", _("brought back to the inbox")
    TRANSLATED = "translated", _("translated")
    SENT_BACK = "sent_back", _("sent back to the translator")
    CORRECTION_BEGUN = "correction_begun", _("correction begun, not finished")
    CORRECTION_DROPPED = "correction_dropped", _("correction dropped")
    CORRECTED = "corrected", _("text corrected by a reader")
    APPROVED = "approved", _("approved")
    APPROVED_AS_IS = "approved_as_is", _("approved without translation")
    REOPENED = "reopened", _("back to the second reader")
    PRINTED = "printed", _("printed")
    REPRINTED = "reprinted", _("printed again")
    PULLED = "pulled", _("pulled out before posting")
    POSTED = "posted", _("posted")
    CAME_BACK = "came_back", _("returned by the post")
    READDRESSED = "readdressed", _("addressed anew")
    ANSWERED = "answered", _("answered")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ERASED = "erased", _("erased")
    RECORD_MERGED = "record_merged", _("record of the recipient merged with another, or parted again")
    REPLY_OPENED = "reply_opened", _("its reply opened by the translator who was asked")
    REPLY_TAKEN_OUT = "reply_taken_out", _("its reply taken out to be opened with the offline key")
    COPY_KEPT = "copy_kept", _("sealed copy kept for the release")
    COPY_EXPORTED = "copy_exported", _("sealed copy taken out to be handed over")
    COPY_HANDED_OVER = "copy_handed_over", _("copy handed over after the release, and deleted here")
    NOTED = "noted", _("note written")
    PART_HIDDEN = "part_hidden", _("part hidden from translators")
    DRAWING_JUDGED = "drawing_judged", _("drawing decided on")
    MARKED_DUPLICATE = "marked_duplicate", _("marked as the same letter")
    LANGUAGE_SET = "language_set", _("language corrected")
    TRANSLATION_SAVED = "translation_saved", _("translation saved")


class Refusal(models.TextChoices):
    """Why an act was not done, in the words of a list of results."""

    STALE = "stale", _("somebody else changed the letter meanwhile")
    CLAIMED = "claimed", _("another person works on it now")
    HELD = "held", _("the letter is held")
    WANTED_BACK = "wanted_back", _("its writer has asked to have it back")
    NOT_NOW = "not_now", _("this cannot be done in the state the letter is in")
    FOUR_EYES = "four_eyes", _("you did the step before; another person must do this")
    CAPPED = "capped", _("you have reached the number of letters for today")
    CLOSED_ENOUGH = (
        "closed_enough",
        _("you have closed or asked about as many letters today as your desk allows"),
    )
    NOT_ALLOWED = "not_allowed", _("your roles at this desk do not allow it: its coordinator gives roles")
    INCOMPLETE = "incomplete", _("something is missing first")
    NO_DECISION = "no_decision", _("nobody has said whether the drawing goes along: say it on its page")
    ASK_FIRST = (
        "ask_first",
        _("the writer wishes to be asked before anything is left out: a screener asks, on its page"),
    )
    NOT_READY = "not_ready", _("something in the text must change first: its page says what")
    NEEDS_TRANSLATION = (
        "needs_translation",
        _("the place does not read its language: a translator comes first"),
    )
    CORRECTION_BEGUN = (
        "correction_begun",
        _("a correction of the text is not finished: a second reader finishes or drops it"),
    )
    SAME_PLACE = (
        "same_place",
        _("the record still names the place from which it came back, and nobody has verified it since"),
    )
    NOTHING_LEFT = "nothing_left", _("the time of keeping is over: nothing of it is left")
    UNREAD = "unread", _("you have not read it as it stands now; open it first")
    SEALED = "sealed", _("the key to this letter is not here: the administrator can bring it")
    LOCKED = "locked", _("the letters are locked: an administrator unlocks them")
    TOO_LATE = "too_late", _("it can no longer be undone")
