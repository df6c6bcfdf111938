"""Whoever has taken over the public host has its database user: what they try, and the database refuses."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone
from wagtail.models import Page

from cms.grants.rules import LARGEST_DRAWING, LONGEST_BODY, LONGEST_FIELD
from letters.choices.desk import LogAction
from letters.choices.letters import LetterState
from letters.models import Letter, LetterDrawing, LetterLogEntry, WriterRequest
from prisoner_pages.models import ListedName, Prisoner, PrisonerPage
from tests.cms.grants.public_user import as_public_user, make_user, only_postgresql
from tests.factories.canaries import CANARY, plant_canaries
from tests.standing import standing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, only_postgresql]
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


def test_what_arrives_is_stored_with_its_drawing_and_its_first_entry(person):
    with as_public_user():
        letter = new_letter(person, has_drawing=True)
        letter.save(force_insert=True)
        LetterDrawing.objects.create(letter=letter, format="WEBP", sealed=b"x")
        new_entry(letter).save()
        WriterRequest.objects.add(kind="notify", letter_uuid=letter.uuid)

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


@pytest.mark.parametrize("facts", FORGED_LETTERS.values(), ids=FORGED_LETTERS)
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


@pytest.mark.parametrize("facts", [{"format": "x"}, {"sealed": bytes(LARGEST_DRAWING + 1)}])
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


JOB = """INSERT INTO django_tasks_database_dbtaskresult
    (id, status, enqueued_at, args_kwargs, priority, task_path, worker_ids, queue_name, backend_name,
     run_after, exception_class_path, traceback)
    VALUES (gen_random_uuid(), 'READY', now(), '{}', 0, 'this.s', '[]', 'default', 'default',
     now(), '', '')"""
MAIL = """INSERT INTO home_outbox (template, reference, language, state, attempts, created_at, due_at)
    VALUES ('letter_received', gen_random_uuid(), 'uk', 'pending', 0, now(), now())"""
REFUSED = {
    "a job": JOB,
    "a mail": MAIL,
    "a request that is done": "INSERT INTO letters_request (kind, done_at) VALUES ('erase', now())",
    "a letter changed": "UPDATE letters_letter SET state = 'approved'",
    "a letter locked": "SELECT id FROM letters_letter FOR UPDATE",
    "a letter deleted": "DELETE FROM letters_letter",
    "the log deleted": "DELETE FROM letters_letterlogentry",
    "a page changed": "UPDATE wagtailcore_page SET title = 'x'",
    "a person changed": "UPDATE prisoner_pages_prisoner SET name_uk = 'x'",
    "an account changed": "UPDATE auth_user SET is_superuser = true",
    "an account made": "INSERT INTO auth_user (username) VALUES ('x')",
    "rights given": "INSERT INTO auth_user_groups (user_id, group_id) VALUES (1, 1)",
    "a redirect": "INSERT INTO wagtailredirects_redirect (old_path) VALUES ('/uk/x')",
    "a generation": "UPDATE home_generation SET number = 1",
    "a migration": "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'x', now())",
    "a table": "CREATE TABLE mine (id int)",
    "a table emptied": "TRUNCATE letters_letter CASCADE",
    "the policies": "ALTER TABLE letters_letter DISABLE ROW LEVEL SECURITY",
    "a function": "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "letters read": "SELECT sealed_body FROM letters_letter",
    "senders read": "SELECT sealed_email FROM letters_letter",
    "indexes of senders read": "SELECT email_index FROM letters_letter",
    "drawings read": "SELECT sealed FROM letters_letterdrawing",
    "requests read": "SELECT sealed FROM letters_request",
    "addresses read": "SELECT index FROM letters_writeraddress",
    "addresses of erasures read": "SELECT sealed_email FROM letters_erasurerequest",
    "who did what read": "SELECT by_name FROM letters_letterlogentry",
    "proofs of consent read": "SELECT proof_encrypted FROM prisoner_pages_consent",
    "givers of consent read": "SELECT given_by_encrypted FROM prisoner_pages_consent",
    "reasons of pauses read": "SELECT reason_encrypted FROM prisoner_pages_pause",
    **{
        f"{table} read": f"SELECT * FROM {table}"  # noqa: S608
        for table in (
            *("auth_user", "auth_group", "django_session", "wagtailcore_apitoken", "wagtailcore_revision"),
            *("wagtailcore_pagelogentry", "wagtailcore_modellogentry", "wagtailadmin_formstate"),
            *("wagtail_localize_stringtranslation", "translation_unit", "headless_endpointsecret"),
            *("prisoner_pages_prisonerprivate", "letters_lettertranslation", "letters_reply"),
            *(
                "mfa_authenticator",
                "home_secondstepreset",
                "letters_tombstone",
                "home_outbox",
                "home_staffsession",
                "home_staffdevice",
            ),
            *("django_tasks_database_dbtaskresult", "letters_printfile", "letters_placestop"),
        )
    },
}


@pytest.mark.parametrize("sql", REFUSED.values(), ids=REFUSED)
def test_database_refuses(letter, sql):
    refusals = "permission denied|must be owner"
    with pytest.raises(DatabaseError, match=refusals), as_public_user(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_people_and_pages_that_are_not_public_are_not_there(person):
    hidden = [f"{CANARY}-{kind}" for kind in ("paused", "draft", "without-basis", "expired", "withdrawn")]
    assert Prisoner.objects.filter(slug__in=hidden).count() == len(hidden)

    with as_public_user():
        assert Prisoner.objects.filter(slug="open-person").exists()
        assert not Prisoner.objects.filter(slug__in=hidden).exists()
        assert not ListedName.objects.filter(name__contains="Людина", name__startswith=CANARY).exists()
        assert not Page.objects.filter(live=False).exists()
        told = "".join(PrisonerPage.objects.values_list("intro", flat=True))

    assert told and f"{CANARY} Людина" not in told and f"{CANARY} Person" not in told
