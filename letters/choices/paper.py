"""What becomes of letters on paper: packs, files, envelopes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
    WANTED_BACK = "wanted_back", _("its writer has asked to have it back")
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


# The last line of an envelope that is posted abroad, as the post there asks for it.
COUNTRY = "RUSSIA"


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


class PostState(models.TextChoices):
    """Does the post of a country take letters to Russia?"""

    WORKS = "works", _("takes letters to Russia")
    STOPPED = "stopped", _("takes no letters to Russia")
    UNKNOWN = "unknown", _("not known")
