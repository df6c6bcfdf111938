"""Rows that a public host in foreign hands writes: none does anything, and none keeps another."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from home.jobs.actions.outbox import send_due
from home.models import Outbox
from letters.choices.letters import LetterState as S
from letters.choices.requests import BY_CODE, BY_LINK, RequestKind as Kind
from letters.models import ErasureRequest, Letter, LetterLogEntry, WriterAddress, WriterRequest
from letters.models.requests import LONGEST_SEALED
from letters.requests.actions import carrying_out
from letters.requests.actions.asking import ask, ask_by_code
from letters.requests.actions.carrying_out import carry_out_requests
from letters.requests.proof import seal_proof
from letters.sealing import sealed_box
from letters.sealing.sealed_box import TEXT_BLOCK_BYTES
from tests.letters.requests.conftest import ADDRESS

pytestmark = pytest.mark.both_databases


@pytest.fixture
def victim(sent):
    """A letter whose code nobody here knows, and which could be withdrawn, answered for or erased."""
    letter = sent(nonce="victim")
    carry_out_requests()
    Letter.objects.filter(pk=letter.pk).update(state=S.ASKED)
    return letter


@pytest.fixture
def own(sent):
    """A letter of the one who forges, with its code."""
    letter = sent(nonce="own")
    carry_out_requests()
    return letter


def about_nothing(kind):
    """Return what a row of this kind must have, about a letter and a link that there are not."""
    return {
        "kind": kind,
        "letter_uuid": uuid.UUID(int=7) if kind in (*BY_CODE, Kind.NOTIFY) else None,
        "digest": "0" * 64 if kind in BY_CODE + BY_LINK else "",
        "sealed": seal_proof("x", kind, "") if kind != Kind.NOTIFY else "",
    }


def forge(kind, letter, proof):
    """Write the row of somebody who has learned the digest of the letter's code, and not the code."""
    WriterRequest.objects.add(kind=kind, letter_uuid=letter.uuid, digest=letter.code_digest, sealed=proof)


def sealed_json(text):
    """Seal any text for the letters' key, as whoever holds the public half of it can."""
    kid, sealed = sealed_box._seal(text.encode(), TEXT_BLOCK_BYTES)
    return f"v1:{kid}:{sealed_box.base64.b64encode(sealed).decode()}"


def sealed_value(value, kind, letter):
    """Seal what Python reads from JSON and does not always write, as a proof about this letter."""
    facts = f'{{"letter": "{letter.uuid}", "field": "request {kind}", "value": "{value}"}}'
    return sealed_json(facts)


# What stands where the proof should: function(kind, victim, own).
PROOFS = {
    "no base64": lambda kind, victim, own: "v1:\x01\u202e:\u0454",
    "what the database says": lambda kind, victim, own: seal_proof(victim.code_digest, kind, victim.uuid),
    "code of another letter": lambda kind, victim, own: seal_proof(own.code, kind, victim.uuid),
    "own code for an own letter": lambda kind, victim, own: seal_proof(own.code, kind, own.uuid),
    "code for another kind": lambda kind, victim, own: seal_proof(victim.code, Kind.CONFIRM, victim.uuid),
    "a list": lambda kind, victim, own: sealed_json("[]"),
    "a number": lambda kind, victim, own: sealed_json("1"),
    "no json": lambda kind, victim, own: sealed_json("\x00"),
    "no value": lambda kind, victim, own: sealed_json(json.dumps({"letter": str(victim.uuid), "field": "x"})),
    "half a pair": lambda kind, victim, own: sealed_value("\\ud800", kind, victim),
    "a zero": lambda kind, victim, own: sealed_value("\\u0000", kind, victim),
    "deep": lambda kind, victim, own: sealed_json("[" * 3000),
}


@pytest.mark.parametrize("kind", [Kind.WITHDRAW, Kind.ANSWER, Kind.ERASE])
def test_letter_is_untouched_by_who_does_not_know_its_code(victim, own, kind):
    before = (Letter.objects.values().get(pk=victim.pk), LetterLogEntry.objects.count())
    for proof in PROOFS.values():
        forge(kind, victim, proof(kind, victim, own))
    ask_by_code(Kind.WITHDRAW, letter=own, code=own.code)

    carry_out_requests()

    assert Letter.objects.values().get(pk=victim.pk) == before[0]
    left = WriterRequest.objects.filter(kind=kind, done_at=None)
    assert not left.exists(), "each is refused, and none waits to be tried again"
    assert Letter.objects.get(pk=own.pk).state == S.WITHDRAWN, "the row behind them is carried out"
    assert LetterLogEntry.objects.count() == before[1] + 1


@pytest.mark.parametrize("kind", [Kind.WITHDRAW, Kind.ANSWER, Kind.ERASE])
def test_proof_for_a_key_that_was_never_ours_does_nothing_and_waits_as_at_fault(victim, kind):
    before = Letter.objects.values().get(pk=victim.pk)
    forge(kind, victim, "v1:00000000:AAAA")

    carry_out_requests()

    assert Letter.objects.values().get(pk=victim.pk) == before
    assert WriterRequest.objects.waiting().get().attempts == 1


@pytest.mark.parametrize("kind", [Kind.WITHDRAW, Kind.ANSWER, Kind.ERASE])
def test_true_wish_is_carried_out_though_a_forged_one_waits(sent, kind):
    letter = sent()
    carry_out_requests()
    Letter.objects.filter(pk=letter.pk).update(state=S.ASKED)
    forge(kind, letter, sealed_value("\\ud800", kind, letter))
    before = Letter.objects.get(pk=letter.pk).version

    ask_by_code(kind, letter=Letter.objects.with_code(letter.code), code=letter.code)
    carry_out_requests()

    assert Letter.objects.get(pk=letter.pk).version > before
    assert not WriterRequest.objects.waiting().exists()


@pytest.mark.parametrize("kind", Kind)
def test_what_is_about_nothing_is_dropped(own, kind):
    WriterRequest.objects.add(**about_nothing(kind))

    carry_out_requests()

    assert not WriterRequest.objects.waiting().exists()
    assert not ErasureRequest.objects.exists()
    assert Outbox.objects.count() == 1 and LetterLogEntry.objects.count() == 1


@pytest.mark.parametrize("field", [Kind.CONFIRM, Kind.ERASE_YES])
def test_digest_of_a_link_is_no_link(own, field):
    ask(Kind.ERASE_MAIL, proof=ADDRESS, language="uk")
    carry_out_requests()
    send_due()
    for row in (WriterAddress.objects.get(), ErasureRequest.objects.get()):
        ask(field, digest=row.link_digest, proof=row.link_digest)
        ask(field, digest=f"0{row.link_digest[1:]}", proof="A" * 43)

    carry_out_requests()

    assert WriterAddress.objects.get().confirmed_at is ErasureRequest.objects.get().confirmed_at is None


@pytest.mark.parametrize(
    "email", ["", "x", "a@example.org\r\nBcc: x@example.org", "a@b, c@d", "я" * 300, "\x00"]
)
def test_what_is_no_address_gets_no_mail(own, email):
    Outbox.objects.all().delete()
    WriterRequest.objects.add(kind=Kind.ERASE_MAIL, sealed=seal_proof(email, Kind.ERASE_MAIL, ""))

    carry_out_requests()

    assert not ErasureRequest.objects.exists() and not Outbox.objects.exists()


def test_flood_of_addresses_is_cut_off_where_it_is_carried_out_too(world, monkeypatch):
    monkeypatch.setattr(carrying_out, "ERASURE_REQUESTS_AN_HOUR", 2)
    for number in range(5):
        sealed = seal_proof(f"n{number}@example.org", Kind.ERASE_MAIL, "")
        WriterRequest.objects.add(kind=Kind.ERASE_MAIL, sealed=sealed)

    carry_out_requests()

    assert ErasureRequest.objects.count() == 2 and not WriterRequest.objects.waiting().exists()


def test_flood_of_first_mails_leaves_by_the_hour(sent, monkeypatch):
    monkeypatch.setattr("letters.following.actions.mail.RECEIVED_MAILS_AN_HOUR", 2)
    for number in range(4):
        sent(nonce=str(number), email=f"n{number}@example.org")
    carry_out_requests()

    send_due()

    assert Outbox.objects.filter(state=Outbox.State.SENT).count() == 2
    waiting = Outbox.objects.filter(state=Outbox.State.PENDING, due_at__gt=timezone.now())
    assert waiting.count() == 2
    Outbox.objects.filter(state=Outbox.State.SENT).update(sent_at=timezone.now() - timedelta(minutes=61))
    waiting.update(due_at=timezone.now())
    send_due()
    assert Outbox.objects.filter(state=Outbox.State.SENT).count() == 4


@pytest.mark.parametrize("days", [0, 1, 3, 30])
def test_writer_who_was_told_is_not_told_again(own, days):
    send_due()
    Letter.objects.update(received_on=timezone.localdate() - timedelta(days=days))
    if days > 1:
        Outbox.objects.all().delete()  # its time of keeping is over

    ask(Kind.NOTIFY, letter=own.uuid, language="uk")
    carry_out_requests()

    assert Outbox.objects.count() == (1 if days <= 1 else 0)


@pytest.mark.parametrize("language", ["xx", "ru", "../../..", "{{ x }}"])
def test_language_that_is_none_of_ours_is_the_first(sent, language):
    letter = sent(email="")
    sealed = sealed_box.seal_text(ADDRESS, letter=letter.uuid, field="email")
    Letter.objects.update(sealed_email=sealed, has_email=True)
    WriterRequest.objects.add(kind=Kind.NOTIFY, letter_uuid=letter.uuid, language=language)

    carry_out_requests()

    assert Outbox.objects.get().language == "uk"


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "publish"},
        {"kind": ""},
        {"kind": "os.mkdir"},
        {"sealed": "v1:" + "x" * (LONGEST_SEALED - 2)},
    ],
)
def test_database_takes_no_other_kind_and_nothing_huge(world, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        WriterRequest.objects.add(**{**about_nothing(Kind.ERASE), **row})


# What a row of each kind lacks or has too much, one by one.
MISSHAPEN = {
    "no letter": (BY_CODE, {"letter_uuid": None}),
    "no digest": (BY_CODE + BY_LINK, {"digest": ""}),
    "half a digest": (BY_CODE + BY_LINK, {"digest": "0" * 63}),
    "no proof": (BY_CODE + BY_LINK + (Kind.ERASE_MAIL,), {"sealed": ""}),
    "no seal": (BY_CODE + BY_LINK + (Kind.ERASE_MAIL,), {"sealed": "x" * 500}),
    "a letter beside a link": (BY_LINK + (Kind.ERASE_MAIL,), {"letter_uuid": uuid.UUID(int=7)}),
    "a digest too much": ((Kind.ERASE_MAIL, Kind.NOTIFY), {"digest": "0" * 64}),
    "a proof too much": ((Kind.NOTIFY,), {"sealed": "v1:x"}),
}


@pytest.mark.parametrize(
    ("kind", "changes"),
    [(kind, changes) for kinds, changes in MISSHAPEN.values() for kind in kinds],
)
def test_database_takes_each_kind_in_its_shape_alone(world, kind, changes):
    WriterRequest.objects.add(**about_nothing(kind))

    with pytest.raises(IntegrityError, match="request_shape"), transaction.atomic():
        WriterRequest.objects.add(**{**about_nothing(kind), **changes})


def test_a_letter_has_one_notice_that_waits(own):
    ask(Kind.NOTIFY, letter=own.uuid)

    with pytest.raises(IntegrityError), transaction.atomic():
        ask(Kind.NOTIFY, letter=own.uuid)


def test_time_is_that_of_the_database_whatever_is_asked(own):
    long_ago = timezone.now() - timedelta(days=400)
    WriterRequest.objects.add(**about_nothing(Kind.ERASE), asked_at=long_ago, done_at=long_ago)

    row = WriterRequest.objects.latest("pk")
    assert row.done_at is None and timezone.now() - row.asked_at < timedelta(minutes=5)
