"""Acts that need nothing from the doer but a yes, or a reason by its code: for buttons and for many at once.

Where an act has an action of its own, that one is entered in `DOERS`, so that no button goes around it.
"""

from letters.actions.approving import approve, approve_as_is, reopen
from letters.actions.bring_back import bring_back
from letters.actions.moderation import accept_letter, reject_letter, return_letter
from letters.actions.moves import do_by_staff
from letters.actions.packs import pull_letter
from letters.actions.posting import post_letter
from letters.actions.returns import come_back, readdress, record_answer
from letters.choices import Act

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


def _come_back(*, detail, **about):
    return come_back(reason=detail, **about)


def _return(*, detail, **about):
    return return_letter(reasons=[detail] if detail else [], **about)


def _bring_back(*, detail, **about):
    return bring_back(reason=detail, **about)


def _needs_no_more(action):
    return lambda *, detail, **about: action(**about)


# Act -> function(letter=, by=, version=, detail=) that returns the letter as it stands then.
DOERS = {
    Act.RETURN: _return,
    Act.COME_BACK: _come_back,
    Act.BRING_BACK: _bring_back,
    Act.ACCEPT: _needs_no_more(accept_letter),
    Act.REJECT: _needs_no_more(reject_letter),
    Act.APPROVE: _needs_no_more(approve),
    Act.APPROVE_AS_IS: _needs_no_more(approve_as_is),
    Act.REOPEN: _needs_no_more(reopen),
    Act.PULL: pull_letter,
    Act.POST: _needs_no_more(post_letter),
    Act.READDRESS: _needs_no_more(readdress),
    Act.RECORD_ANSWER: _needs_no_more(record_answer),
}


def do_plainly(act, *, letter, by, version, detail=""):
    """Do the act through its own action; return the letter. Raises as `do_by_staff` and that action."""
    if act in DOERS:
        return DOERS[act](letter=letter, by=by, version=version, detail=detail)
    return do_by_staff(act, letter=letter, by=by, version=version, detail=detail)
