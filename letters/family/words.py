"""What a relative asked for, as it is sealed, and what is answered. Pure.

An answer says nothing of the person, nor of what was asked: somebody else may be looking at the screen.
"""

import json
from dataclasses import asdict, dataclass, field, fields

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from letters.choices.family import FamilyAnswer

FIELD, ANSWER_FIELD = "family", "family answer"  # under which they are sealed
NOT_READ_YET = _("We have what you wrote. Somebody will read it; look here again in a few days.")
ANSWERS: dict[FamilyAnswer, Promise] = {
    FamilyAnswer.DONE: _("We have done what you asked for. Thank you for writing to us."),
    FamilyAnswer.AT_ONCE: _(
        "What could not wait we did at once. We look into the rest; there is nothing you need to do."
    ),
    FamilyAnswer.MORE: _(
        "We need to know more before we can do this. Please write to us once more the same way, and say how"
        " we may reach you safely."
    ),
    FamilyAnswer.CANNOT: _(
        "We could not do this as you asked. Please write to us once more the same way, and say how we may"
        " reach you safely: we will explain."
    ),
    FamilyAnswer.UNREAD: _(
        "So much came that day that we could not read all of it, and this was among it. We are sorry. Please"
        " write to us once more the same way."
    ),
}


@dataclass(frozen=True)
class FamilyWords:
    """All that a relative typed."""

    who: str = field(default="", repr=False)  # whom it is about, where the address doesn't say
    words: str = field(default="", repr=False)
    arrives: str = field(default="", repr=False)  # PostAnswer
    heard: str = field(default="", repr=False)  # when, as typed
    reach: str = field(default="", repr=False)

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @property
    def fingerprint(self) -> tuple[str, ...]:
        return tuple(getattr(self, each.name) for each in fields(self))


def words_in(text: str) -> FamilyWords | None:
    """Return what was sealed, None for what is nothing of ours: anybody can seal anything."""
    try:
        given = json.loads(text)
        known = {each.name for each in fields(FamilyWords)}
        is_ours = given.keys() == known and all(isinstance(value, str) for value in given.values())
    except (ValueError, AttributeError, RecursionError):
        return None
    return FamilyWords(**given) if is_ours else None
