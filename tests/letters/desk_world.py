"""Letters at the desk as a test needs them: with or without anything in them."""

import uuid

from letters.choices.desk import LogAction
from letters.choices.letters import LetterState
from letters.log.actions.entries import log_by_staff
from letters.models import Letter
from letters.sealing.sealed_box import seal_text


def make_letter(prisoner, body="Доброго дня!", **facts):
    """Return a stored letter to the person; `facts` are fields of Letter."""
    letter = blank_letter(prisoner, **facts)
    letter.sealed_body = seal_text(body, letter=letter.uuid, field="body")
    letter.sealed_name = seal_text("Олена", letter=letter.uuid, field="name")
    letter.sealed_wishes = seal_text('{"censor": "do", "delay": "keep"}', letter=letter.uuid, field="wishes")
    letter.save()
    return letter


def make_letters(prisoner, count, **facts):
    """Store many letters at once, with nothing in them."""
    return Letter.objects.bulk_create([blank_letter(prisoner, **facts) for _number in range(count)])


def blank_letter(prisoner, **facts):
    return Letter(
        **{
            "prisoner": prisoner,
            "language_declared": "uk",
            "state": LetterState.RECEIVED,
            "code_digest": uuid.uuid4().hex,
            "idempotency_key": uuid.uuid4().hex,
            **facts,
        }
    )


def opened_by(user, letters):
    """Return the letters, opened by the user as the log has it: what they hold is nothing to unseal."""
    for letter in letters:
        log_by_staff(letter, LogAction.OPENED, by=user)
    return letters


def tick(letter):
    return f"{letter.uuid}:{letter.version}"
