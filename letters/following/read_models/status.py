"""What the holder of a code may know of a letter, on our own page and through the API."""

from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.settings.defaults import settings
from letters.choices.letters import LetterState, PublicState
from letters.choices.requests import RequestKind
from letters.codes import parse_code
from letters.following.read_models.notifications import Words, closed_sentence, reason_words
from letters.holds import told_reason
from letters.lifecycle import ALIVE, UNPRINTED
from letters.models import Letter
from letters.permissions.limits import ANSWER_WITHIN
from prisoner_pages.facts.can_be_written_to_words import CALL_WORDS, REASON_WORDS
from prisoner_pages.models import Consent, Prisoner

# Looked up in place of a code that is none, so that both answers take the same work.
NO_CODE = "-"
UNKNOWN = _("We can’t find a letter with this code")
UNKNOWN_TEXT = _("Compare the digits with your note.")
STATE_SENTENCES = {
    PublicState.RECEIVED: _("Your letter is with us. A person will read it soon."),
    PublicState.IN_PREPARATION: _("Your letter has been read and is being translated and printed."),
    PublicState.WAITING: _("Your letter is safe with us and goes on as soon as it can."),
    PublicState.SENT: _("Your letter has left us. Letters take weeks or months, and answers are rare."),
}
# To somebody for whom answering brings punishment.
SENT_WITHOUT_ANSWER = _("Your letter has left us. Letters take weeks or months.")
NOT_SENT = _("Your letter is safe with us. It has not been sent.")
# While what the writer asked for waits to be carried out.
ASKED_SENTENCES = {
    RequestKind.WITHDRAW: _(
        "You have asked to withdraw this letter. It is usually done within a minute, and until then the"
        " letter is not printed. Check the status again in a while."
    ),
    RequestKind.ANSWER: _(
        "We have noted your answer. Usually within a minute the letter goes back to our readers."
    ),
    RequestKind.ERASE: _(
        "You have asked to have this letter erased. It is usually done within a minute, and until then the"
        " letter goes no further. Check the status again in a while."
    ),
}
QUESTION_WAITS = _("We have a question about your letter; it waits for your answer.")
BROUGHT_BACK = _(
    "We have looked at this letter once more, and it is with us again. If you were told that it could not be"
    " sent, that no longer holds."
)
KEEPS_COPY = _(
    "You wished for a sealed copy of this letter, to be handed over after their release. If the letter is"
    " erased, the copy is erased too."
)


def letter_of(typed: str | None) -> Letter | None:
    """Return the letter with the code that somebody typed; None for an unknown one, and for what is none."""
    return Letter.objects.with_code(parse_code(typed) or NO_CODE)


def public_state_of(letter: Letter | None) -> PublicState | None:
    """Return the letter's public state, or None; an unknown letter costs as many queries as a known one.

    A public host has looked for it twice (`with_code`).
    """
    if letter is None:
        if settings.SITE_ROLE != "public":
            list(Consent.objects.valid().filter(prisoner_id=0))
        return None
    return letter.public_state


def state_sentence(letter: Letter, state: PublicState) -> str | Promise:
    """Return the sentence under the state of a letter that was found by its code."""
    if letter.waiting_request is not None:
        return ASKED_SENTENCES[RequestKind(letter.waiting_request)]
    if letter.state == LetterState.ASKED:
        return QUESTION_WAITS
    if state == PublicState.CLOSED:
        return closed_sentence(letter.closed_because)
    if state == PublicState.SENT and letter.prisoner.refuses_answers:
        return SENT_WITHOUT_ANSWER
    return NOT_SENT if state == PublicState.WAITING and _is_over(letter.prisoner) else STATE_SENTENCES[state]


def is_on_its_way(letter: Letter, state: PublicState) -> bool:
    """Is the letter with us, and nothing stops it? Only then is it told how long others took."""
    return state in (PublicState.RECEIVED, PublicState.IN_PREPARATION) and letter.waiting_request is None


def _is_over(prisoner: Prisoner) -> bool:
    """Is it public that no letter goes to this person in prison any more?"""
    return prisoner.is_public and not prisoner.call_to_action.shows_place


def why_it_waits(letter: Letter) -> list[str | Promise]:
    """Return sentences that say why the letter waits, none when nothing but the writer's answer is wanted."""
    if letter.state == LetterState.ASKED or letter.public_state != PublicState.WAITING:
        return []
    why: list[Any] = [REASON_WORDS[told_reason(letter.prisoner)]]
    if _is_over(letter.prisoner):
        why.insert(0, CALL_WORDS[letter.prisoner.call_to_action.call])
    return [words for words in why if words]


def question_in(letter: Letter, language: str) -> list[Words]:
    """Return the Words of what we ask the writer, none when nothing is asked or the writer has chosen."""
    is_asked = letter.state == LetterState.ASKED and letter.waiting_request is None
    return reason_words(letter.reasons_told, language) if is_asked else []


def answer_by(letter: Letter) -> date:
    return letter.state_since + ANSWER_WITHIN - timedelta(days=1)


def remarks_on(letter: Letter) -> list[str | Promise]:
    """Return further sentences about this letter."""
    was_brought_back = getattr(letter, "was_brought_back", False) and letter.state in UNPRINTED
    keeps_copy = letter.is_for_release and letter.state in ALIVE
    return why_it_waits(letter) + [BROUGHT_BACK] * was_brought_back + [KEEPS_COPY] * keeps_copy
