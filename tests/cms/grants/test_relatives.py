"""A relative writes, and reads the answer, under the public host's database user, which reads no more."""

import pytest
from django.db import DatabaseError

from letters.models import FamilyRequest
from tests.cms.grants.public_user import as_public_user, make_user, only_postgresql
from tests.letters.conftest import make_world
from tests.letters.family.family_world import told
from tests.standing import standing
from tests.tiers import LONG

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, only_postgresql]
FOLLOW = "/uk/letters/status/"


@standing
def person(db):
    person = make_world()
    make_user()
    return person


@pytest.fixture(autouse=True)
def _public(settings):
    settings.SITE_ROLE = "public"


@pytest.mark.full(LONG)
def test_words_arrive_the_same_form_again_too_and_the_answer_is_read_by_the_code(person, client):
    with as_public_user():
        code = told(client, "nikoho-nemaie", wish="hide", words="")
        waiting = client.post(FOLLOW, {"code": code}).text
    FamilyRequest.objects.update(answer="done")
    with as_public_user():
        answered = client.post(FOLLOW, {"code": code}).text

    assert FamilyRequest.objects.get().slug == "nikoho-nemaie"
    assert "Написане у нас" in waiting and "Ми зробили те" in answered


@pytest.mark.parametrize("column", ["slug", "wish", "sealed", "code_digest", "answer_key", "received_on"])
def test_whoever_takes_the_host_reads_nothing_of_what_was_asked(person, client, column):
    with as_public_user():
        told(client)
    with pytest.raises(DatabaseError), as_public_user():
        FamilyRequest.objects.values_list(column).first()


@pytest.mark.parametrize(
    "forged",
    [
        {"answer": "done"},
        {"received_on": "2020-01-01"},
        {"slug": "не адреса"},
        {"sealed": "clear"},
        {"answer_key": b"short"},
    ],
)
def test_host_in_foreign_hands_adds_only_what_a_form_would(person, client, forged):
    values = {"wish": "hide", "slug": "vilnyi", "language": "uk", "sealed": "v1:x:y", "code_digest": "0" * 64}
    row = FamilyRequest(**{**values, **forged})
    with pytest.raises(DatabaseError), as_public_user():
        row.save(force_insert=True) if "answer" in forged else FamilyRequest.objects.add(
            **{**values, **forged}
        )
