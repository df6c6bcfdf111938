"""Acts that need nothing from the doer but a yes, or a reason by its code: for buttons and for many at once.

Where an act has an action of its own, its step provides it (`provides_letter_acts`), so that no button goes
around it: function(letter=, by=, version=, detail=) that returns the letter as it stands then.
"""

from django.contrib.auth.models import User

from home.registry import provided_by_name
from letters.choices.desk import Act
from letters.handling.actions.transitions import do_by_staff
from letters.models import Letter


def do_plainly(act: Act, *, letter: Letter, by: User, version: int, detail: str = "") -> Letter:
    """Do the act through its own action; return the letter. Raises as `do_by_staff` and that action."""
    own = provided_by_name("letter_acts")
    if act in own:
        return own[act](letter=letter, by=by, version=version, detail=detail)
    return do_by_staff(act, letter=letter, by=by, version=version, detail=detail)
