"""Opening a letter: the only place where what a writer wrote is read, and each time is logged."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from home.translation.text.differences import Change, OnePage
from letters.choices.desk import Act, DeskRole, LogAction, Refusal
from letters.choices.letters import LetterPart
from letters.handling.actions.current_texts import (
    dismissals_of,
    hidden_parts,
    marked_correction,
    marked_text,
    text_to_translate,
    translation_of,
)
from letters.handling.actions.text_versions import versions_of
from letters.handling.actions.transitions import lock_letter, lock_letters
from letters.lifecycle import CHANGES_OF_TEXT, READ_FIRST, is_readable
from letters.log.actions.entries import log_all_by_staff, log_by_staff
from letters.models import (
    SCANNED_PAGE,
    Letter,
    LetterDesk,
    LetterLogEntry,
    LetterTranslation,
    ScannedPage,
    ScanOpening,
)
from letters.permissions.letters import desk_of, may_read, require_read, roles_for
from letters.sealing.sealed_box import unseal_bytes, unseal_text
from letters.sealing.wishes import wishes_in
from letters.text.parts import Span, without_parts
from letters.text.side_by_side import plain

# How the log names what was opened together: both texts on one page are one opening.
OPENED_AS = {
    frozenset({LetterPart.ORIGINAL}): LogAction.OPENED,
    frozenset({LetterPart.TRANSLATION}): LogAction.TRANSLATION_OPENED,
    frozenset({LetterPart.ORIGINAL, LetterPart.TRANSLATION}): LogAction.BOTH_OPENED,
    frozenset({LetterPart.DRAWING}): LogAction.DRAWING_OPENED,
    frozenset({LetterPart.SCANS}): LogAction.SCAN_OPENED,
}
# COMPARED: one of several near-identical letters, of which only the first was shown whole.
OPENINGS = [*OPENED_AS.values(), LogAction.COMPARED]

# For the day's limit, so many scanned pages count as one letter.
PAGES_A_LETTER = 6

# So the log tells what was read in an emergency from what is read in the course of work.
IN_EMERGENCY = "glass"


class TooManyOpened(PermissionDenied):
    """This account has opened as many letters today as its desk allows."""

    refusal = Refusal.CAPPED


@dataclass(frozen=True)
class OpenedLetter:
    """What the reader may see; a part that is not for them is None. Never an e-mail address."""

    body: str = field(repr=False)
    name: str | None = field(repr=False)
    wishes: dict[str, str] | None
    hides_parts: bool = False


@dataclass(frozen=True)
class Alike:
    """A letter among those like it; `segments` say how its body differs from the first, which has none."""

    letter: Letter
    body: str = field(repr=False)
    name: str = field(repr=False)
    segments: list | None = field(repr=False)

    @property
    def is_same(self) -> bool:
        """Is it word for word the first?"""
        return all(segment.change == Change.EQUAL for segment in self.segments or ())


@dataclass(frozen=True)
class OpenedTranslation:
    """The Russian text with the marks of its rows, the reasons {key of a remark: why}, and earlier texts.

    `correction` is the text, with its marks, as somebody corrects it who has not finished; "" while nobody
    does, and for who does not check the text.
    """

    stored: LetterTranslation
    marked: str = field(repr=False)
    dismissals: dict = field(repr=False)
    versions: list = field(repr=False)
    correction: str = field(repr=False)

    @property
    def text(self) -> str:
        return plain(self.marked)


@transaction.atomic
def open_letter(*, letter: Letter, by: User) -> OpenedLetter:
    """Return the OpenedLetter: hidden parts left out for translators.

    Raises PermissionDenied (TooManyOpened among them), and UnsealError when its key is not here.
    """
    return _original(_opened(letter, by, LetterPart.ORIGINAL), by)


@transaction.atomic
def open_both(*, letter: Letter, by: User) -> tuple[OpenedLetter, OpenedTranslation]:
    """Return (OpenedLetter, OpenedTranslation): one opening. Raises as `open_letter`."""
    letter = _opened(letter, by, LetterPart.ORIGINAL, LetterPart.TRANSLATION)
    return _original(letter, by), _translation(letter, by)


@transaction.atomic
def open_source_and_translation(*, letter: Letter, by: User) -> tuple[str, OpenedTranslation]:
    """Return (original as its translator reads it, whoever reads; OpenedTranslation): one opening.

    Raises as `open_letter`.
    """
    letter = _opened(letter, by, LetterPart.ORIGINAL, LetterPart.TRANSLATION)
    return text_to_translate(letter), _translation(letter, by)


@transaction.atomic
def open_alike(*, letters: Sequence[Letter], by: User) -> list[Alike]:
    """Return an Alike of each of these letters of one desk: all are opened, the rest beside the first.

    Raises as `open_letter`, and opens none of them then.
    """
    locked = lock_letters([letter.pk for letter in letters], sealed=["sealed_body", "sealed_name"])
    letters = [locked[letter.pk] for letter in letters]
    for letter in letters:
        require_read(by, LetterPart.ORIGINAL, letter)
        require_read(by, LetterPart.SIGNATURE, letter)
    require_below_cap(desk_of(letters[0]), by, letters=letters)
    log_all_by_staff([(letter, "", "") for letter in letters], LogAction.COMPARED, by=by)
    page, first = OnePage(), _text(letters[0], "body")
    return [_alike(letter, None if letter is letters[0] else first, page) for letter in letters]


def _alike(letter: Letter, first: str | None, page: OnePage) -> Alike:
    body, name = _text(letter, "body"), _text(letter, "name")
    return Alike(letter, body, name, None if first is None else page.differences(first, body))


@transaction.atomic
def open_drawing(*, letter: Letter, by: User) -> tuple[bytes, str]:
    """Return (bytes, format) of the letter's drawing. Raises as `open_letter`; LetterDrawing.DoesNotExist."""
    letter = _opened(letter, by, LetterPart.DRAWING)
    drawing = letter.drawing
    return unseal_bytes(drawing.sealed, letter=letter.uuid, field="drawing"), drawing.format


@transaction.atomic
def open_scan(*, page: ScannedPage, by: User) -> tuple[bytes, str]:
    """Return (bytes, format) of a scanned page of its letter. Raises as `open_letter`."""
    _opened(cast(Letter, page.letter), by, LetterPart.SCANS)
    return unseal_bytes(page.sealed, letter=page.batch.uuid, field=SCANNED_PAGE), page.format


@transaction.atomic
def open_translation(*, letter: Letter, by: User) -> OpenedTranslation:
    """Return the OpenedTranslation, with nothing in it while there is none. Raises as `open_letter`."""
    return _translation(_opened(letter, by, LetterPart.TRANSLATION), by)


def has_opened(*, letter: Letter, by: User) -> bool:
    """Has the user opened the original today: may they be told words of it again?"""
    opened = letter.log.filter(by=by, action__in=openings_of(LetterPart.ORIGINAL))
    return opened.filter(day=timezone.localdate()).exists()


def openings_of(part: LetterPart) -> list[LogAction]:
    """Return the entries of a log (LogAction) by which the part was opened, alone or with others."""
    opened = [action for parts, action in OPENED_AS.items() if part in parts]
    return [*opened, LogAction.COMPARED] if part == LetterPart.ORIGINAL else opened


class Unread(PermissionDenied):
    """Nobody decides unread on what goes on paper, however many letters are decided at once."""

    refusal = Refusal.UNREAD


def require_read_first(act: Act, *, letter: Letter, by: User) -> None:
    """Raise Unread when the act needs that the user has opened the text as it stands now."""
    if act not in READ_FIRST:
        return
    changed = letter.log.filter(action__in=CHANGES_OF_TEXT).aggregate(last=Max("number"))["last"] or 0
    opened = letter.log.filter(action__in=openings_of(READ_FIRST[act]), by=by, number__gt=changed)
    if not opened.exists():
        raise Unread


def _opened(letter: Letter, by: User, *parts: LetterPart) -> Letter:
    letter = lock_letter(letter)
    for part in parts:
        require_read(by, part, letter)
    require_below_cap(desk_of(letter), by, letters=[letter])
    roles = roles_for(by, letter)
    is_by_role = all(is_readable(part, roles, letter.state) for part in parts)
    log_by_staff(letter, OPENED_AS[frozenset(parts)], by=by, detail="" if is_by_role else IN_EMERGENCY)
    return letter


def _original(letter: Letter, by: User) -> OpenedLetter:
    hidden = _hidden_from(by, letter)
    return OpenedLetter(
        body=without_parts(_text(letter, "body"), hidden),
        name=_text(letter, "name") if may_read(by, LetterPart.SIGNATURE, letter) else None,
        wishes=wishes_in(letter.sealed_wishes, letter=letter.uuid)
        if may_read(by, LetterPart.WISHES, letter)
        else None,
        hides_parts=bool(hidden),
    )


def _translation(letter: Letter, by: User) -> OpenedTranslation:
    stored = translation_of(letter)
    return OpenedTranslation(
        stored,
        marked=marked_text(stored),
        dismissals=dismissals_of(stored),
        versions=versions_of(letter),
        correction=marked_correction(stored) if may_read(by, LetterPart.CORRECTION, letter) else "",
    )


def _hidden_from(by: User, letter: Letter) -> list[Span]:
    """Who reads the original as a translator only is not shown the hidden parts, whatever else they do."""
    reads = {role for role in roles_for(by, letter) if is_readable(LetterPart.ORIGINAL, [role], letter.state)}
    return hidden_parts(letter) if reads == {DeskRole.TRANSLATOR} else []


def require_below_cap(
    desk: LetterDesk | None,
    by: User,
    *,
    letters: Collection[Letter] = (),
    scan: tuple[int, int] | None = None,
) -> None:
    """Raise TooManyOpened when the account has opened all that the desk allows in a day.

    `letters`, or `scan` (ids of batch and group), are what is being opened: opened again, each counts once.
    """
    today = timezone.localdate()
    opened = LetterLogEntry.objects.filter(by=by, day=today, action__in=OPENINGS).exclude(letter__in=letters)
    pages = ScanOpening.objects.filter(by=by, day=today)
    groups = {*pages.values_list("batch", "page__group")} - {scan}
    # Joining letters first lets nobody open more pages.
    scans = max(len(groups), pages.count() // PAGES_A_LETTER)
    others = opened.values("letter").distinct().count() + scans
    if desk and others + max(len(letters), 1) > desk.openings_a_day:
        raise TooManyOpened


def _text(letter: Letter, name: str) -> str:
    return unseal_text(getattr(letter, f"sealed_{name}"), letter=letter.uuid, field=name)
