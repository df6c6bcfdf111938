"""What a page asks of its reader, in words: one fixed sentence for every call and reason.

The sentences tell the truth about waiting and ask for nothing out of guilt.
"""

from django.utils.translation import gettext_lazy as _

from prisoner_pages.policies import Call, CallReason

CALL_TITLES = {
    Call.WRITE: _("You can write"),
    Call.HELD: _("You can write, and we will keep the letter"),
    Call.IMPOSSIBLE: _("Letters are not possible now"),
    Call.FREED: _("Free again"),
    Call.IN_MEMORY: _("In memory"),
    Call.NAME_ONLY: "",
}
CALL_SENTENCES = {
    (Call.WRITE, CallReason.NONE): _(
        "Write a few lines in your own language. We translate, print and hand the letter over."
    ),
    (Call.HELD, CallReason.IN_TRANSFER): _(
        "This person is being moved to another place. Write anyway: we keep the letter and send it when the "
        "new place is known."
    ),
    (Call.HELD, CallReason.NO_CENSOR): _(
        "The place has nobody who reads letters at the moment, so they would lie there. Write anyway: we keep "
        "the letter until it can go."
    ),
    (Call.HELD, CallReason.FACILITY_BLOCKED): _(
        "The place lets no letters through at the moment. Write anyway: we keep the letter until it can go."
    ),
    (Call.HELD, CallReason.FACILITY_CLOSED): _(
        "The place of detention has closed and the new one is not known yet. Write anyway: we keep the letter "
        "until it can go."
    ),
    (Call.HELD, CallReason.ON_HOLD): _(
        "We are checking where letters can be sent. Write anyway: we keep the letter until it can go."
    ),
    (Call.IMPOSSIBLE, CallReason.NO_BASIS): _(
        "Neither this person nor the family has said yet that letters are welcome, so we take none."
    ),
    (Call.IMPOSSIBLE, CallReason.MAIL_UNKNOWN): _(
        "No source says whether letters reach this person, so we take none yet."
    ),
    (Call.IMPOSSIBLE, CallReason.CANNOT_RECEIVE): _("Letters do not reach this person, so we take none."),
    (Call.IMPOSSIBLE, CallReason.INCOMMUNICADO): _(
        "This person is held without contact with the outside world. Letters do not get through."
    ),
    (Call.IMPOSSIBLE, CallReason.MISSING): _("Where this person is held is not known."),
    (Call.IMPOSSIBLE, CallReason.HOUSE_ARREST): _(
        "This person is under house arrest. We publish no home addresses and take no letters."
    ),
    (Call.IMPOSSIBLE, CallReason.STATUS_UNKNOWN): _(
        "We do not know for certain where this person is now, so we take no letters."
    ),
    (Call.FREED, CallReason.NONE): _("This person is free. Letters to prison are needed no more."),
    (Call.IN_MEMORY, CallReason.NONE): _("This person has died. We keep the name and the story here."),
    (Call.NAME_ONLY, CallReason.NONE): "",
}


def title_of(answer):
    return CALL_TITLES[answer.call]


def sentence_of(answer):
    """Return the sentence for what `policies.call_to_action` decided."""
    return CALL_SENTENCES[answer.call, answer.reason]
