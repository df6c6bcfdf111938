"""What a first reader decides: accept, ask, return, refuse, hide, join."""

import json
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from home.jobs.actions.outbox import drop_mail, queue_mail
from letters.choices.desk import Act, LogAction, Refusal
from letters.choices.letters import CensorWish
from letters.following.actions.mail import LETTER_ASKED, LETTER_RETURNED
from letters.following.read_models.notifications import writer_language
from letters.handling.actions.holds import needs_translation
from letters.handling.actions.notes import write_note
from letters.handling.actions.transitions import do_by_staff, lock_letter
from letters.handling.actions.undo import UNDO_WITHIN
from letters.lifecycle import CLOSED
from letters.models import Letter, LetterDrawing
from letters.sealing.sealed_box import seal_text
from letters.sealing.wishes import wishes_in
from letters.text.parts import Span, merged

# A minute more than the undo, so that the two never meet.
MAIL_AFTER_UNDO = UNDO_WITHIN + timedelta(minutes=1)


class WriterMustBeAsked(ValidationError):
    """Something would be left out, and the writer wished to be asked first."""

    refusal = Refusal.ASK_FIRST

    def __init__(self) -> None:
        super().__init__(_("The writer wishes to be asked before anything is left out."), code="ask_first")


class NotWished(ValidationError):
    """The writer left it to us what to leave out: a question is for what cannot be decided without them."""

    def __init__(self) -> None:
        super().__init__(
            _("The writer lets us leave out what the censor would stop: ask only when it cannot be decided."),
            code="not_wished",
        )


class DrawingUndecided(ValidationError):
    """A letter with a drawing is accepted with a yes or no to the drawing."""

    refusal = Refusal.NO_DECISION

    def __init__(self) -> None:
        super().__init__(_("Say whether the drawing goes with the letter."), code="drawing")


class NotTheSame(ValidationError):
    """The other letter is to somebody else, is this one, or is closed itself."""

    def __init__(self) -> None:
        super().__init__(_("Choose another open letter to the same person."), code="not_the_same")


@transaction.atomic
def accept_letter(
    *, letter: Letter, by: User, version: int, language: str = "", drawing: bool | None = None, note: str = ""
) -> Letter:
    """Accept the letter with what the reader decided, in one step; return it.

    `language` corrects it, `drawing` says whether the drawing goes along, `note` is for its
    translator. Raises as `do_by_staff`; WriterMustBeAsked, DrawingUndecided.
    """
    if language and language != letter.language:
        letter = set_language(letter=letter, by=by, version=version, language=language)
        version = letter.version
    if drawing is not None:
        letter = judge_drawing(letter=letter, by=by, version=version, is_accepted=drawing)
        version = letter.version
    letter = do_by_staff(Act.ACCEPT, letter=letter, by=by, version=version)
    require_decided_drawing(letter)
    require_agreement(letter)
    if note:
        write_note(letter=letter, by=by, text=note)
    return letter


def require_decided_drawing(letter: Letter) -> None:
    """Raise DrawingUndecided while nobody has said whether the drawing goes along."""
    if letter.has_drawing and LetterDrawing.objects.filter(letter=letter, is_accepted=None).exists():
        raise DrawingUndecided


def require_agreement(letter: Letter) -> None:
    """Raise WriterMustBeAsked when something is left out against the writer's wish."""
    refused = LetterDrawing.objects.filter(letter=letter, is_accepted=False).exists()
    if (letter.sealed_hidden or refused) and not may_leave_out(letter):
        raise WriterMustBeAsked


def may_leave_out(letter: Letter) -> bool:
    """Has the writer agreed that something is left out: by their wish, or by an answer?"""
    return (
        censor_wish(letter) == CensorWish.DO or letter.log.filter(action=LogAction.ANSWERED_QUESTION).exists()
    )


def censor_wish(letter: Letter) -> str:
    return wishes_in(letter.sealed_wishes, letter=letter.uuid)["censor"]


@transaction.atomic
def set_language(*, letter: Letter, by: User, version: int, language: str) -> Letter:
    """Correct the language of the letter; it goes to that language's translators, or to none."""
    letter = lock_letter(letter)
    letter.language_declared = language
    changes = {"language_declared": language, "needs_translation": needs_translation(letter)}
    return do_by_staff(Act.SET_LANGUAGE, letter=letter, by=by, version=version, changes=changes)


@transaction.atomic
def judge_drawing(*, letter: Letter, by: User, version: int, is_accepted: bool) -> Letter:
    """Decide whether the drawing goes with the letter."""
    detail = "yes" if is_accepted else "no"
    letter = do_by_staff(Act.JUDGE_DRAWING, letter=letter, by=by, version=version, detail=detail)
    LetterDrawing.objects.filter(letter=letter).update(is_accepted=is_accepted)
    return letter


@transaction.atomic
def ask_writer(
    *, letter: Letter, by: User, version: int, reasons: Sequence[str], is_needed: bool = False
) -> Letter:
    """Ask the writer whether these things (slugs of chips) may be left out; return the letter.

    Where the writer left it to us, only when `is_needed`: else NotWished. Effects: a mail to a confirmed
    address, which only says where to look.
    """
    if not is_needed and may_leave_out(lock_letter(letter)):
        raise NotWished
    changes, detail = {"asked_for": ",".join(reasons)}, "needed" if is_needed else "wished"
    letter = do_by_staff(Act.ASK, letter=letter, by=by, version=version, detail=detail, changes=changes)
    if letter.has_email:
        queue_mail(template=LETTER_ASKED, reference=letter.uuid, language=writer_language(letter))
    return letter


@transaction.atomic
def return_letter(*, letter: Letter, by: User, version: int, reasons: Sequence[str]) -> Letter:
    """Return the letter to its writer for these reasons (slugs of chips); return it.

    Effects: a mail to a confirmed address, later than an undo could be.
    """
    changes = {"asked_for": ",".join(reasons)}
    letter = do_by_staff(Act.RETURN, letter=letter, by=by, version=version, changes=changes)
    if letter.has_email:
        drop_mail(template=LETTER_RETURNED, reference=letter.uuid)
        queue_mail(
            template=LETTER_RETURNED,
            reference=letter.uuid,
            language=writer_language(letter),
            wait=MAIL_AFTER_UNDO,
        )
    return letter


def reject_letter(*, letter: Letter, by: User, version: int) -> Letter:
    """Refuse the letter as abuse. Nobody gets a mail."""
    return do_by_staff(Act.REJECT, letter=letter, by=by, version=version)


def hide_parts(*, letter: Letter, by: User, version: int, spans: Iterable[Span]) -> Letter:
    """Hide these spans [{"start", "end"}] from translators, in place of those hidden before."""
    spans = merged(spans)
    sealed = seal_text(json.dumps(spans), letter=letter.uuid, field="hidden") if spans else ""
    return do_by_staff(Act.HIDE, letter=letter, by=by, version=version, changes={"sealed_hidden": sealed})


@transaction.atomic
def mark_duplicate(*, letter: Letter, by: User, version: int, of: Letter) -> Letter:
    """Close the letter: it is the same as `of`, which goes on. Raises NotTheSame."""
    of = lock_letter(of)
    if of.pk == letter.pk or of.prisoner_id != letter.prisoner_id or of.state in CLOSED:
        raise NotTheSame
    return do_by_staff(
        Act.MARK_DUPLICATE, letter=letter, by=by, version=version, changes={"duplicate_of": of}
    )
