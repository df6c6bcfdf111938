"""What each state means, who may do, read and find what in it: written out a second time, reviewed as tables.

A wrong edit of `letters.lifecycle` must fail against it, so nothing here is taken from there. In ACTS, PARTS
and LISTS columns are the states; a cell names those who may: S screener, T letter translator (own languages),
R second reader, D dispatcher, C coordinator, w the writer with the code, x the installation itself.
"""

from letters.choices.desk import Act, DeskRole, DeskWork
from letters.choices.letters import Keeping, LetterPart, LetterState

LETTERS = {
    "S": DeskRole.SCREENER,
    "T": DeskRole.TRANSLATOR,
    "R": DeskRole.READER,
    "D": DeskRole.DISPATCHER,
    "C": DeskRole.COORDINATOR,
    "w": "writer",
    "x": "worker",
}

# The last column is the state that follows; "=" where the letter stays where it is.
ACTS = """
                 recei asked accep trans appro print poste answe retur rejec withd erase
accept           S     .     .     .     .     .     .     .     .     .     .     .     accepted
ask              S     .     S     S     .     .     .     .     .     .     .     .     asked
answer           .     w     .     .     .     .     .     .     .     .     .     .     received
lapse            .     x     .     .     .     .     .     .     .     .     .     .     rejected
return           S     .     S     S     S     .     .     .     .     .     .     .     rejected
reject           S     .     S     S     S     .     .     .     .     .     .     .     rejected
mark_duplicate   S     .     .     .     .     .     .     .     .     .     .     .     rejected
bring_back       .     .     .     .     .     .     .     .     .     SC    .     .     received
hide             S     .     S     .     .     .     .     .     .     .     .     .     =
judge_drawing    SR    SR    SR    SR    SR    .     .     .     .     .     .     .     =
set_language     S     .     S     .     .     .     .     .     .     .     .     .     =
save_translation .     .     T     .     .     .     .     .     .     .     .     .     =
translate        .     .     T     .     .     .     .     .     .     .     .     .     translated
send_back        .     .     .     R     .     .     .     .     .     .     .     .     accepted
correct          .     .     .     R     .     .     .     .     .     .     .     .     =
approve          .     .     .     R     .     .     .     .     .     .     .     .     approved
approve_as_is    .     .     R     .     .     .     .     .     .     .     .     .     approved
reopen           .     .     .     .     RD    .     .     .     .     .     .     .     translated
print            .     .     .     .     D     .     .     .     .     .     .     .     printed
reprint          .     .     .     .     .     D     .     .     .     .     .     .     =
pull             .     .     .     .     .     xD    .     .     .     .     .     .     approved
post             .     .     .     .     .     D     .     .     .     .     .     .     posted
come_back        .     .     .     .     .     .     D     .     .     .     .     .     returned
readdress        .     .     .     .     .     .     .     .     D     .     .     .     approved
record_answer    .     .     .     .     .     .     D     .     .     .     .     .     answered
withdraw         w     w     w     w     w     .     .     .     .     .     .     .     withdrawn
erase            wxC   wxC   wxC   wxC   wxC   wxC   wxC   wxC   wxC   wxC   wxC   .     erased
note             STRDC STRDC STRDC STRDC STRDC STRDC STRDC STRDC STRDC .     .     .     =
"""

PARTS = """
                 recei asked accep trans appro print poste answe retur rejec withd erase
original         S     S     STR   SR    SR    .     .     .     .     .     .     .
signature        S     S     SR    SR    SR    .     .     .     .     .     .     .
wishes           S     S     S     S     S     .     .     .     .     .     .     .
drawing          S     S     SR    SR    SR    .     .     .     .     .     .     .
translation      .     .     TR    STR   SR    .     .     .     .     .     .     .
correction       .     .     .     R     .     .     .     .     .     .     .     .
scans            S     S     SR    SR    SR    .     .     .     .     .     .     .
notes            SRD   SRD   STRD  SRD   SRD   SRD   SRD   SRD   SRD   .     .     .
"""

LISTS = """
                 recei asked accep trans appro print poste answe retur rejec withd erase
lists            SC    SC    STRC  STRC  SRDC  SDC   SDC   SDC   SDC   SC    SC    C
"""

# Of a letter that needs a translation: what its writer is told, also while a hold lasts; where it waits; what
# ends its text (of one rejected for what it says: abuse); is it in public figures; in which column of the
# desk's numbers, and of the counts beside its recipient, does it stand. An erased one is empty already.
MEANS = """
           told           held           waits     ended_by              figures numbers beside
received   received       waiting        inbox     unsent+unsent_at_most no      in_work waiting
asked      waiting        waiting        .         unsent+unsent_at_most no      in_work waiting
accepted   in_preparation waiting        translate unsent+unsent_at_most yes     in_work waiting
translated in_preparation waiting        check     unsent+unsent_at_most yes     in_work waiting
approved   in_preparation waiting        print     unsent+unsent_at_most yes     in_work waiting
printed    in_preparation in_preparation post      unsent+unsent_at_most yes     in_work waiting
posted     sent           sent           follow_up sent                  yes     sent    went
answered   sent           sent           .         sent                  yes     sent    went
returned   sent           sent           follow_up sent                  yes     sent    went
rejected   closed         closed         .         closed                no      closed  .
withdrawn  closed         closed         .         closed                no      closed  .
erased     closed         closed         .         .                     no      closed  .
"""

# Other kinds of keeping end a question, an address or a file.
ENDS_THE_TEXT = {Keeping.SENT, Keeping.UNSENT, Keeping.UNSENT_AT_MOST, Keeping.ABUSE, Keeping.CLOSED}

# Work at the own desk that is no act on one letter.
WORK = {
    DeskWork.KEY_IN: "SC",
    DeskWork.BRING_SCANS: "SC",
    DeskWork.READ_SCANS: "S",
    DeskWork.WATCH_CLOSED: "SC",
    DeskWork.PRINT: "D",
    DeskWork.HAND_OVER: "D",
    DeskWork.WATCH_POST: "DC",
    DeskWork.LIST_REPLIES: "DC",
    DeskWork.BRING_REPLIES: "D",
    DeskWork.READ_REPLIES: "D",
    DeskWork.SHARE_REPLIES: "DC",
    DeskWork.ANSWER_WRITERS: "D",
    DeskWork.TRANSLATE_REPLIES: "T",
}


def rows(table):
    """Return {name: {state: who may}} and {name: state that follows, or "="}."""
    heads, *lines = [line.split() for line in table.strip().splitlines()]
    states = [next(state for state in LetterState if state.startswith(head)) for head in heads]
    who, after = {}, {}
    for name, *cells in lines:
        who[name] = {
            state: {LETTERS[letter] for letter in cell if letter != "."}
            for state, cell in zip(states, cells[: len(states)], strict=True)
        }
        after[name] = "".join(cells[len(states) :]) or "="
    return who, after


MAY_DO, LEADS_TO = rows(ACTS)
MAY_READ, _stays = rows(PARTS)
FINDS = rows(LISTS)[0]["lists"]
MAY_WORK = {work: {LETTERS[letter] for letter in letters} for work, letters in WORK.items()}
MEANINGS, *_lines = (line.split() for line in MEANS.strip().splitlines())
MEANT = {state: dict(zip(MEANINGS, cells, strict=True)) for state, *cells in _lines}


def follow(state):
    """Return the states that may follow."""
    return {LEADS_TO[act] for act, cells in MAY_DO.items() if cells[state]} - {"="}


def gaps():
    """Return what has no row, column or letter in the tables: an act, a part, a state, a role."""
    return (
        set(Act) ^ set(MAY_DO)
        | set(LetterPart) ^ set(MAY_READ)
        | set(DeskWork) ^ set(WORK)
        | set(LetterState) ^ set(FINDS)
        | set(LetterState) ^ set(MEANT)
        | set(DeskRole) ^ (set(LETTERS.values()) - {"writer", "worker"})
    )
