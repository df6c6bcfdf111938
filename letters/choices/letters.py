"""What state a letter is in, what its writer chose, why it waits or is closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# How the name of a group begins whose letters came at once; those of other groups are alike in their words.
OF_A_FLOOD = "flood-"


class LetterState(models.TextChoices):
    """What each state means stands in `letters.lifecycle.STATES`."""

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
    ASK = "ask", _("Ask me first: I will check the status page with my code")


class DelayWish(models.TextChoices):
    """If the letter cannot be sent within 180 days."""

    ERASE = "erase", _("Erase it")
    KEEP = "keep", _("Keep it until it can be sent")


class LetterPart(models.TextChoices):
    """What of a letter can be read; `letters.lifecycle.STATES` says when and by whom."""

    ORIGINAL = "original", _("original")
    SIGNATURE = "signature", _("name as signed")
    WISHES = "wishes", _("wishes")
    DRAWING = "drawing", _("drawing")
    TRANSLATION = "translation", _("Russian text")
    CORRECTION = "correction", _("correction not finished")
    SCANS = "scans", _("scanned pages")
    NOTES = "notes", _("notes of the desk")


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
    PLACE_DOUBTED = "place_doubted", _("letters are said not to arrive at this place")
    SECOND_PERSON = "second_person", _("an announcement about the person waits for its second person")


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


class ReplyAction(models.TextChoices):
    """What happened to a reply, in the past tense. Never content."""

    ADDED = "added", _("brought in")
    OPENED = "opened", _("opened")
    PAGE_OPENED = "page_opened", _("page opened")
    SHARED = "shared", _("may be shared")
    CONSENT_OPENED = "consent_opened", _("consent opened")
    UNSHARED = "unshared", _("may no longer be shared")
    KEPT_OFFLINE = "kept_offline", _("sealed for the offline key")
    TAKEN_OUT = "taken_out", _("taken out to be opened with the offline key")
    TRANSLATOR_ASKED = "translator_asked", _("a translator asked to translate it")
    REQUEST_ENDED = "request_ended", _("the request to translate it taken back")
    TRANSLATED = "translated", _("translated for the writer of the letter")
    FOR_WRITER = "for_writer", _("sealed for the writer of the letter")
    TAKEN_BACK = "taken_back", _("taken back from the writer")
    CLOSED = "closed", _("closed: the desk’s own copy deleted")
    MOVED = "moved", _("given to another desk")
    RECORD_MERGED = "record_merged", _("record of whoever wrote it merged with another, or parted again")


class ReplyState(models.TextChoices):
    """Who opens what a reply says; `letters.lifecycle.REPLY_RULES` says what may be done in which."""

    AT_DESK = "at_desk", _("at the desk")
    WITH_TRANSLATOR = "with_translator", _("with a translator, and at the desk")
    WITH_WRITER = "with_writer", _("with the writer, and at the desk")
    CLOSED = "closed", _("with the writer alone")


class OpeningReason(models.TextChoices):
    """Why a reply that is kept under the offline key is opened once more."""

    WRITER = "writer", _("for the writer it answers")
    FAMILY = "family", _("the person or the family asks for it")
    SAFETY = "safety", _("to keep somebody from harm")
    LAW = "law", _("the law asks for it")


class TextStage(models.TextChoices):
    """Why a version of the Russian text was kept."""

    HANDED_OVER = "handed_over", _("handed over to the second reader")
    SENT_BACK = "sent_back", _("sent back")
    APPROVED = "approved", _("approved")


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
    REPLIES_AT_HAND = "replies_at_hand", _("replies of prisoners that the keys of the site open")
    RELEASE_COPY = "release_copy", _("copies kept until a release")
    GLASS_REASON = "glass_reason", _("reasons for access in an emergency")
    MAIL_SENT = "mail_sent", _("outgoing mail: the row of a mail that was sent")
    MAIL_DEAD = "mail_dead", _("outgoing mail: the row of a mail that was given up")
    FAMILY = "family", _("what relatives asked for and was closed")
    REQUEST = "request", _("what visitors asked for and was carried out")
    JOB = "job", _("finished jobs of the worker")
    LOG = "log", _("logs of letters")
    SCAN_OPENINGS = "scan_openings", _("log of who has looked at scanned pages")
    TOMBSTONE = "tombstone", _("marks of erased letters")
