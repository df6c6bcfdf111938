"""What the writer decides with the code. A question nobody answers lapses by the times of keeping."""

from letters.choices.desk import Act
from letters.handling.actions.transitions import do_by_writer
from letters.models import Letter

LEAVE_OUT = "leave_out"


def agree_to_leave_out(*, letter: Letter) -> Letter:
    """The writer lets us leave out what we asked about: the letter is read again and goes on."""
    return do_by_writer(Act.ANSWER, letter=letter, detail=LEAVE_OUT)


def withdraw_letter(*, letter: Letter) -> Letter:
    """The writer takes the letter back while it is not printed. Raises InvalidTransition."""
    return do_by_writer(Act.WITHDRAW, letter=letter)
