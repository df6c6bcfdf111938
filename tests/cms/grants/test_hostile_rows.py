"""What only the keys tell from a letter, and no database can refuse: the staff side goes on all the same."""

import uuid

import pytest
from django.core import checks
from django.utils import timezone

from home.registry import provided_by_name
from home.settings.requirements import START
from letters.choices.desk import LogAction
from letters.choices.letters import LetterState
from letters.models import Letter, LetterDrawing, LetterLogEntry
from letters.sealing.sealed_box import seal_text
from tests.cms.grants.public_user import as_public_user, make_user, only_postgresql
from tests.letters.conftest import make_screener, make_world
from tests.letters.requests.test_forged import sealed_json
from tests.standing import standing
from tests.tiers import LONG, first_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, only_postgresql]
PARTS = {
    "body": "Привіт",
    "name": "Олена",
    "email": "o@example.org",
    "wishes": '{"censor": "do", "delay": "keep"}',
}


def half_a_pair(letter, field):
    return sealed_json(f'{{"letter": "{letter.uuid}", "field": "{field}", "value": "\\ud800"}}')


# What stands in the place of one sealed part: function(letter, field).
FORGED = {
    "no seal": lambda letter, field: "x",
    "a key of nobody": lambda letter, field: "v1:deadbeef:x",
    "no base64": lambda letter, field: seal_text("x", letter=letter.uuid, field=field)[:-1],
    "half a pair": half_a_pair,
    "a list": lambda letter, field: seal_text("[]", letter=letter.uuid, field=field),
    "no json": lambda letter, field: seal_text("not json", letter=letter.uuid, field=field),
    "unknown choices": lambda letter, field: seal_text(
        '{"censor": "x", "delay": []}', letter=letter.uuid, field=field
    ),
}
ODD = {
    "language": {"language_declared": "zz", "language_detected": "\u202e"},
    "pages": {"page_count": 32767},
    "no drawing": {"has_drawing": True},
    "held": {"held_because": "paused", "held_since": None},
    "code": {"code_digest": "", "idempotency_key": ""},
    "release": {"is_for_release": True},
}


def arrive(person, field="", forged=None, **facts):
    letter = Letter(
        **{
            "prisoner_id": person.pk,
            "has_email": True,
            "code_digest": uuid.uuid4().hex,
            "idempotency_key": uuid.uuid4().hex,
            **facts,
        }
    )
    for part, text in PARTS.items():
        make = forged if part == field else None
        sealed = make(letter, part) if make else seal_text(text, letter=letter.uuid, field=part)
        setattr(letter, f"sealed_{part}", sealed)
    letter.save(force_insert=True)
    entry = LetterLogEntry(
        letter=letter, action=LogAction.RECEIVED, state_after=LetterState.RECEIVED, day=timezone.localdate()
    )
    entry.follow(None)
    LetterLogEntry.objects.bulk_create([entry])
    return letter


@standing
def letters(db):
    """One letter for each column and each hostile value in it, as the public host's user adds them."""
    person = make_world()
    make_user()
    with as_public_user():
        found = [arrive(person, field, forged) for field in PARTS for forged in FORGED.values()]
        found += [arrive(person, **facts) for facts in ODD.values()]
        drawn = arrive(person, has_drawing=True)
        LetterDrawing.objects.create(letter_id=drawn.pk, format="PNG", sealed=b"v1:deadbeef:x")
    return Letter.objects.filter(pk__in=[letter.pk for letter in [*found, drawn]])


@pytest.mark.full(LONG)
def test_staff_start(letters):
    found = checks.run_checks(tags=[START])

    assert [message.id for message in found if message.id and message.id.startswith("letters.W020")]
    assert [message for message in found if message.id == "letters.E001"] == []


@pytest.mark.parametrize("path", first_of(["/admin/letters/", "/admin/"]))
def test_lists_of_the_staff_are_shown(letters, client, path):
    client.force_login(make_screener(letters[0].prisoner.partner, "first"))

    assert client.get(path, follow=True).status_code == 200


@pytest.mark.full(LONG)
def test_each_letter_has_a_page(letters, client):
    client.force_login(make_screener(letters[0].prisoner.partner, "first"))

    for letter in letters:
        for path in ("", "screen/", "drawing/"):
            assert client.get(f"/admin/letters/{letter.uuid}/{path}").status_code < 500


@pytest.mark.parametrize(
    "name", sorted(name for name in provided_by_name("jobs") if name.startswith("letters."))
)
def test_jobs_are_done(letters, name):
    job = provided_by_name("jobs")[name]
    if job.every or job.is_due:
        job.run()
