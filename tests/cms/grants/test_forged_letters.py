"""Whoever has taken over the public host adds letters as they arrive: none that is forged or on its way."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from cms.grants.rules import LARGEST_DRAWING, LONGEST_BODY, LONGEST_FIELD
from letters.choices.desk import LogAction
from letters.choices.letters import LetterState
from letters.models import Letter, LetterDrawing, LetterLogEntry, WriterRequest
from tests.cms.grants.public_user import as_public_user, only_postgresql
from tests.cms.grants.written_rows import arrived, letter, new_entry, new_letter, person
from tests.tiers import LONG, first_of

__all__ = ["arrived", "letter", "person"]
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, only_postgresql]


@pytest.mark.full(LONG)
def test_what_arrives_is_stored_with_its_drawing_and_its_first_entry(person):
    with as_public_user():
        letter = new_letter(person, has_drawing=True)
        letter.save(force_insert=True)
        LetterDrawing.objects.create(letter=letter, format="WEBP", sealed=b"x")
        new_entry(letter).save()
        WriterRequest.objects.add(kind="notify", letter_uuid=letter.uuid)
        WriterRequest.objects.add(kind="withdraw", letter_uuid=letter.uuid, digest="0" * 64, sealed="v1:x")

    assert Letter.objects.get(uuid=letter.uuid).log.get().number == 1


FORGED_LETTERS = {
    "approved": {"state": LetterState.APPROVED},
    "of a later version": {"version": 2},
    "as if from paper": {"channel": "paper"},
    "claimed by somebody": {"claimed_by_id": 1},
    "in a flood": {"flood_group": "x"},
    "like another": {"duplicate_hash": "x"},
    "of an address": {"email_index": "x"},
    "asked about": {"asked_for": "names"},
    "with parts hidden": {"sealed_hidden": "x"},
    "of long ago": {"received_on": timezone.localdate() - timedelta(days=2)},
    "of the first day": {"received_on": date.min},
    "of the last day": {"state_since": date.max},
    "held since the last day": {"held_since": date.max},
    "held for no reason of ours": {"held_because": "zzz"},
    "with a huge text": {"sealed_body": "x" * (LONGEST_BODY + 1)},
    "with a huge name": {"sealed_name": "x" * (LONGEST_FIELD + 1)},
    "with a huge address": {"sealed_email": "x" * (LONGEST_FIELD + 1)},
    "with huge wishes": {"sealed_wishes": "x" * (LONGEST_FIELD + 1)},
}


@pytest.mark.parametrize("facts", first_of(FORGED_LETTERS.values()), ids=FORGED_LETTERS)
def test_letter_is_born_received_and_untouched(person, facts):
    with pytest.raises(DatabaseError, match="row-level security"), as_public_user():
        new_letter(person, **facts).save(force_insert=True)


FORGED_ENTRIES = {
    "a later step": {"number": 2},
    "an approval": {"number": 2, "action": LogAction.APPROVED, "state_after": LetterState.APPROVED},
    "an approval in the first place": {"action": LogAction.APPROVED},
    "in the name of staff": {"by_name": "screener"},
    "with a time": {"at": timezone.now()},
}


@pytest.mark.parametrize("facts", FORGED_ENTRIES.values(), ids=FORGED_ENTRIES)
def test_log_of_a_letter_on_its_way_takes_no_entry(letter, facts):
    with pytest.raises(DatabaseError, match="row-level security"), as_public_user():
        LetterLogEntry.objects.bulk_create([new_entry(letter, **facts)])


FORGED_BEGINNINGS = {
    "of long ago": {"day": timezone.localdate() - timedelta(days=2)},
    "of the last day": {"day": date.max},
    "that follows something": {"previous": "2" * 64},
}


@pytest.mark.parametrize("facts", FORGED_BEGINNINGS.values(), ids=FORGED_BEGINNINGS)
def test_log_begins_today_and_follows_nothing(arrived, facts):
    with pytest.raises(DatabaseError, match="row-level security"), as_public_user():
        LetterLogEntry.objects.bulk_create([new_entry(arrived, **facts)])


def test_no_day_is_endless(arrived):
    copied = "SELECT id, 1, 'received', '', '-infinity', '', 'received', '', %s, 'x' FROM letters_letter"
    columns = "letter_id, number, action, by_name, day, state_before, state_after, detail, previous, hash"
    sql = f"INSERT INTO letters_letterlogentry ({columns}) {copied}"
    with pytest.raises(DatabaseError, match="row-level security"), as_public_user():
        connection.cursor().execute(sql, ["0" * 64])


def test_letter_has_one_beginning(arrived):
    LetterLogEntry.objects.bulk_create([new_entry(arrived)])

    with pytest.raises(DatabaseError, match="one_log_number"), as_public_user():
        LetterLogEntry.objects.bulk_create([new_entry(arrived)])


def test_log_of_a_letter_on_its_way_is_not_begun(person):
    letter = new_letter(person, state=LetterState.ACCEPTED, version=2)
    letter.save()

    with pytest.raises(DatabaseError, match="row-level security"), as_public_user():
        LetterLogEntry.objects.bulk_create([new_entry(letter)])


@pytest.mark.parametrize("facts", first_of([{"format": "x"}, {"sealed": bytes(LARGEST_DRAWING + 1)}]))
def test_drawing_is_a_picture_of_a_size_that_can_be_shown(arrived, facts):
    with pytest.raises(DatabaseError, match="row-level security"), as_public_user():
        LetterDrawing.objects.create(letter_id=arrived.pk, **{"format": "PNG", "sealed": b"x", **facts})


def test_no_drawing_is_slipped_into_a_letter_on_its_way(letter):
    Letter.objects.filter(pk=letter.pk).update(has_drawing=True)

    with pytest.raises(DatabaseError, match="row-level security"), as_public_user():
        LetterDrawing.objects.create(letter_id=letter.pk, format="WEBP", sealed=b"x")


def test_no_letter_on_its_way_is_told_of_as_another(letter):
    """Nor is it found in a form in which its log, its sealed parts or its row could be changed."""
    with as_public_user():
        assert Letter.objects.sent_as(letter.idempotency_key) == letter
