"""A tablet is handed on at an event: what the guest before wrote is neither shown nor sent once more."""

from datetime import timedelta

from home.caching.once import take, was_taken
from home.security import form_tokens
from letters.codes import Receipt
from letters.writing.forms.state import FORM, Writing

# Longer than a tablet is left with the pages of one evening open.
REMEMBERED = timedelta(days=3)


def note_sent(writing: Writing) -> None:
    """Of a form that was sent only the code may be asked for again, as when its answer was lost."""
    if form := _form_of(writing):
        take(f"sent {form}", keeps=REMEMBERED)


def hand_on(writing: Writing, receipt: Receipt | None) -> None:
    """End what a guest began or sent: neither the form nor the code is shown from now on."""
    if form := _form_of(writing):
        take(f"left {form}", keeps=REMEMBERED)
    if receipt:
        take(f"receipt {receipt.code}", keeps=REMEMBERED)


def is_of_guest_before(writing: Writing, *, is_sending: bool) -> bool:
    """Was this form, at an event, sent or left? One that was sent asks for its code, until it is left."""
    form = _form_of(writing) if writing.values["event"] else ""
    if not form:
        return False
    return was_taken(f"left {form}") or (not is_sending and was_taken(f"sent {form}"))


def was_handed_on(receipt: Receipt) -> bool:
    return was_taken(f"receipt {receipt.code}")


def _form_of(writing: Writing) -> str:
    try:
        return form_tokens.read(writing.token, FORM).nonce
    except form_tokens.InvalidFormToken:
        return ""
