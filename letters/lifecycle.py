"""The life of a letter as tables: who may do what in which state, where it leads, who reads what. Pure."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from letters.choices.desk import Act, DeskRole, DeskWork, LogAction, QueueStep, Refusal
from letters.choices.letters import ClosedReason, LetterPart, LetterState as S, PublicState

# --- Who -------------------------------------------------------------------------------------------


class Other(StrEnum):
    """Who acts without a seat at the desk."""

    WRITER = "writer"  # with the code
    WORKER = "worker"  # the installation itself


SCREENER, TRANSLATOR, READER = DeskRole.SCREENER, DeskRole.TRANSLATOR, DeskRole.READER
DISPATCHER, COORDINATOR = DeskRole.DISPATCHER, DeskRole.COORDINATOR

# --- Acts ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rule:
    """When an act may be done and by whom; `after` is the state it leads to, None when the state stays."""

    before: frozenset
    after: S | None
    by: frozenset
    event: LogAction
    stops_when_held: bool = False
    can_be_undone: bool = False


def rule(before, after, by, event, **marks):
    return Rule(frozenset(before), after, frozenset(by), event, **marks)


UNPRINTED = {S.RECEIVED, S.ASKED, S.ACCEPTED, S.TRANSLATED, S.APPROVED}
ON_PAPER = {S.PRINTED, S.POSTED, S.ANSWERED, S.RETURNED}
CLOSED = {S.REJECTED, S.WITHDRAWN, S.ERASED}
AT_WORK = UNPRINTED - {S.ASKED}
ALIVE = set(S) - CLOSED
# Every state is one of three: not handed over yet, handed over, closed.
NOT_SENT = UNPRINTED | {S.PRINTED}
SENT = ON_PAPER - {S.PRINTED}

ACT_RULES = {
    # Reading what arrived
    Act.ACCEPT: rule({S.RECEIVED}, S.ACCEPTED, {SCREENER}, LogAction.ACCEPTED, can_be_undone=True),
    Act.ASK: rule({S.RECEIVED, S.ACCEPTED, S.TRANSLATED}, S.ASKED, {SCREENER}, LogAction.ASKED),
    Act.ANSWER: rule({S.ASKED}, S.RECEIVED, {Other.WRITER}, LogAction.ANSWERED_QUESTION),
    Act.LAPSE: rule({S.ASKED}, S.REJECTED, {Other.WORKER}, LogAction.LAPSED),
    Act.RETURN: rule(AT_WORK, S.REJECTED, {SCREENER}, LogAction.RETURNED_TO_WRITER, can_be_undone=True),
    Act.REJECT: rule(AT_WORK, S.REJECTED, {SCREENER}, LogAction.REJECTED, can_be_undone=True),
    # By another person, while its text is kept: one account alone ends no letter.
    Act.BRING_BACK: rule({S.REJECTED}, S.RECEIVED, {SCREENER, COORDINATOR}, LogAction.BROUGHT_BACK),
    Act.HIDE: rule({S.RECEIVED, S.ACCEPTED}, None, {SCREENER}, LogAction.PART_HIDDEN),
    Act.JUDGE_DRAWING: rule(UNPRINTED, None, {SCREENER, READER}, LogAction.DRAWING_JUDGED),
    Act.MARK_DUPLICATE: rule(
        {S.RECEIVED}, S.REJECTED, {SCREENER}, LogAction.MARKED_DUPLICATE, can_be_undone=True
    ),
    Act.SET_LANGUAGE: rule({S.RECEIVED, S.ACCEPTED}, None, {SCREENER}, LogAction.LANGUAGE_SET),
    # Into Russian
    Act.SAVE_TRANSLATION: rule({S.ACCEPTED}, None, {TRANSLATOR}, LogAction.TRANSLATION_SAVED),
    Act.TRANSLATE: rule({S.ACCEPTED}, S.TRANSLATED, {TRANSLATOR}, LogAction.TRANSLATED, can_be_undone=True),
    # The second reader has found something: the translator's turn again.
    Act.SEND_BACK: rule({S.TRANSLATED}, S.ACCEPTED, {READER}, LogAction.SENT_BACK),
    # Whoever does it wrote a part of the text: another reader approves it.
    Act.CORRECT: rule({S.TRANSLATED}, None, {READER}, LogAction.CORRECTED),
    Act.APPROVE: rule({S.TRANSLATED}, S.APPROVED, {READER}, LogAction.APPROVED, can_be_undone=True),
    # A letter in a language that the place reads.
    Act.APPROVE_AS_IS: rule({S.ACCEPTED}, S.APPROVED, {READER}, LogAction.APPROVED_AS_IS, can_be_undone=True),
    # It cannot be printed as it is, or the reader thinks again.
    Act.REOPEN: rule({S.APPROVED}, S.TRANSLATED, {READER, DISPATCHER}, LogAction.REOPENED),
    # On paper
    Act.PRINT: rule({S.APPROVED}, S.PRINTED, {DISPATCHER}, LogAction.PRINTED, stops_when_held=True),
    Act.REPRINT: rule({S.PRINTED}, None, {DISPATCHER}, LogAction.REPRINTED, stops_when_held=True),
    # By itself when its file had to be made anew and it could not be printed again.
    Act.PULL: rule({S.PRINTED}, S.APPROVED, {DISPATCHER, Other.WORKER}, LogAction.PULLED),
    Act.POST: rule(
        {S.PRINTED}, S.POSTED, {DISPATCHER}, LogAction.POSTED, stops_when_held=True, can_be_undone=True
    ),
    Act.COME_BACK: rule({S.POSTED}, S.RETURNED, {DISPATCHER}, LogAction.CAME_BACK, can_be_undone=True),
    Act.READDRESS: rule({S.RETURNED}, S.APPROVED, {DISPATCHER}, LogAction.READDRESSED),
    Act.RECORD_ANSWER: rule({S.POSTED}, S.ANSWERED, {DISPATCHER}, LogAction.ANSWERED, can_be_undone=True),
    # The end
    Act.WITHDRAW: rule(UNPRINTED, S.WITHDRAWN, {Other.WRITER}, LogAction.WITHDRAWN),
    Act.ERASE: rule(
        set(S) - {S.ERASED}, S.ERASED, {Other.WRITER, Other.WORKER, COORDINATOR}, LogAction.ERASED
    ),
    # At any time
    Act.NOTE: rule(ALIVE, None, {SCREENER, TRANSLATOR, READER, DISPATCHER, COORDINATOR}, LogAction.NOTED),
}

# Why a letter is closed, by the act that closed it.
CLOSES = {
    Act.LAPSE: ClosedReason.UNANSWERED,
    Act.RETURN: ClosedReason.CANNOT_GO,
    Act.REJECT: ClosedReason.REFUSED,
    Act.MARK_DUPLICATE: ClosedReason.DUPLICATE,
    Act.WITHDRAW: ClosedReason.WITHDRAWN,
    Act.ERASE: ClosedReason.ERASED,
}

# A screener ends a letter by these: so many a day at most, and another person may bring it back. What the
# writer ended, or their silence, stays ended.
CLOSED_BY_SCREENERS = frozenset({Act.RETURN, Act.REJECT, Act.MARK_DUPLICATE})

# One account does so many of these a day: a question nobody answers ends a letter too.
COUNTED_A_DAY = CLOSED_BY_SCREENERS | {Act.ASK}

# Who ever did one of these to a letter may not do the act that checks it.
FOUR_EYES = {
    Act.APPROVE: {Act.SAVE_TRANSLATION, Act.TRANSLATE, Act.CORRECT},
    Act.APPROVE_AS_IS: {Act.ACCEPT},
    Act.BRING_BACK: CLOSED_BY_SCREENERS,
}

# Of these a lone translator may do all the same, where their desk allows it: nobody else reads the language.
LONE_MAY = frozenset({Act.APPROVE})

# Who typed a letter in may do none of these to it: another pair of eyes sees that it says what came.
BARRED_AFTER_KEYING_IN = frozenset({Act.ACCEPT})

# --- Beside the queue -------------------------------------------------------------------------------
# Bringing in what came on paper or by e-mail. A scanned page is a letter that nobody has read yet: as with
# any letter, a coordinator knows how many there are and reads none.
DESK_WORK = {
    DeskWork.KEY_IN: {SCREENER, COORDINATOR},
    DeskWork.BRING_SCANS: {SCREENER, COORDINATOR},
    DeskWork.READ_SCANS: {SCREENER},
    # What was closed lately, by whom and why, and the way back.
    DeskWork.WATCH_CLOSED: {SCREENER, COORDINATOR},
    DeskWork.PRINT: {DISPATCHER},
    # By run, by pack, by scanned numbers.
    DeskWork.HAND_OVER: {DISPATCHER},
    # Places from which letters come back; to whom letters went, and when.
    DeskWork.WATCH_POST: {DISPATCHER, COORDINATOR},
    # The prisoners' own words: who brings in the paper has read it, and nobody else reads it here.
    DeskWork.LIST_REPLIES: {DISPATCHER, COORDINATOR},
    DeskWork.BRING_REPLIES: {DISPATCHER},
    DeskWork.READ_REPLIES: {DISPATCHER},
    DeskWork.SHARE_REPLIES: {DISPATCHER, COORDINATOR},
}

# --- Reading ---------------------------------------------------------------------------------------
# Part -> role -> states in which the part may be opened. A translator reads own language pairs only, with
# hidden parts left out; a dispatcher what is printed, in a run's files; a coordinator by breaking the glass.
READERS = {
    LetterPart.ORIGINAL: {
        SCREENER: UNPRINTED,
        TRANSLATOR: {S.ACCEPTED},
        READER: {S.ACCEPTED, S.TRANSLATED, S.APPROVED},
    },
    LetterPart.SIGNATURE: {SCREENER: UNPRINTED, READER: {S.ACCEPTED, S.TRANSLATED, S.APPROVED}},
    LetterPart.WISHES: {SCREENER: UNPRINTED},
    LetterPart.DRAWING: {SCREENER: UNPRINTED, READER: {S.ACCEPTED, S.TRANSLATED, S.APPROVED}},
    LetterPart.TRANSLATION: {
        SCREENER: {S.TRANSLATED, S.APPROVED},
        TRANSLATOR: {S.ACCEPTED, S.TRANSLATED},
        READER: {S.ACCEPTED, S.TRANSLATED, S.APPROVED},
    },
    LetterPart.CORRECTION: {READER: {S.TRANSLATED}},
    LetterPart.SCANS: {SCREENER: UNPRINTED, READER: {S.ACCEPTED, S.TRANSLATED, S.APPROVED}},
    LetterPart.NOTES: {SCREENER: ALIVE, TRANSLATOR: {S.ACCEPTED}, READER: ALIVE, DISPATCHER: ALIVE},
}

# Access in an emergency: who may ask to read a letter, who may grant it to another, how long there is to do
# so, how long it then holds. Auditors (a right of the account, no role at a desk) may grant it as well.
GLASS_ASKED_BY = frozenset({COORDINATOR})
GLASS_GRANTED_BY = frozenset({COORDINATOR})
GLASS_GRANTED_WITHIN = timedelta(hours=24)
GLASS_HOLDS = timedelta(minutes=30)

# Done to many letters at once only by who has opened each: the part, as it was since these events. So no
# letter goes on paper that fewer than two people have read.
READ_FIRST = {
    Act.ACCEPT: LetterPart.ORIGINAL,
    Act.APPROVE: LetterPart.TRANSLATION,
    Act.APPROVE_AS_IS: LetterPart.ORIGINAL,
}
CHANGES_OF_TEXT = frozenset(
    {LogAction.ACCEPTED, LogAction.PART_HIDDEN, LogAction.TRANSLATED, LogAction.CORRECTED, LogAction.REOPENED}
)

# Role -> states in which the role finds a letter in its lists, with nothing of what was written.
LISTED = {
    SCREENER: set(S) - {S.ERASED},
    TRANSLATOR: {S.ACCEPTED, S.TRANSLATED},
    READER: {S.ACCEPTED, S.TRANSLATED, S.APPROVED},
    DISPATCHER: {S.APPROVED, *ON_PAPER},
    COORDINATOR: set(S),
}

# --- Steps -----------------------------------------------------------------------------------------
# Roles that work at a step; a coordinator sees all of them, without content.
STEP_ROLES = {
    QueueStep.INBOX: {SCREENER},
    QueueStep.TRANSLATE: {TRANSLATOR},
    QueueStep.CHECK: {READER},
    QueueStep.PRINT: {DISPATCHER},
    QueueStep.POST: {DISPATCHER},
    QueueStep.FOLLOW_UP: {DISPATCHER},
    QueueStep.HELD: {SCREENER, DISPATCHER},
}

# --- What the writer is told ------------------------------------------------------------------------
PUBLIC_STATES = {
    S.RECEIVED: PublicState.RECEIVED,
    S.ASKED: PublicState.WAITING,
    S.ACCEPTED: PublicState.IN_PREPARATION,
    S.TRANSLATED: PublicState.IN_PREPARATION,
    S.APPROVED: PublicState.IN_PREPARATION,
    S.PRINTED: PublicState.IN_PREPARATION,
    S.POSTED: PublicState.SENT,
    S.ANSWERED: PublicState.SENT,
    S.RETURNED: PublicState.SENT,
    S.REJECTED: PublicState.CLOSED,
    S.WITHDRAWN: PublicState.CLOSED,
    S.ERASED: PublicState.CLOSED,
}

# A hold stops printing and posting only; a letter in these states waits while it lasts.
WAITS_WHEN_HELD = frozenset({S.RECEIVED, S.ACCEPTED, S.TRANSLATED, S.APPROVED})


def transitions():
    """Return {state: states that may follow}, read from the rules."""
    table = defaultdict(set)
    for each in ACT_RULES.values():
        for before in each.before if each.after else ():
            table[before].add(each.after)
    return {state: table[state] for state in S}


class InvalidTransition(Exception):
    """This act cannot be done to a letter in this state."""

    refusal = Refusal.NOT_NOW

    def __init__(self, act, state):
        super().__init__(f"{act}: not in {state}")


def check_act(act, state):
    """Raise InvalidTransition unless the act may be done to a letter in `state`."""
    if S(state) not in ACT_RULES[Act(act)].before:
        raise InvalidTransition(act, state)


def acts_for(roles, state):
    """Return the acts open to somebody with these roles, in the order of the table."""
    return [act for act, each in ACT_RULES.items() if S(state) in each.before and each.by & set(roles)]


def is_readable(part, roles, state):
    """Do these roles open that part of a letter in this state?"""
    return any(S(state) in READERS[LetterPart(part)].get(role, ()) for role in roles)


def public_state(state, *, held):
    """Return what the status page says of a letter; `held` is computed from record and facility."""
    if held and state in WAITS_WHEN_HELD:
        return PublicState.WAITING
    return PUBLIC_STATES[S(state)]


# The buttons of a letter's page that stand for themselves; the other acts have forms of their own.
BUTTONS = [
    Act.ACCEPT,
    Act.REJECT,
    Act.APPROVE,
    Act.APPROVE_AS_IS,
    Act.REOPEN,
    Act.POST,
    Act.PULL,
    Act.RECORD_ANSWER,
    Act.READDRESS,
]
