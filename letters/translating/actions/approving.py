"""What a second reader decides: this text goes on paper, or it does not yet."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from letters.choices.desk import Act, Refusal
from letters.choices.letters import TextStage
from letters.handling.actions.current_texts import (
    marked_text,
    original_for_paper,
    text_to_translate,
    translation_of,
)
from letters.handling.actions.holds import needs_translation
from letters.handling.actions.text_versions import AS_IS, forget_approval, keep_version
from letters.handling.actions.transitions import do_by_staff
from letters.models import Letter
from letters.permissions.letters import had_hand_in, require_four_eyes
from letters.screening.actions.decisions import require_agreement, require_decided_drawing
from letters.text.side_by_side import plain
from letters.text.transliteration import RUSSIAN
from letters.translating.actions.correcting import require_no_correction
from letters.translating.actions.signing import signature_for_paper
from letters.translating.read_models import Remark, remarks_as_is, remarks_on

LONE = "lone"  # in the log: approved by its own translator


class NotReady(ValidationError):
    """Something blocks the text; `remarks` say what and quote the letter: they are for its readers alone."""

    refusal = Refusal.NOT_READY

    wording = _("First something must change: %(names)s.")

    def __init__(self, remarks: Sequence[Remark]) -> None:
        names = ", ".join(dict.fromkeys(str(remark.name) for remark in remarks))
        super().__init__(self.wording, "not_ready", {"names": names})
        self.remarks = remarks


class NeedsTranslation(ValidationError):
    """The place does not read the language of the letter."""

    refusal = Refusal.NEEDS_TRANSLATION

    def __init__(self) -> None:
        super().__init__(_("The place does not read this language: a translator comes first."), "language")


@transaction.atomic
def approve(*, letter: Letter, by: User, version: int, signature: str = "") -> Letter:
    """Approve the text as it stands and return the letter; a second reader does, never its translator.

    `signature`: the writer's name as it goes on paper, "" for the one by rule. Where the desk lets a lone
    translator do it, the letter is marked. Raises as `do_by_staff`; NotReady, NeedsTranslation,
    CorrectionBegun, WriterMustBeAsked, DrawingUndecided, SignatureRefused, UnsealError.
    """
    is_lone = had_hand_in(by, Act.APPROVE, letter)
    letter = do_by_staff(Act.APPROVE, letter=letter, by=by, version=version, detail=LONE if is_lone else "")
    translation = translation_of(letter)
    if not translation.sealed_text:
        # Approved as it was written once, and opened again: it is checked as that is.
        require_four_eyes(by, Act.APPROVE_AS_IS, letter)
        return _keep_as_is(letter, by, signature)
    require_no_correction(translation)
    marked = marked_text(translation)
    _require_ready(letter, remarks_on(letter, text_to_translate(letter), marked))
    translation.reader, translation.is_lone = by, is_lone
    translation.save(update_fields=["reader", "is_lone"])
    signature = signature_for_paper(letter, on_paper=RUSSIAN, written=signature)
    keep_version(letter, TextStage.APPROVED, by=by, text=plain(marked), signature=signature)
    return letter


@transaction.atomic
def approve_as_is(*, letter: Letter, by: User, version: int, signature: str = "") -> Letter:
    """Approve a letter in a language that the place reads, without its hidden parts. Raises as `approve`."""
    letter = do_by_staff(Act.APPROVE_AS_IS, letter=letter, by=by, version=version)
    return _keep_as_is(letter, by, signature)


def _keep_as_is(letter: Letter, by: User, signature: str) -> Letter:
    if needs_translation(letter):
        raise NeedsTranslation
    text = original_for_paper(letter)
    _require_ready(letter, remarks_as_is(letter, text))
    signature = signature_for_paper(letter, on_paper=letter.language, written=signature)
    reason = {AS_IS: letter.language}
    keep_version(letter, TextStage.APPROVED, by=by, text=text, reason=reason, signature=signature)
    return letter


def _require_ready(letter: Letter, remarks: Sequence[Remark]) -> None:
    """Nothing blocks the text, and what is left out is left out as its writer wishes."""
    stopping = [remark for remark in remarks if remark.blocks]
    if stopping:
        raise NotReady(stopping)
    require_decided_drawing(letter)
    require_agreement(letter)


@transaction.atomic
def send_back(*, letter: Letter, by: User, version: int, reasons: Iterable[str], note: str = "") -> Letter:
    """Send the text back to the translator for these reasons (slugs of chips), with a note.

    Returns the letter; the text stays with the letter. Raises as `do_by_staff`, CorrectionBegun, UnsealError.
    """
    letter = do_by_staff(Act.SEND_BACK, letter=letter, by=by, version=version)
    translation = translation_of(letter)
    require_no_correction(translation)
    text = plain(marked_text(translation))
    keep_version(
        letter, TextStage.SENT_BACK, by=by, text=text, reason={"reasons": list(reasons), "note": note}
    )
    return letter


@transaction.atomic
def reopen(*, letter: Letter, by: User, version: int) -> Letter:
    """Bring an approved letter back to its second reader; the approval counts no longer. Return it."""
    letter = do_by_staff(Act.REOPEN, letter=letter, by=by, version=version)
    forget_approval(letter)
    return letter
