"""How a letter of the demo comes to where it stands: each step is the act of whoever would do it."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from letters.choices.desk import DeskRole
from letters.choices.letters import BackReason, Channel, LetterState, ReturnReason
from letters.codes import idempotency_key
from letters.demo.actions.staff import staff
from letters.demo.pictures import drawing_of
from letters.demo.reading import Told, letters
from letters.erasure.actions.erase import erase_by_writer
from letters.following.actions.answers import agree_to_leave_out, withdraw_letter
from letters.handling.actions.current_texts import marked_text, text_to_translate
from letters.handling.actions.opening import open_both, open_letter
from letters.intake.actions.key_in import key_in_letter
from letters.models import Letter
from letters.posting.actions.replies import add_answer, add_reply, open_reply
from letters.posting.actions.reply_translations import ask_translator, hand_back, open_to_translate
from letters.posting.actions.returns import come_back as came_back
from letters.screening.actions import decisions
from letters.screening.actions.bring_back import bring_back as take_up
from letters.translating.actions.approving import approve, send_back
from letters.translating.actions.translating import hand_over, look_over, save_translation
from letters.writing.actions.submit import submit_letter
from letters.writing.content import Content

Step = Callable[[Letter, Told], object]
AS_WRITTEN = "Так у листі."  # why a remark on the Russian text does not apply


def content_of(told: Told) -> Content:
    return Content(
        prisoner=told.to,
        body=told.body,
        name=told.name,
        email=told.email,
        language=told.language,
        censor_wish=told.censor,
        campaign=told.campaign,
        event=told.event,
        drawing=drawing_of(told.drawing) if told.drawing else None,
    )


def nonce_of(told: Told) -> str:
    return f"demo {told.key}"


def find(key: str) -> Letter | None:
    """Return the letter of the demo with this key, if it was written."""
    told = next(told for told in letters() if told.key == key)
    return Letter.objects.sent_as(idempotency_key(nonce_of(told), content_of(told).fingerprint))


def bring(told: Told) -> None:
    """Write the letter and bring it as far as people alone bring it; nothing for one that is there."""
    if find(told.key):
        return
    letter = write(told)
    for step in ROADS[told.stands]:
        step(Letter.objects.get(pk=letter.pk), told)


def write(told: Told) -> Letter:
    """Send it as the form of the site does, or type in what came on paper or by mail."""
    content, nonce = content_of(told), nonce_of(told)
    if told.channel == Channel.WEB:
        return submit_letter(content=content, nonce=nonce, page_language=told.language)[0]
    by = staff(DeskRole.COORDINATOR)
    return key_in_letter(content=content, nonce=nonce, channel=Channel(told.channel), by=by)[0]


# --- Reading what arrived --------------------------------------------------------------------------
def opened(letter: Letter) -> User:
    """Have the screener open the letter, and return them."""
    by = staff(DeskRole.SCREENER)
    open_letter(letter=letter, by=by)
    return by


def accept(letter: Letter, told: Told) -> None:
    drawing = True if letter.has_drawing else None
    by = opened(letter)
    decisions.accept_letter(letter=letter, by=by, version=letter.version, drawing=drawing, note=told.note)


def ask(letter: Letter, told: Told) -> None:
    by = opened(letter)
    decisions.ask_writer(letter=letter, by=by, version=letter.version, reasons=told.reasons)


def reject(letter: Letter, told: Told) -> None:
    decisions.reject_letter(letter=letter, by=opened(letter), version=letter.version)


def give_back(letter: Letter, told: Told) -> None:
    by = opened(letter)
    decisions.return_letter(letter=letter, by=by, version=letter.version, reasons=told.reasons)


def join(letter: Letter, told: Told) -> None:
    if of := find(told.of):
        decisions.mark_duplicate(letter=letter, by=opened(letter), version=letter.version, of=of)


def bring_back(letter: Letter, told: Told) -> None:
    by = staff(DeskRole.COORDINATOR)
    take_up(letter=letter, by=by, version=letter.version, reason=BackReason(told.because))


# --- The writer ------------------------------------------------------------------------------------
def agree(letter: Letter, told: Told) -> None:
    agree_to_leave_out(letter=letter)


def withdraw(letter: Letter, told: Told) -> None:
    withdraw_letter(letter=letter)


def erase(letter: Letter, told: Told) -> None:
    erase_by_writer(letter=letter)


# --- Into Russian ----------------------------------------------------------------------------------
def translate(letter: Letter, told: Told) -> None:
    save_translation(
        letter=letter,
        by=staff(DeskRole.TRANSLATOR),
        version=letter.version,
        text_version=0,
        rows=told.rows,
    )


def finish(letter: Letter, told: Told) -> None:
    """Say of each remark on the text why it does not apply, and hand the text over."""
    by, text = staff(DeskRole.TRANSLATOR), letter.translation
    found = look_over(letter, text_to_translate(letter), text, marked_text(text))
    reasons = {remark.key: AS_WRITTEN for remark in found if not remark.blocks}
    seen: dict[str, Any] = {"letter": letter, "by": by, "version": letter.version}
    text = save_translation(**seen, text_version=text.version, rows=told.rows, reasons=reasons)
    hand_over(letter=letter, by=by, version=letter.version, text_version=text.version)


def return_text(letter: Letter, told: Told) -> None:
    by = staff(DeskRole.READER)
    open_both(letter=letter, by=by)
    send_back(letter=letter, by=by, version=letter.version, reasons=told.reasons, note=told.note)


def approve_text(letter: Letter, told: Told) -> None:
    by = staff(DeskRole.READER)
    open_both(letter=letter, by=by)
    approve(letter=letter, by=by, version=letter.version)


TRANSLATED = (accept, translate, finish)
APPROVED = (*TRANSLATED, approve_text)
ROADS: dict[str, tuple[Step, ...]] = {
    "received": (),
    "asked": (ask,),
    "agreed": (ask, agree),
    "accepted": (accept,),
    "begun": (accept, translate),
    "sent_back": (*TRANSLATED, return_text),
    "translated": TRANSLATED,
    "approved": APPROVED,
    "printed": APPROVED,
    "posted": APPROVED,
    "answered": APPROVED,
    "came_back": APPROVED,
    "rejected": (reject,),
    "given_back": (give_back,),
    "duplicate": (join,),
    "withdrawn": (withdraw,),
    "erased": (erase,),
    "brought_back": (give_back, bring_back),
}


# --- What the post brings --------------------------------------------------------------------------
@transaction.atomic
def answer(letter: Letter, told: Told) -> None:
    """Bring two replies in: a translator has one, and has handed the other back."""
    by, translator = staff(DeskRole.DISPATCHER), staff(DeskRole.TRANSLATOR)
    about: dict[str, Any] = {"letter": letter, "by": by, "received_on": timezone.localdate()}
    about["prisoner"] = letter.prisoner
    asked = add_answer(text=told.reply, **about)
    translated = add_reply(text=told.second_reply, **about)
    for reply, text in ((asked, told.reply), (translated, told.second_reply)):
        open_reply(reply=reply, by=by)
        ask_translator(
            reply=reply, by=by, version=1, translator=translator, language=letter.language, text=text
        )
    open_to_translate(reply=translated, by=translator)
    hand_back(reply=translated, by=translator, version=2, text=told.translation)


def come_back(letter: Letter, told: Told) -> None:
    by = staff(DeskRole.DISPATCHER)
    came_back(letter=letter, by=by, version=letter.version, reason=ReturnReason(told.because))


AFTER_POSTING: dict[str, Step] = {"answered": answer, "came_back": come_back}


def bring_home(told: Told) -> None:
    """Do with a letter that went what the post brings; nothing where it did not go, or was done before."""
    letter = find(told.key)
    if letter and letter.state == LetterState.POSTED:
        AFTER_POSTING[told.stands](letter, told)
