"""A letter arrives once, whole, or not at all; nothing outside the seal tells what it says."""

import logging
from functools import partial
from io import BytesIO
from unittest import mock

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, OperationalError
from django.test import Client

from home.pictures.reencoding import reencode
from letters.hash_chain import faults
from letters.log.actions.entries import log_by_writer
from letters.models import Letter, LetterLogEntry, WriterRequest
from letters.oversight.actions.openness import note_openness, openness_has_changed
from letters.sealing.sealed_box import unseal_bytes, unseal_text
from letters.writing.actions.submit import LettersRefused, RecipientGone, submit_letter
from letters.writing.content import Content
from prisoner_pages.demo.actions.accounts import DEMO_GROUP
from tests.factories.pictures import jpeg_with_gps
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.factories.stored import everything_stored
from tests.faults import RUN_COUNT, RUNS, Ledger, tell
from tests.letters.conftest import filled
from tests.rivals import at_once
from tests.tiers import LONG

pytestmark = pytest.mark.both_databases

SECRETS = ["КАНАРКА-текст", "КАНАРКА-імʼя", "kanarka-mail@example.org"]


def content(**changes):
    return Content(
        **{"prisoner": "vilnyi", "body": SECRETS[0], "name": SECRETS[1], "email": SECRETS[2], **changes}
    )


def submit(nonce="nonce", **changes):
    return submit_letter(content=content(**changes), nonce=nonce, page_language="uk")


def test_letter_is_sealed_logged_and_its_mail_asked_for_in_one(world):
    letter, code = submit()

    assert unseal_text(letter.sealed_body, letter=letter.uuid, field="body") == SECRETS[0]
    assert unseal_text(letter.sealed_email, letter=letter.uuid, field="email") == SECRETS[2]
    assert Letter.objects.with_code(code) == letter
    (entry,) = LetterLogEntry.objects.all()
    assert (entry.action, entry.at, faults([entry])) == ("received", None, [])
    assert WriterRequest.objects.get().letter_uuid == letter.uuid


def test_drawing_lies_sealed_beside_its_letter(world):
    picture = reencode(BytesIO(jpeg_with_gps()))

    letter, _code = submit(drawing=picture)

    stored = bytes(letter.drawing.sealed)
    assert unseal_bytes(stored, letter=letter.uuid, field="drawing") == picture.bytes
    assert picture.bytes[:40] not in stored


def test_same_form_is_the_same_letter_even_when_the_person_is_paused_since(world):
    first, code = submit()
    world.mail_status = "cannot"
    world.save()

    assert submit() == (first, code)
    with pytest.raises(RecipientGone):
        submit(nonce="another")


@pytest.mark.parametrize("slug", ["", "unknown", "1 OR 1=1"])
def test_letter_to_nobody_is_refused(world, slug):
    with pytest.raises(RecipientGone):
        submit(prisoner=slug)

    assert Letter.objects.count() == LetterLogEntry.objects.count() == WriterRequest.objects.count() == 0


@pytest.mark.parametrize(
    "step", ["letters.writing.actions.submit.log_by_writer", "letters.writing.actions.submit.ask"]
)
def test_failure_of_any_part_stores_nothing(world, step):
    with mock.patch(step, side_effect=RuntimeError), pytest.raises(RuntimeError):
        submit()

    assert Letter.objects.count() == LetterLogEntry.objects.count() == WriterRequest.objects.count() == 0


def test_clash_that_is_no_second_sending_is_an_error_not_an_acknowledgement(world):
    submit()
    with (
        mock.patch("letters.sealing.bindings.digest_of", return_value=Letter.objects.get().code_digest),
        pytest.raises(IntegrityError),
    ):
        submit(nonce="another")


def test_no_log_line_holds_text_name_address_or_code(client, check_url, caplog):
    caplog.set_level(logging.DEBUG)
    fields = filled(body=SECRETS[0], name=SECRETS[1], email=SECRETS[2])
    client.post(check_url, {**fields, "consent": ""})
    answer = client.post(check_url, fields)
    code = client.get(answer.headers["Location"]).context["code"]
    client.post("/uk/letters/status/", {"code": code})

    lines = "\n".join(
        f"{record.getMessage()} {record.__dict__}"
        for record in caplog.records
        if record.name != "django.db.backends"
    )
    assert "letter_received" in lines
    for secret in (*SECRETS, code, code.replace(" ", "")):
        assert secret not in lines


def test_no_column_of_any_table_holds_a_word_of_the_letter(client, check_url):
    fields = filled(body=SECRETS[0], name=SECRETS[1], email=SECRETS[2], token=filled()["token"])
    code = client.get(client.post(check_url, fields).headers["Location"]).context["code"]

    dump = everything_stored()
    for secret in (
        "КАНАРКА",
        "kanarka",
        code,
        code.replace(" ", ""),
        fields["token"],
        fields["token"].split(".")[1],
    ):
        assert secret not in dump


class TestDemonstration:
    @pytest.fixture(autouse=True)
    def _production(self, settings):
        settings.LETTERS_REFUSED_WITH_DEMO_ACCOUNTS = True

    def test_no_letter_is_taken_while_a_demo_account_can_log_in(
        self, world, django_user_model, client, check_url
    ):
        user = django_user_model.objects.create_user("editor.zmina")
        user.groups.add(Group.objects.create(name=DEMO_GROUP))
        note_openness()
        with pytest.raises(LettersRefused):
            submit()
        answer = client.post(check_url, filled())
        assert answer.status_code == 409 and "Ми з котом" in answer.content.decode()

        user.is_active = False
        user.save()
        assert openness_has_changed()
        note_openness()
        assert submit() and not openness_has_changed()

    def test_letters_are_taken_without_demo_accounts(self, world, django_user_model):
        django_user_model.objects.create_user("editor", "editor@zmina.example")
        note_openness()

        assert submit()

    def test_no_letter_is_taken_before_the_worker_has_looked(self, world):
        with pytest.raises(LettersRefused):
            submit()


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.fixture
    def url(self):
        open_locales("uk")
        PrisonerFactory(writable=True, slug="vilnyi", stories=["uk"])
        return "/uk/letters/write/vilnyi/check/"

    def test_f24_twenty_sendings_of_one_form_are_one_letter_with_one_code(self, url):
        ledger = Ledger()
        for seed in RUNS:
            body = f"Лист {seed}"
            fields = filled(body=body, email=f"a{seed}@example.org")

            answers = at_once(*[partial(Client().post, url, fields) for _number in range(20)])

            assert [answer.status_code for answer in answers] == [303] * 20
            codes = {Client().get(answer.headers["Location"]).context["code"] for answer in answers}
            assert len(codes) == 1
            ledger.note(codes.pop(), body)
            lost, doubled = ledger.settle()
            tell("F24", lost=lost, doubled=doubled)
        made = [model.objects.count() for model in (Letter, WriterRequest, LetterLogEntry)]
        assert made == [RUN_COUNT] * 3

    @pytest.mark.full(LONG)
    def test_twenty_letters_at_once_are_twenty(self, url):
        answers = at_once(
            *[partial(Client().post, url, filled(body=f"Лист {number}")) for number in range(20)]
        )

        assert [answer.status_code for answer in answers] == [303] * 20
        assert Letter.objects.count() == 20

    def test_lock_held_too_long_is_asked_again(self, url):
        locked = [
            OperationalError("database is locked"),
            OperationalError("database is locked"),
            mock.DEFAULT,
        ]

        with mock.patch(
            "letters.writing.actions.submit.log_by_writer", side_effect=locked, wraps=log_by_writer
        ):
            answer = Client().post(url, filled())

        assert answer.status_code == 303
        assert Letter.objects.count() == LetterLogEntry.objects.count() == 1
