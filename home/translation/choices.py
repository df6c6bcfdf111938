from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class Subject(models.TextChoices):
    """What a term is about; the admin filters by it."""

    PEOPLE = "people", _("People")
    COURT = "court", _("Court and sentence")
    DETENTION = "detention", _("Places and conditions of detention")
    POST = "post", _("Letters and post")
    PLACES = "places", _("Crimea and its places")
    INITIATIVE = "initiative", _("The initiative and its work")
    EVERYDAY = "everyday", _("Everyday life")


class Verdict(models.TextChoices):
    PREFERRED = "preferred", _("say this")
    FORBIDDEN = "forbidden", _("never say this")


class Purpose(models.TextChoices):
    """Kinds of text, by who may see them; each has a machine of its own."""

    LETTERS = "letters", _("Letters and replies")
    PAGES = "pages", _("Texts of pages")


class Machine(models.TextChoices):
    NONE = "", _("none")
    DUMMY = "dummy", _("demonstration (turns words round)")
    LIBRETRANSLATE = "libretranslate", "LibreTranslate"
    DEEPL = "deepl", "DeepL"


class UnitState(models.TextChoices):
    """How far one string is in one language; derived from its draft and approved text, not stored."""

    EMPTY = "empty", _("not translated")
    CHANGED = "changed", _("the original changed")
    MACHINE = "machine", _("machine draft")
    ERROR = "error", _("must be put right")
    RETURNED = "returned", _("returned to the translator")
    TRANSLATED = "translated", _("waits for review")
    REVIEWED = "reviewed", _("reviewed")
    LEFT_OUT = "left_out", _("left out in this language")


class UnitAct(models.TextChoices):
    """What happened to a string, in the order of its life; its history says who and when."""

    SAVED = "saved", _("saved")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", pgettext_lazy("of a text", "returned")
    LEFT_OUT = "left_out", _("left out")
    PLACED = "placed", _("entered with its approval")
    MINOR = "minor", _("approval kept: the original changed but little")
    WITHDRAWN = "withdrawn", _("older text withdrawn")
    IMPORTED = "imported", _("taken from a file")
    DISMISSED = "dismissed", _("a warning set aside")


class Right(models.TextChoices):
    """What a person may do in a language; each is given separately."""

    TRANSLATE = "translate", _("translate")
    REVIEW = "review", _("review")
    PUBLISH = "publish", _("publish")


class WorkState(models.TextChoices):
    """The next step for a text in a language; what a reviewer returned comes first."""

    RETURNED = "returned", _("returned to the translator")
    TRANSLATE = "translate", _("to translate")
    REVIEW = "review", _("to review")
    PUBLISH = "publish", _("to publish")
    PUBLIC = "public", _("done and public")


class ReturnReason(models.TextChoices):
    """Why a reviewer gives a text back; each is a chip beside the note."""

    MEANING = "meaning", _("the meaning differs")
    TERM = "term", _("a term of the glossary")
    NAME = "name", _("a name")
    TONE = "tone", _("the tone")
    SAFETY = "safety", _("it can do harm")
    LANGUAGE = "language", _("spelling or grammar")


class Frequency(models.TextChoices):
    IMMEDIATE = "immediate", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")
    OFF = "off", _("never")


class NoticeKind(models.TextChoices):
    """What a person at the desk is told by mail."""

    ASSIGNED = "assigned", _("given to you")
    RETURNED = "returned", _("returned to you")
    ANSWERED = "answered", _("your question was answered")
    CHANGED = "changed", _("the original changed")
    REMOVED = "removed", _("the original lost words that are still public here")
    PUBLISHED = "published", _("what you translated is public")
    REFUSED = "refused", _("what you planned to publish did not become public")


class Refusal(models.TextChoices):
    """Why one of many was not changed."""

    NOT_YOURS = "not_yours", _("somebody else decides in this language")
    NO_RIGHT = "no_right", _("the person has no such right in this language")
    OWN_TEXT = "own_text", _("another person has to review what you wrote yourself")
    CHANGED = "changed", _("somebody changed it meanwhile")
    FAULTY = "faulty", _("a check does not let it pass")


class Whose(models.TextChoices):
    """Whose texts the desk shows."""

    MINE = "mine", _("given to me")
    NOBODY = "nobody", _("given to nobody")


class Due(models.TextChoices):
    OVERDUE = "overdue", _("overdue")
    WEEK = "week", _("due within a week")


class PreviewOf(models.TextChoices):
    PUBLISHED = "published", _("as it would be published")
    DRAFTS = "drafts", _("with drafts")
