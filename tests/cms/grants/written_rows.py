"""Rows of letters as the public host's database user writes them, beside one of somebody else."""

import uuid

from django.utils import timezone

from letters.choices.desk import LogAction
from letters.choices.letters import LetterState
from letters.models import Letter, LetterLogEntry
from tests.cms.grants.public_user import make_user
from tests.factories.canaries import plant_canaries
from tests.standing import standing

SEALED = {"sealed_body": "x", "sealed_name": "x", "sealed_wishes": "x"}


def new_letter(person, **facts):
    keys = {"code_digest": uuid.uuid4().hex, "idempotency_key": uuid.uuid4().hex}
    return Letter(prisoner_id=person.pk, **{**SEALED, **keys, **facts})


def new_entry(letter, **facts):
    first = {
        "number": 1,
        "action": LogAction.RECEIVED,
        "state_after": LetterState.RECEIVED,
        "day": timezone.localdate(),
        "previous": "0" * 64,
        "hash": "1" * 64,
    }
    return LetterLogEntry(letter=letter, **{**first, **facts})


@standing
def person(db):
    person = plant_canaries()
    make_user()
    return person


@standing
def letter(person):
    """Of somebody else, on its way."""
    letter = new_letter(person, state=LetterState.ACCEPTED, version=2)
    letter.save()
    LetterLogEntry.objects.bulk_create([new_entry(letter)])
    return letter


@standing
def arrived(person):
    letter = new_letter(person, has_drawing=True)
    letter.save()
    return letter
