"""Erasing: by code, by a coordinator, by the worker; nothing of the writer stays, the log does."""

from itertools import chain as joined

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from home.models import Outbox
from letters import hash_chain
from letters.choices.desk import DeskRole, LogAction
from letters.choices.letters import ClosedReason, LetterState as S
from letters.choices.paper import FileKind, RunState
from letters.choices.requests import RequestKind
from letters.erasure.actions.erase import erase_by_staff, erase_by_worker, erase_by_writer
from letters.handling.actions.transitions import Stale
from letters.models import (
    DayPack,
    GlassBreak,
    Letter,
    LetterDesk,
    PrintedLetter,
    PrintFile,
    PrintRun,
    ReleaseCopy,
    Reply,
    Tombstone,
    WriterAddress,
    WriterRequest,
)
from letters.requests.actions.asking import ask_by_code
from letters.requests.actions.carrying_out import carry_out_requests
from letters.retention.rules import erasure_tombstone_of
from letters.sealing.columns import filled, sealed_columns
from tests.letters.aged_letters import put, with_everything
from tests.letters.conftest import make_member
from tests.tiers import first_of

ERASE = "/uk/letters/erase/"
ALIVE = [state for state in S if state != S.ERASED]


def sealed_rows():
    """Return all sealed parts that are left anywhere."""
    return list(joined.from_iterable(filled(model, column) for model, column in sealed_columns()))


@pytest.mark.parametrize("state", first_of(sorted(ALIVE)))
def test_nothing_that_was_written_is_left_in_any_state_and_the_log_is_whole(write, state):
    letter = with_everything(put(write(email="olena@example.org"), state))

    erase_by_writer(letter=letter)

    letter.refresh_from_db()
    assert (letter.state, letter.closed_because) == (S.ERASED, ClosedReason.ERASED)
    assert sealed_rows() == []
    entries = list(letter.log.order_by("number"))
    assert entries[-1].action == LogAction.ERASED and entries[-1].at is None
    assert hash_chain.faults(entries) == []
    assert Tombstone.objects.get().digest == erasure_tombstone_of(letter.uuid)
    assert Outbox.objects.get().state == Outbox.State.NOT_NEEDED


def test_every_sealed_column_is_known_to_the_test_above(db):
    """A new model with a sealed part makes this fail: say in `actions.erase` what becomes of it."""
    known = {
        "Letter", "LetterDrawing", "LetterTranslation", "TextVersion", "LetterNote", "ScannedPage",
        "GlassBreak", "PrintFile", "Reply", "ReplyPage", "ErasureRequest", "WriterRequest",
        # Of no letter: what was found out about a place, a file as it came, until its pages are read, and
        # what a relative asked, until it is answered.
        "PlaceStop", "ScanFile", "FamilyRequest",
    }  # fmt: skip

    assert {model.__name__ for model, _column in sealed_columns()} == known
    binary = [f for m in apps.get_app_config("letters").get_models() for f in m._meta.concrete_fields]
    names = {f.attname for f in binary if f.get_internal_type() == "BinaryField"}
    # The last two: to whom an answer is sealed, and the answer so sealed (`actions.erase` drops both).
    assert names == {"sealed", "offline", "answer_key", "for_code"}


@pytest.mark.both_databases
def test_address_is_forgotten_with_its_last_letter(write):
    letters = [write(email="olena@example.org", body=f"Лист {n}") for n in range(2)]
    Letter.objects.update(email_index="i")
    WriterAddress.objects.create(
        index="i", link_digest="l", asked_at=timezone.now(), asked_for=letters[0].uuid
    )

    erase_by_writer(letter=letters[0])
    assert WriterAddress.objects.exists()
    erase_by_writer(letter=letters[1])
    assert not WriterAddress.objects.exists()


@pytest.fixture
def pack(write, world):
    """A pack of two printed letters, not handed over."""
    desk, _made = LetterDesk.objects.get_or_create(partner=world.partner)
    pack = DayPack.objects.create(desk=desk, state=RunState.READY, envelope_format="dl")
    run = PrintRun.objects.create(pack=pack, facility=world.facility, position=1, state=RunState.READY)
    PrintFile.objects.create(pack=pack, kind=FileKind.LETTERS, chunk=1, pages=2, sealed=b"v1:k:x")
    for number in range(2):
        letter = put(write(body=f"Лист {number}"), S.PRINTED)
        PrintedLetter.objects.create(
            run=run, letter=letter, position=number, letter_version=1, number=f"N{number}", chunk=1
        )
    return pack


@pytest.mark.both_databases
def test_printed_letter_leaves_the_files_and_is_shown_to_the_dispatcher(pack):
    first, second = PrintedLetter.objects.order_by("position")

    erasure = erase_by_writer(letter=first.letter)

    first.refresh_from_db()
    second.refresh_from_db()
    pack.refresh_from_db()
    assert erasure.was_printed and not erasure.was_posted
    assert (first.is_open, bool(first.fault), second.is_open) == (False, True, True)
    assert PrintFile.objects.count() == 0 and pack.state == RunState.BUILDING


def test_posted_letter_is_erased_and_its_pack_stays_posted(pack):
    DayPack.objects.update(state=RunState.POSTED, posted_at=timezone.now())
    Letter.objects.update(state=S.POSTED)

    erasure = erase_by_writer(letter=Letter.objects.first())

    pack.refresh_from_db()
    assert erasure.was_posted and not erasure.was_printed
    assert bytes(PrintFile.objects.get().sealed) == b"" and pack.state == RunState.POSTED


@pytest.mark.both_databases
def test_what_lies_around_the_letter_leads_to_it_no_more(write, world):
    letter = write()
    desk, _made = LetterDesk.objects.get_or_create(partner=world.partner)
    asker = make_member(world.partner, "asker", DeskRole.COORDINATOR)
    Reply.objects.create(prisoner=world, desk=desk, letter=letter, sealed_text="v1:k:x")
    ReleaseCopy.objects.create(letter=letter, made_on=timezone.localdate(), offline=b"x")
    GlassBreak.objects.create(letter=letter, asked_by=asker, sealed_reason="v1:k:x")

    erase_by_writer(letter=letter)

    assert Reply.objects.get().letter is None and Reply.objects.get().sealed_text
    assert not ReleaseCopy.objects.exists()
    assert GlassBreak.objects.get().sealed_reason == ""


class TestWho:
    def test_coordinator_may_with_the_version_they_saw(self, write, world):
        letter, by = write(), make_member(world.partner, "head", DeskRole.COORDINATOR)

        with pytest.raises(Stale):
            erase_by_staff(letter=letter, by=by, version=letter.version - 1)
        erase_by_staff(letter=letter, by=by, version=letter.version)

        assert Letter.objects.get().state == S.ERASED
        assert letter.log.last().by == by

    @pytest.mark.parametrize("role", sorted(set(DeskRole) - {DeskRole.COORDINATOR}))
    def test_nobody_else_at_the_desk_may(self, write, world, role):
        letter = write()

        with pytest.raises(PermissionDenied):
            erase_by_staff(letter=letter, by=make_member(world.partner, "x", role), version=letter.version)
        assert sealed_rows()

    def test_worker_may_and_says_why(self, write):
        letter = write()

        erase_by_worker(letter=letter, detail="restored")

        assert (letter.log.last().by_name, letter.log.last().detail) == ("worker", "restored")


class TestByCode:
    @pytest.mark.parametrize(
        ("state", "outcome"), [(S.RECEIVED, "unprinted"), (S.PRINTED, "printed"), (S.POSTED, "posted")]
    )
    def test_erases_once_the_worker_comes_and_is_honest_about_paper(self, write, client, state, outcome):
        letter = put(write(), state)

        answer = client.post(ERASE, {"code": letter.code})

        assert answer.context["outcome"] == outcome and "Стираємо лист" in answer.content.decode()
        assert Letter.objects.get().sealed_body != ""
        carry_out_requests()
        assert Letter.objects.get().sealed_body == ""
        assert answer.headers["Cache-Control"] == "no-store" and not answer.cookies

    def test_page_alone_and_a_form_from_elsewhere_erase_nothing(self, write, client):
        code = write().code

        assert client.get(ERASE, {"code": code}).status_code == 200
        elsewhere = client.post(ERASE, {"code": code}, headers={"Origin": "https://evil.example"})
        assert elsewhere.status_code == 403
        assert client.post(ERASE, {"code": "0000 0000 0000 0000"}).context["outcome"] == "unknown"
        assert client.post(ERASE, {"code": ""}).status_code == 422
        assert Letter.objects.get().sealed_body

    def test_twice_is_told_the_same(self, write, client):
        code = write().code

        answers = [client.post(ERASE, {"code": code}).context["outcome"] for _turn in range(2)]
        carry_out_requests()
        answers.append(client.post(ERASE, {"code": code}).context["outcome"])

        assert answers == ["unprinted", "unprinted", "erased"]

    def test_what_else_was_asked_about_the_letter_is_gone_with_it(self, write):
        letter = write()
        ask_by_code(RequestKind.WITHDRAW, letter=letter, code=letter.code)

        erase_by_writer(letter=letter)

        assert sealed_rows() == [] and not WriterRequest.objects.waiting().exists()
