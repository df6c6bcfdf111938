"""What becomes of scanned pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScanState(models.TextChoices):
    """What became of one code that was scanned or typed."""

    DONE = "done", _("done")
    ALREADY = "already", _("was done before")
    REFUSED = "refused", _("not done")
    TAKEN_OUT = "taken_out", _("this paper must not go: take it out and destroy it")
    UNKNOWN = "unknown", _("no letter of your desk has this number")


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
