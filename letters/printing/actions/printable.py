"""What goes on paper: the text as it was approved and nothing else, and the drawing that may go along."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from letters.choices.letters import TextStage
from letters.handling.actions.holds import needs_translation
from letters.handling.actions.text_versions import AS_IS, newest_version, open_version, signature_of
from letters.lifecycle import HAS_APPROVED_TEXT
from letters.models import Letter, LetterDrawing, TextVersion
from letters.sealing.sealed_box import unseal_bytes, unseal_text


class NothingApproved(ValidationError):
    """No text of the letter stands approved: a second reader has to see it first."""

    def __init__(self) -> None:
        super().__init__(_("No approved text stands for this letter."), code="not_approved")


class LanguageNotRead(ValidationError):
    """The letter was approved as it was written, in a language that the place does not read now."""

    def __init__(self) -> None:
        super().__init__(
            _("The place does not read this language: the letter goes through a translator."),
            code="language",
        )


def text_to_print(letter: Letter) -> str:
    """Return the text of the letter as it was approved, without the signature.

    That is the Russian text, or the original without its hidden parts. It is not for show: who prints is
    checked and logged by the caller. Raises NothingApproved, LanguageNotRead, UnsealError.
    """
    opened = open_version(_approved(letter))
    if AS_IS in opened.reason and needs_translation(letter):
        raise LanguageNotRead
    return opened.text


def signature_to_print(letter: Letter) -> str:
    """Return the name as it was approved with the text, else as the writer typed it. Raises as the text."""
    name = signature_of(_approved(letter))
    return name or unseal_text(letter.sealed_name, letter=letter.uuid, field="name")


def _approved(letter: Letter) -> TextVersion:
    version = newest_version(letter)
    if version is None or version.stage != TextStage.APPROVED or letter.state not in HAS_APPROVED_TEXT:
        raise NothingApproved
    return version


def drawing_to_print(letter: Letter) -> tuple[bytes, str] | None:
    """Return (bytes, format) of the drawing, None without one that may go along. Raises UnsealError."""
    drawing = LetterDrawing.objects.filter(letter=letter, is_accepted=True).first()
    if drawing is None:
        return None
    return unseal_bytes(drawing.sealed, letter=letter.uuid, field="drawing"), drawing.format
