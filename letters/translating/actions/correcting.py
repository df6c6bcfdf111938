"""A second reader's own words in a text: kept while they write, a part of the text when they have finished.

Until then the text stands as it was handed over. It is neither approved nor sent back: somebody saw that
something is wrong with it.
"""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from letters.choices.desk import Act, LogAction, Refusal
from letters.handling.actions.claims import claim, release
from letters.handling.actions.current_texts import (
    marked_correction,
    marked_text,
    put_correction,
    put_text,
    text_to_translate,
    translation_of,
)
from letters.handling.actions.transitions import TextChanged, do_by_staff, lock_for
from letters.log.actions.entries import log_by_staff
from letters.models import Letter, LetterTranslation
from letters.text.cleaning import clean_text
from letters.text.side_by_side import in_rows, plain


class CorrectionBegun(ValidationError):
    """A reader began to correct the text and has not finished."""

    refusal = Refusal.CORRECTION_BEGUN

    def __init__(self) -> None:
        sentence = _("A correction was begun and is not finished. First it is finished, or dropped.")
        super().__init__(sentence, code="correction_begun")


class NothingChanged(ValidationError):
    """The text sent as a correction is the one that stands."""

    def __init__(self) -> None:
        super().__init__(_("Nothing is changed in the text."), code="unchanged")


def require_no_correction(translation: LetterTranslation) -> None:
    """Raise CorrectionBegun while the text has a correction that is not finished."""
    if translation.sealed_correction:
        raise CorrectionBegun


@transaction.atomic
def save_correction(
    *, letter: Letter, by: User, version: int, text_version: int, rows: Sequence[str]
) -> LetterTranslation:
    """Keep what a reader has corrected so far, one string a paragraph; return the LetterTranslation.

    The text itself stays; sent as it stands it is no correction. `version` and `text_version` are what the
    reader has seen of letter and text. Saving takes the letter or lengthens the lease. Raises as
    `do_by_staff`; TextChanged, CorrectionBegun where another reader's words lie there, UnsealError.
    """
    letter = lock_for(Act.CORRECT, letter=letter, by=by, version=version)
    translation, marked = translation_of(letter), _marked(letter, rows)
    kept, kept_now = marked_correction(translation), marked if _is_other(marked, translation) else ""
    if kept_now != kept:
        _require_own(translation, by)
        _require_unchanged(translation, letter, text_version)
        put_correction(translation, kept_now, by)
        translation.save()
    letter = claim(letter=letter, by=by)
    if bool(kept_now) != bool(kept):
        _log(letter, LogAction.CORRECTION_BEGUN if kept_now else LogAction.CORRECTION_DROPPED, by)
    return translation


@transaction.atomic
def drop_correction(*, letter: Letter, by: User, version: int, text_version: int) -> Letter:
    """Forget the words of a reader who has not finished, one's own or another's; return the letter.

    Raises as `do_by_staff`; TextChanged.
    """
    letter = lock_for(Act.CORRECT, letter=letter, by=by, version=version)
    translation = translation_of(letter)
    if translation.sealed_correction:
        _require_unchanged(translation, letter, text_version)
        put_correction(translation, "", by)
        translation.save()
        _log(letter, LogAction.CORRECTION_DROPPED, by)
    return letter


@transaction.atomic
def correct_text(*, letter: Letter, by: User, version: int, text_version: int, rows: Sequence[str]) -> Letter:
    """Put a reader's own words into the text and return the letter, free for another reader.

    Who corrects has a hand in the text and does not approve it. Raises as `save_correction`; NothingChanged.
    """
    letter = do_by_staff(Act.CORRECT, letter=letter, by=by, version=version)
    translation, marked = translation_of(letter), _marked(letter, rows)
    if not plain(marked) or not _is_other(marked, translation):
        raise NothingChanged
    _require_own(translation, by)
    _require_unchanged(translation, letter, text_version)
    put_text(translation, marked)
    translation.save()
    release(letter=letter, by=by)
    return letter


def _marked(letter: Letter, rows: Sequence[str]) -> str:
    return in_rows([clean_text(row).text for row in rows], text_to_translate(letter))


def _is_other(marked: str, translation: LetterTranslation) -> bool:
    """Does it read otherwise than the text that stands?"""
    return plain(marked) != plain(marked_text(translation))


def _require_own(translation: LetterTranslation, by: User) -> None:
    """Nobody goes on with another's words: who wrote them could then approve them."""
    if translation.corrector != by:
        require_no_correction(translation)


def _require_unchanged(translation: LetterTranslation, letter: Letter, text_version: int) -> None:
    if translation.version != text_version:
        raise TextChanged(letter)


def _log(letter: Letter, action: LogAction, by: User) -> None:
    log_by_staff(letter, action, by=by, before=letter.state)
