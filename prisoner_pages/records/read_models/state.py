"""What a screen about a whole person asks besides the record: the letters, which a higher app counts."""

from collections.abc import Callable

from django.contrib.auth.models import User

from home.registry import provided
from prisoner_pages.models import Prisoner

# Returns [(where letters to the person stand, how many)] for those who may see them.
LettersTo = Callable[[Prisoner, User], list[tuple[str, int]]]


def letters_to(record: Prisoner, user: User) -> list[tuple[str, int]]:
    return [row for count in provided("letters_to_a_person") for row in count(record, user)]
