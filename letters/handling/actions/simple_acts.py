"""Acts that need nothing from the doer but a yes, or a reason by its code: for buttons and for many at once.

Where an act has an action of its own, that one is entered in `DOERS`, so that no button goes around it.
"""

from letters.handling.actions.transitions import do_by_staff

# Act -> function(letter=, by=, version=, detail=) that returns the letter as it stands then.
# Filled by the app when it is ready: the steps stand above this.
DOERS = {}


def do_plainly(act, *, letter, by, version, detail=""):
    """Do the act through its own action; return the letter. Raises as `do_by_staff` and that action."""
    if act in DOERS:
        return DOERS[act](letter=letter, by=by, version=version, detail=detail)
    return do_by_staff(act, letter=letter, by=by, version=version, detail=detail)
