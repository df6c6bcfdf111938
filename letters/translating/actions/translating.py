"""Putting a letter into Russian: saving while one writes, drafts of a machine, and the hand-over."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.translation.choices import Machine, Purpose
from home.translation.machines.read_models import translator_for
from home.translation.models import TranslationSettings
from home.translation.text.paragraphs import ParagraphPair
from letters.choices.desk import Act, LogAction
from letters.choices.letters import TextStage
from letters.handling.actions.claims import claim
from letters.handling.actions.current_texts import (
    dismissals_of,
    marked_text,
    put_text,
    sealed_dismissals,
    text_to_translate,
    translation_of,
)
from letters.handling.actions.opening import has_opened
from letters.handling.actions.text_versions import keep_version
from letters.handling.actions.transitions import TextChanged, do_by_staff, lock_for
from letters.log.actions.entries import log_by_staff
from letters.models import Letter, LetterLogEntry, LetterTranslation
from letters.text.cleaning import clean_text
from letters.text.parts import HIDDEN
from letters.text.side_by_side import in_rows, plain, rows_of
from letters.text.transliteration import RUSSIAN
from letters.translating.actions.approving import NotReady
from letters.translating.read_models import Remark, key_of, remarks_on

BY_MACHINE = "machine"  # in the log: what was saved is a machine's draft


class Unexplained(NotReady):
    """Warnings stand without a reason why the text is right all the same."""

    wording = _("Say why it is right as it is: %(names)s.")


@transaction.atomic
def save_translation(
    *,
    letter: Letter,
    by: User,
    version: int,
    text_version: int,
    rows: Sequence[str],
    reasons: Mapping[str, str] | None = None,
) -> LetterTranslation:
    """Keep the Russian text, one string a paragraph of the original; return the LetterTranslation.

    `version` and `text_version` are what the translator has seen of letter and text; the letter's own stays.
    `reasons` {key of a remark: why it does not apply} join those kept; "" takes one back. Saving takes the
    letter or lengthens the lease. The same text sent again is saved already, whatever its version.
    Raises as `do_by_staff`; TextChanged, UnsealError.
    """
    return _save("", letter, by, version, text_version, rows, reasons or {})


def _save(
    machine: str,
    letter: Letter,
    by: User,
    version: int,
    text_version: int,
    rows: Sequence[str],
    reasons: Mapping[str, str],
) -> LetterTranslation:
    letter = lock_for(Act.SAVE_TRANSLATION, letter=letter, by=by, version=version)
    translation = translation_of(letter)
    marked = in_rows([clean_text(row).text for row in rows], text_to_translate(letter))
    is_new = marked != marked_text(translation)
    if is_new and translation.version != text_version:
        raise TextChanged(letter)
    letter = claim(letter=letter, by=by)
    if is_new:
        put_text(translation, marked)
        translation.translator = by
        translation.machine = machine or translation.machine
        _log_saved(letter, by, BY_MACHINE if machine else "")
    _set_reasons(translation, reasons)
    translation.save()
    return translation


def _set_reasons(translation: LetterTranslation, reasons: Mapping[str, str]) -> None:
    if reasons:
        kept = {**dismissals_of(translation), **reasons}
        kept = {key: reason for key, reason in kept.items() if reason}
        translation.sealed_dismissals = sealed_dismissals(translation.letter, kept)


def _log_saved(letter: Letter, by: User, detail: str) -> None:
    """Log who works on the text, once a day as long as nobody else does: not every pause in typing."""
    last = _last_saved(letter)
    if last is None or (last.by_id, last.day, last.detail) != (by.pk, timezone.localdate(), detail):
        log_by_staff(letter, LogAction.TRANSLATION_SAVED, by=by, before=letter.state, detail=detail)


def _last_saved(letter: Letter) -> LetterLogEntry | None:
    return letter.log.filter(action=LogAction.TRANSLATION_SAVED).order_by("-number").first()


def look_over(letter: Letter, source: str, translation: LetterTranslation, marked: str) -> list[Remark]:
    """Return the Remarks on the text: those on its words, and that a machine wrote it and nobody since."""
    remarks = remarks_on(letter, source, marked)
    if translation.machine and marked and _is_as_drafted(letter):
        sentence = _("This is the machine’s draft as it came: read it against the original, word for word.")
        remarks.append(Remark(key_of("machine", translation.version), _("Draft of a machine"), sentence))
    return remarks


def look_again(*, translation: LetterTranslation, by: User) -> tuple[list[Remark], dict[str, str]]:
    """Return (Remarks on the saved text, reasons {key: why}).

    Remarks hold words of the original: there are none for who has not opened the letter today.
    """
    letter = translation.letter
    if not has_opened(letter=letter, by=by):
        return [], {}
    remarks = look_over(letter, text_to_translate(letter), translation, marked_text(translation))
    return remarks, dismissals_of(translation)


def _is_as_drafted(letter: Letter) -> bool:
    last = _last_saved(letter)
    return last is not None and last.detail == BY_MACHINE


@transaction.atomic
def hand_over(*, letter: Letter, by: User, version: int, text_version: int) -> Letter:
    """Hand the text as saved to the second reader and return the letter.

    Raises as `do_by_staff`; TextChanged, NotReady for what blocks, Unexplained for warnings without a reason.
    """
    letter = do_by_staff(Act.TRANSLATE, letter=letter, by=by, version=version)
    translation = translation_of(letter)
    if translation.version != text_version:
        raise TextChanged(letter)
    marked = marked_text(translation)
    remarks = look_over(letter, text_to_translate(letter), translation, marked)
    reasons = dismissals_of(translation)
    _require_explained(remarks, reasons)
    kept = {remark.key: reasons[remark.key] for remark in remarks}
    translation.sealed_dismissals = sealed_dismissals(letter, kept)
    translation.translator = by
    translation.save()
    keep_version(letter, TextStage.HANDED_OVER, by=by, text=plain(marked))
    return letter


def _require_explained(remarks: Sequence[Remark], reasons: Mapping[str, str]) -> None:
    if blocking := [remark for remark in remarks if remark.blocks]:
        raise NotReady(blocking)
    if unexplained := [remark for remark in remarks if remark.key not in reasons]:
        raise Unexplained(unexplained)


# --- A machine's draft -----------------------------------------------------------------------------


class NoDraftWanted(ValidationError):
    """Every paragraph has a text already: a machine fills only what is empty."""

    def __init__(self) -> None:
        super().__init__(_("Every paragraph has a text already."), code="no_draft")


def machine_for(letter: Letter) -> str:
    """Return the Machine that drafts letters of this language, Machine.NONE when none is turned on."""
    if not translator_for(Purpose.LETTERS).can_translate(letter.language, RUSSIAN):
        return Machine.NONE
    return TranslationSettings.machine_for(Purpose.LETTERS)


def draft_by_machine(*, letter: Letter, by: User, version: int, text_version: int) -> LetterTranslation:
    """Let the machine fill the paragraphs that have no text yet; return the LetterTranslation.

    What is hidden from translators never reaches it. No lock is held while it works. Raises as
    `save_translation`; TranslatorError, NoDraftWanted.
    """
    translator, machine = translator_for(Purpose.LETTERS), TranslationSettings.machine_for(Purpose.LETTERS)
    rows = _rows_to_draft(letter, by, version)
    empty = [row.number for row in rows if row.source.text not in ("", HIDDEN) and not row.target.text]
    if not empty:
        raise NoDraftWanted
    sources = {row.number: row.source.text for row in rows}
    drafts = translator.translate([sources[number] for number in empty], letter.language, RUSSIAN)
    drafted = dict(zip(empty, drafts, strict=True))
    texts = [drafted.get(row.number, row.target.text) for row in rows]
    with transaction.atomic():
        return _save(machine, letter, by, version, text_version, texts, {})


@transaction.atomic
def _rows_to_draft(letter: Letter, by: User, version: int) -> list[ParagraphPair]:
    letter = lock_for(Act.SAVE_TRANSLATION, letter=letter, by=by, version=version)
    return rows_of(text_to_translate(letter), marked_text(translation_of(letter)))
