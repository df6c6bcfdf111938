from collections.abc import Sequence
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.translation.choices import Machine


class Reason(StrEnum):
    OFF = "off"
    PRIVATE = "private"
    UNSUPPORTED = "unsupported"
    REFUSED = "refused"
    BUSY = "busy"
    QUOTA = "quota"
    TOO_LONG = "too_long"
    UNREACHABLE = "unreachable"
    MALFORMED = "malformed"


REASON_WORDS = {
    Reason.OFF: _("No machine is turned on."),
    Reason.PRIVATE: _("The original is not public: it was not sent to the machine."),
    Reason.UNSUPPORTED: _("The machine does not know this pair of languages."),
    Reason.REFUSED: _("The machine refused our key. An administrator must look at it."),
    Reason.BUSY: _("The machine is busy. Try again in a minute."),
    Reason.QUOTA: _("The machine’s quota is used up."),
    Reason.TOO_LONG: _("The text is too long for the machine."),
    Reason.UNREACHABLE: _("The machine does not answer."),
    Reason.MALFORMED: _("The machine gave an answer that cannot be read."),
}


class TranslatorError(Exception):
    """No draft came back; says why, without any word of the text."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason

    @property
    def sentence(self) -> str | Promise:
        return REASON_WORDS[self.reason]


class Translator:
    """A machine. `host` is where it sends the text, "" when nothing leaves the site."""

    display_name: str | Promise = ""
    host = ""
    is_on = True

    def can_translate(self, source: str, target: str) -> bool:
        raise NotImplementedError

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """Return the drafts, one for each text, in order. Raises TranslatorError."""
        raise NotImplementedError


class NoTranslator(Translator):
    display_name = Machine.NONE.label
    is_on = False

    def can_translate(self, source: str, target: str) -> bool:
        return False

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        raise TranslatorError(Reason.OFF)
