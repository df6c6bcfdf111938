"""The life of a letter as tables: what each state means, who may do what in it, where that leads. Pure."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum, StrEnum

from letters.choices.desk import Act, DeskRole, DeskWork, LogAction, QueueStep, Refusal
from letters.choices.letters import (
    ClosedReason,
    Keeping,
    LetterPart as Part,
    LetterState as S,
    PublicState,
    ReplyAction,
    ReplyState,
)
from letters.choices.requests import RequestKind

# --- Who -------------------------------------------------------------------------------------------


class Other(StrEnum):
    """Who acts without a seat at the desk."""

    WRITER = "writer"  # with the code
    WORKER = "worker"  # the installation itself


SCREENER, TRANSLATOR, READER = DeskRole.SCREENER, DeskRole.TRANSLATOR, DeskRole.READER
DISPATCHER, COORDINATOR = DeskRole.DISPATCHER, DeskRole.COORDINATOR

# --- States ----------------------------------------------------------------------------------------


class Stage(IntEnum):
    """How far a letter has come: what holds from a stage on, or up to one, holds for each of its states."""

    ARRIVED = 1  # no reader has let it in: no public figure counts it
    ACCEPTED = 2
    APPROVED = 3  # what goes on paper stands fast
    PRINTED = 4
    SENT = 5
    CLOSED = 6


@dataclass(frozen=True)
class Waiting:
    """The letter waits at a step of the queue, as long as its columns have these values."""

    step: QueueStep
    columns: Mapping[str, object]


def at(step: QueueStep, **columns: object) -> tuple[Waiting]:
    return (Waiting(step, columns),)


@dataclass(frozen=True)
class State:
    """What a state means, to all who ask: the desk, the writer, the times of keeping, the numbers."""

    stage: Stage
    told: PublicState  # to the writer
    # Where somebody works on it. Nowhere, though it is not printed yet: somebody outside is to answer.
    waits: tuple[Waiting, ...]
    # What deletes its text, or ends the state, when its time is over; nothing, where no text is left.
    ended_by: Set[Keeping]
    # Who finds it in lists, with nothing of what was written.
    listed_for: Set[DeskRole]
    # What of it is opened by whom. A translator reads own language pairs only, with hidden parts left out; a
    # dispatcher what is printed, in a run's files; a coordinator by emergency access.
    opened_by: Mapping[DeskRole, Set[Part]]


NOWHERE: tuple[Waiting, ...] = ()
NOBODY: Mapping[DeskRole, Set[Part]] = {}
UNSENT = {Keeping.UNSENT, Keeping.UNSENT_AT_MOST}
DESK, OUT = {SCREENER, COORDINATOR}, {SCREENER, COORDINATOR, DISPATCHER}
AS_SENT = {Part.ORIGINAL, Part.SIGNATURE, Part.DRAWING, Part.SCANS}
WISHED, COMPARED = AS_SENT | {Part.WISHES, Part.NOTES}, AS_SENT | {Part.TRANSLATION, Part.NOTES}
NOTES = dict.fromkeys([SCREENER, READER, DISPATCHER], {Part.NOTES})
UNREAD = NOTES | {SCREENER: WISHED}
BEFORE_PRINT = NOTES | {SCREENER: WISHED | COMPARED, READER: COMPARED}

# State: stage, told, waits, ended_by, listed_for, opened_by.
STATES = {
    S.RECEIVED: State(Stage.ARRIVED, PublicState.RECEIVED, at(QueueStep.INBOX), UNSENT, DESK, UNREAD),
    S.ASKED: State(Stage.ARRIVED, PublicState.WAITING, NOWHERE, UNSENT | {Keeping.QUESTION}, DESK, UNREAD),
    S.ACCEPTED: State(
        Stage.ACCEPTED,
        PublicState.IN_PREPARATION,
        # In a language that the place reads it goes to the second reader as it is.
        at(QueueStep.TRANSLATE, needs_translation=True) + at(QueueStep.CHECK, needs_translation=False),
        UNSENT,
        DESK | {TRANSLATOR, READER},
        UNREAD | {TRANSLATOR: {Part.ORIGINAL, Part.TRANSLATION, Part.NOTES}, READER: COMPARED},
    ),
    S.TRANSLATED: State(
        Stage.ACCEPTED,
        PublicState.IN_PREPARATION,
        at(QueueStep.CHECK),
        UNSENT,
        DESK | {TRANSLATOR, READER},
        BEFORE_PRINT | {TRANSLATOR: {Part.TRANSLATION}, READER: COMPARED | {Part.CORRECTION}},
    ),
    S.APPROVED: State(
        Stage.APPROVED,
        PublicState.IN_PREPARATION,
        at(QueueStep.PRINT, held_because=""),
        UNSENT,
        OUT | {READER},
        BEFORE_PRINT,
    ),
    S.PRINTED: State(Stage.PRINTED, PublicState.IN_PREPARATION, at(QueueStep.POST), UNSENT, OUT, NOTES),
    S.POSTED: State(Stage.SENT, PublicState.SENT, at(QueueStep.FOLLOW_UP), {Keeping.SENT}, OUT, NOTES),
    S.ANSWERED: State(Stage.SENT, PublicState.SENT, NOWHERE, {Keeping.SENT}, OUT, NOTES),
    S.RETURNED: State(Stage.SENT, PublicState.SENT, at(QueueStep.FOLLOW_UP), {Keeping.SENT}, OUT, NOTES),
    S.REJECTED: State(
        Stage.CLOSED, PublicState.CLOSED, NOWHERE, {Keeping.ABUSE, Keeping.CLOSED}, DESK, NOBODY
    ),
    S.WITHDRAWN: State(Stage.CLOSED, PublicState.CLOSED, NOWHERE, {Keeping.CLOSED}, DESK, NOBODY),
    S.ERASED: State(Stage.CLOSED, PublicState.CLOSED, NOWHERE, set(), {COORDINATOR}, NOBODY),
}


def between(first: Stage, last: Stage) -> frozenset[S]:
    return frozenset(state for state, row in STATES.items() if first <= row.stage <= last)


UNPRINTED, ON_PAPER = between(Stage.ARRIVED, Stage.APPROVED), between(Stage.PRINTED, Stage.SENT)
# Every state is one of three: not handed over yet, handed over, closed.
NOT_SENT, SENT = between(Stage.ARRIVED, Stage.PRINTED), between(Stage.SENT, Stage.SENT)
CLOSED = between(Stage.CLOSED, Stage.CLOSED)
ALIVE = NOT_SENT | SENT
IN_HAND = ON_PAPER - SENT  # paper that may yet be pulled out
HAS_APPROVED_TEXT, IN_FIGURES = between(Stage.APPROVED, Stage.SENT), between(Stage.ACCEPTED, Stage.SENT)
# A hold stops printing and posting only; a letter in these states waits while it lasts.
AT_WORK = frozenset(state for state in UNPRINTED if STATES[state].waits)
# Nothing more happens to them, but that their text is deleted.
FINISHED = frozenset(state for state in SENT | CLOSED if STATES[state].ended_by)
LISTED = {role: {state for state, row in STATES.items() if role in row.listed_for} for role in DeskRole}


def ended_by(kind: Keeping) -> list[S]:
    """Return the states whose letters are deleted, or moved on, when this time of keeping is over."""
    return [state for state, row in STATES.items() if kind in row.ended_by]


# --- Acts ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rule:
    """When an act may be done and by whom; `after` is the state it leads to, None when the state stays."""

    before: frozenset[S]
    after: S | None
    by: frozenset[DeskRole | Other]
    event: LogAction
    stops_when_held: bool = False
    can_be_undone: bool = False


def rule(
    before: Iterable[S], after: S | None, by: Iterable[DeskRole | Other], event: LogAction, **marks: bool
) -> Rule:
    return Rule(frozenset(before), after, frozenset(by), event, **marks)


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
    Act.REPRINT: rule(IN_HAND, None, {DISPATCHER}, LogAction.REPRINTED, stops_when_held=True),
    # By itself when its file had to be made anew and it could not be printed again.
    Act.PULL: rule(IN_HAND, S.APPROVED, {DISPATCHER, Other.WORKER}, LogAction.PULLED),
    Act.POST: rule(
        IN_HAND, S.POSTED, {DISPATCHER}, LogAction.POSTED, stops_when_held=True, can_be_undone=True
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

TO_PRINT = ACT_RULES[Act.PRINT].before

# Why a letter is closed, by the act that closed it.
CLOSES = {
    Act.LAPSE: ClosedReason.UNANSWERED,
    Act.RETURN: ClosedReason.CANNOT_GO,
    Act.REJECT: ClosedReason.REFUSED,
    Act.MARK_DUPLICATE: ClosedReason.DUPLICATE,
    Act.WITHDRAW: ClosedReason.WITHDRAWN,
    Act.ERASE: ClosedReason.ERASED,
}

# What the holder of a code asks for, and the act that comes of it.
ASKED_BY_CODE = {
    RequestKind.WITHDRAW: Act.WITHDRAW,
    RequestKind.ANSWER: Act.ANSWER,
    RequestKind.ERASE: Act.ERASE,
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
    # The prisoners' own words: who brings in the paper has read it, and nobody else reads it here, but for
    # what of one a dispatcher lets one translator read.
    DeskWork.LIST_REPLIES: {DISPATCHER, COORDINATOR},
    DeskWork.BRING_REPLIES: {DISPATCHER},
    DeskWork.READ_REPLIES: {DISPATCHER},
    DeskWork.SHARE_REPLIES: {DISPATCHER, COORDINATOR},
    DeskWork.ANSWER_WRITERS: {DISPATCHER},
    DeskWork.TRANSLATE_REPLIES: {TRANSLATOR},
}

# What is done to a reply on its way to the writer of the letter: {what: states of the reply before}. Sealed
# once more, it takes the place of what the writer found. Nothing follows once it is closed.
REPLY_RULES = {
    ReplyAction.TRANSLATOR_ASKED: {ReplyState.AT_DESK},
    ReplyAction.REQUEST_ENDED: {ReplyState.WITH_TRANSLATOR},
    ReplyAction.TRANSLATED: {ReplyState.WITH_TRANSLATOR},
    ReplyAction.FOR_WRITER: {ReplyState.AT_DESK, ReplyState.WITH_WRITER},
    ReplyAction.TAKEN_BACK: {ReplyState.WITH_WRITER},
    ReplyAction.CLOSED: {ReplyState.WITH_WRITER},
}
# So long a translator who is asked opens what was left for them, if nobody ends it sooner.
TRANSLATOR_HAS = timedelta(days=14)

# --- Reading ---------------------------------------------------------------------------------------
# Access in an emergency: who may ask to read a letter, who may grant it to another, how long there is to do
# so, how long it then holds. Auditors (a right of the account, no role at a desk) may grant it as well.
ACCESS_ASKED_BY = frozenset({COORDINATOR})
ACCESS_GRANTED_BY = frozenset({COORDINATOR})
ACCESS_GRANTED_WITHIN = timedelta(hours=24)
ACCESS_HOLDS = timedelta(minutes=30)

# Done to many letters at once only by who has opened each: the part, as it was since these events. So no
# letter goes on paper that fewer than two people have read.
READ_FIRST = {
    Act.ACCEPT: Part.ORIGINAL,
    Act.APPROVE: Part.TRANSLATION,
    Act.APPROVE_AS_IS: Part.ORIGINAL,
}
CHANGES_OF_TEXT = frozenset(
    {LogAction.ACCEPTED, LogAction.PART_HIDDEN, LogAction.TRANSLATED, LogAction.CORRECTED, LogAction.REOPENED}
)

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


def transitions() -> dict[S, set[S]]:
    """Return {state: states that may follow}, read from the rules."""
    rules = ACT_RULES.values()
    return {state: {each.after for each in rules if each.after and state in each.before} for state in S}


class InvalidTransition(Exception):
    """This act cannot be done to a letter in this state."""

    refusal = Refusal.NOT_NOW

    def __init__(self, act: Act, state: str) -> None:
        super().__init__(f"{act}: not in {state}")


def check_act(act: Act, state: str) -> None:
    """Raise InvalidTransition unless the act may be done to a letter in `state`."""
    if S(state) not in ACT_RULES[Act(act)].before:
        raise InvalidTransition(act, state)


def acts_for(roles: Iterable[DeskRole], state: str) -> list[Act]:
    """Return the acts open to somebody with these roles, in the order of the table."""
    return [act for act, each in ACT_RULES.items() if S(state) in each.before and each.by & set(roles)]


def is_readable(part: str, roles: Iterable[DeskRole], state: str) -> bool:
    """Do these roles open that part of a letter in this state?"""
    opened_by = STATES[S(state)].opened_by
    return any(Part(part) in opened_by.get(role, ()) for role in roles)


def public_state(state: str, *, held: bool) -> PublicState:
    """Return what the status page says of a letter; `held` is computed from record and facility."""
    return PublicState.WAITING if held and state in AT_WORK else STATES[S(state)].told


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
