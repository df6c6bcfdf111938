"""The words of the letter desk."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class LetterState(models.TextChoices):
    RECEIVED = "received", _("received")
    ASKED = "asked", _("writer asked")
    ACCEPTED = "accepted", _("accepted")
    TRANSLATED = "translated", _("translated")
    APPROVED = "approved", _("approved")
    PRINTED = "printed", _("printed")
    POSTED = "posted", _("posted")
    ANSWERED = "answered", _("answered")
    RETURNED = "returned", _("returned")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ERASED = "erased", _("erased")


class PublicState(models.TextChoices):
    """What a writer may know, by the code: neutral, without place or text."""

    RECEIVED = "received", _("Received")
    IN_PREPARATION = "in_preparation", _("In preparation")
    WAITING = "waiting", _("Waiting")
    SENT = "sent", _("Sent")
    CLOSED = "closed", _("Closed")


class Channel(models.TextChoices):
    WEB = "web", _("website")
    API = "api", _("partner’s system")
    EMAIL = "email", _("e-mail")
    PAPER = "paper", _("on paper")


class CensorWish(models.TextChoices):
    """If something must be left out so that the censor lets the letter through."""

    DO = "do", _("Leave it out and send the letter")
    ASK = "ask", _("Ask me first: I will look at the status page with my code")


class DelayWish(models.TextChoices):
    """If the letter cannot go within 180 days."""

    ERASE = "erase", _("Erase it")
    KEEP = "keep", _("Keep it until it can go")


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


class LetterPart(models.TextChoices):
    """What of a letter can be read, each with its readers in `letters.lifecycle.READERS`."""

    ORIGINAL = "original", _("original")
    SIGNATURE = "signature", _("name as signed")
    WISHES = "wishes", _("wishes")
    DRAWING = "drawing", _("drawing")
    TRANSLATION = "translation", _("Russian text")
    CORRECTION = "correction", _("correction not finished")
    SCANS = "scans", _("scanned pages")
    NOTES = "notes", _("notes of the desk")


class QueueStep(models.TextChoices):
    """A stage of the queue: letters that wait for the same kind of work."""

    INBOX = "inbox", _("Inbox")
    TRANSLATE = "translate", _("Translate")
    CHECK = "check", _("Check")
    PRINT = "print", _("Print")
    POST = "post", pgettext_lazy("a step of the queue", "Post")
    FOLLOW_UP = "follow_up", _("Follow up")
    HELD = "held", _("Held")


class HoldReason(models.TextChoices):
    """Why a letter is neither printed nor posted for now."""

    PAUSED = "paused", _("the person is paused")
    CONSENT_ENDED = "consent_ended", _("the basis for letters has ended")
    IN_TRANSFER = "in_transfer", _("the person is being moved")
    CANNOT_RECEIVE = "cannot_receive", _("the person cannot receive letters")
    FACILITY_CLOSED = "facility_closed", _("the place takes no letters")
    PLACE_UNKNOWN = "place_unknown", _("the place is not known")
    ADDRESS_INCOMPLETE = "address_incomplete", _("the address is incomplete")
    NAME_INCOMPLETE = "name_incomplete", _("the name for the envelope is incomplete")
    PLACE_STALE = "place_stale", _("the place was not verified for too long")
    STAFF_HOLD = "staff_hold", _("staff hold the letters of this person")
    PLACE_STOPPED = "place_stopped", _("two letters came back from this place")


class ClosedReason(models.TextChoices):
    """Why a letter is closed; the status page has one fixed sentence for each."""

    CANNOT_GO = "cannot_go", _("could not go as it was")
    REFUSED = "refused", _("refused")
    UNANSWERED = "unanswered", _("the question was not answered")
    WITHDRAWN = "withdrawn", _("withdrawn by the writer")
    ERASED = "erased", _("erased")
    TOO_LATE = "too_late", _("could not go within the time the writer gave")
    DUPLICATE = "duplicate", _("the same letter goes once")


class BackReason(models.TextChoices):
    """Why a second person takes up a letter that was closed."""

    MISTAKE = "mistake", _("closed by mistake")
    CAN_GO = "can_go", _("can go after all")
    NOT_THE_SAME = "not_the_same", _("is not the same as the other letter")
    NO_CAUSE = "no_cause", _("the account closed letters without cause")


class ReturnReason(models.TextChoices):
    """Why the post brought a letter back."""

    MOVED = "moved", _("moved")
    RELEASED = "released", _("released")
    REFUSED = "refused", _("refused by the censor")
    WRONG_ADDRESS = "wrong_address", _("wrong address")


class ScanState(models.TextChoices):
    """What became of one code that was scanned or typed."""

    DONE = "done", _("done")
    ALREADY = "already", _("was done before")
    REFUSED = "refused", _("not done")
    TAKEN_OUT = "taken_out", _("this paper must not go: take it out and destroy it")
    UNKNOWN = "unknown", _("no letter of your desk has this number")


class ReplyAction(models.TextChoices):
    """What happened to a reply, in the past tense. Never content."""

    ADDED = "added", _("brought in")
    OPENED = "opened", _("opened")
    PAGE_OPENED = "page_opened", _("page opened")
    SHARED = "shared", _("may be shared")
    CONSENT_OPENED = "consent_opened", _("consent opened")
    UNSHARED = "unshared", _("may no longer be shared")


class PrintTrouble(models.TextChoices):
    """Why one letter of a print run could not be printed; the others are."""

    TOO_LONG = "too_long", _("too long")
    UNPRINTABLE = "unprintable", _("has characters that cannot be printed")
    TOO_MANY_PAGES = "too_many_pages", _("too many pages")
    DOES_NOT_FIT = "does_not_fit", _("does not fit on the envelope or label")
    BAD_DRAWING = "bad_drawing", _("the drawing cannot be read")
    TIMED_OUT = "timed_out", _("takes too long to print")
    OUT_OF_MEMORY = "out_of_memory", _("takes too much memory to print")
    FAILED = "failed", _("printing failed")


class LeftOut(models.TextChoices):
    """Why a letter that was chosen for a pack stands in none of its files, or no longer."""

    HELD = "held", _("the letter is held")
    NOT_APPROVED = "not_approved", _("is not approved, or no longer")
    CHANGED = "changed", _("was changed meanwhile")
    CLAIMED = "claimed", _("another person works on it now")
    IN_OTHER_PACK = "in_other_pack", _("is in another pack already")
    TOO_MANY = "too_many", _("over the number of letters one person may print in a day")
    NOT_ALLOWED = "not_allowed", _("your roles do not allow it")
    MOVED = "moved", _("the person is at another place now")
    NO_TEXT = "no_text", _("no approved text stands for it")
    NOT_READ = "not_read", _("the place does not read its language now")
    SEALED = "sealed", _("the key to this letter is not here")
    ERASED = "erased", _("erased at the writer’s wish: take the paper out and destroy it")
    PULLED = "pulled", _("pulled out before posting: take the paper out and destroy it")
    CANCELLED = "cancelled", _("the pack was cancelled: destroy the paper")


class ScanKind(models.TextChoices):
    PDF = "pdf", _("PDF")
    PICTURE = "picture", _("picture")


class ScanAct(models.TextChoices):
    """What a screener does to scanned pages that are no letter yet, in the words of the buttons."""

    SPLIT = "split", _("A new letter begins here")
    JOIN = "join", _("Join with the letter above")
    TURN = "turn", _("Turn the page")
    PUT_ASIDE = "put_aside", _("Put the page aside")
    PUT_BACK = "put_back", _("Make it a letter")
    THROW_AWAY = "throw_away", _("Throw the page away")


class ScanTrouble(models.TextChoices):
    """Why one file of a scan is not read, in a sentence to whoever brought it; the others are."""

    EMPTY = "empty", _("The file is empty.")
    UNKNOWN = "unknown", _("It is no PDF, JPEG, PNG or WebP.")
    MISNAMED = "misnamed", _("It is not what its name says: save it again from the scanner.")
    BROKEN = "broken", _("It is damaged or cut short: scan it again.")
    ENCRYPTED = "encrypted", _("It is locked with a password: save it without one.")
    TOO_MANY_PAGES = "too_many_pages", _("It has more than 100 pages: bring it in parts.")
    TOO_LARGE = "too_large", _("The picture has more than 24 million dots: make it smaller.")
    TIMED_OUT = "timed_out", _("It takes too long to read: scan it again, more simply.")
    OUT_OF_MEMORY = "out_of_memory", _("It takes too much memory to read: scan it again, more simply.")
    TOO_HEAVY = "too_heavy", _("It could not be read safely: scan it again, more simply.")


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
    TOO_LATE = "too_late", _("it can no longer be undone")


class TextStage(models.TextChoices):
    """Why a version of the Russian text was kept."""

    HANDED_OVER = "handed_over", _("handed over to the second reader")
    SENT_BACK = "sent_back", _("sent back")
    APPROVED = "approved", _("approved")


# The last line of an envelope that is posted abroad, as the post there asks for it.
COUNTRY = "RUSSIA"


class EnvelopeFormat(models.TextChoices):
    DL = "dl", _("envelope DL, 220 × 110 mm")
    C6 = "c6", _("envelope C6, 162 × 114 mm")
    C5 = "c5", _("envelope C5, 229 × 162 mm")
    LABELS = "labels", _("sheets of labels, A4")


class RunState(models.TextChoices):
    BUILDING = "building", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")
    POSTED = "posted", _("posted")
    CANCELLED = "cancelled", _("cancelled")


class FileKind(models.TextChoices):
    LETTERS = "letters", _("letters")
    ENVELOPES = "envelopes", _("envelopes")
    MANIFEST = "manifest", _("manifest")
    ELECTRONIC = "electronic", _("texts for electronic prison mail")


class WatchKind(models.TextChoices):
    RISKY = "risky", _("risky in a letter")
    SIGNATURE = "signature", _("in a signature: office, party, rank")
    FORBIDDEN = "forbidden", _("never in the Russian text")


class ChipKind(models.TextChoices):
    RETURN = "return", _("return to the writer")
    ASK = "ask", _("question to the writer")
    SEND_BACK = "send_back", _("back to the translator")


class Keeping(models.TextChoices):
    """A kind of thing that is deleted after its time; the times stand in `letters.retention.rules`."""

    SENT = "sent", _("letters handed over or come back")
    UNSENT = "unsent", _("letters that could not go")
    UNSENT_AT_MOST = "unsent_at_most", _("letters that wait by their writer’s wish")
    ABUSE = "abuse", _("letters rejected as abuse")
    CLOSED = "closed", _("letters that could not be passed on, and withdrawn ones")
    QUESTION = "question", _("questions to writers")
    UNCONFIRMED_ADDRESS = "unconfirmed", _("e-mail addresses nobody confirmed")
    ADDRESS = "address", _("e-mail addresses of writers")
    ERASURE_REQUEST = "erasure_request", _("requests to erase")
    PRINT_FILES = "print_files", _("files for the printer")
    SCANS = "scans", _("scanned pages that match no letter")
    REPLIES = "replies", _("replies of prisoners")
    RELEASE_COPY = "release_copy", _("copies kept until a release")
    GLASS_REASON = "glass_reason", _("reasons for access in an emergency")
    MAIL_SENT = "mail_sent", _("outgoing mail: the row of a mail that was sent")
    MAIL_DEAD = "mail_dead", _("outgoing mail: the row of a mail that was given up")
    JOB = "job", _("finished jobs of the worker")
    LOG = "log", _("logs of letters")
    SCAN_OPENINGS = "scan_openings", _("log of who has looked at scanned pages")
    TOMBSTONE = "tombstone", _("marks of erased letters")
