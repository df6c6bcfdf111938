"""Each row of the table of keeping, with the clock moved: nothing a day too early, everything on its day."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from home.models import Outbox
from letters.choices.letters import ClosedReason, DelayWish, HoldReason, Keeping, LetterState as S
from letters.choices.paper import FileKind, RunState
from letters.erasure.actions.retention_run import DELETE, keep_times
from letters.models import (
    DayPack,
    ErasureRequest,
    FamilyRequest,
    GlassBreak,
    Letter,
    LetterDesk,
    LetterLogEntry,
    PrintFile,
    ReleaseCopy,
    Reply,
    RetentionRule,
    ScanBatch,
    ScannedPage,
    ScanOpening,
    Tombstone,
    WriterAddress,
    WriterRequest,
)
from letters.retention.read_models import DUE, days_kept
from letters.retention.rules import RETENTION_RULES, longest_unsent
from letters.sealing.keys import make_offline
from letters.sealing.sealed_box import seal_text
from tests.letters.aged_letters import in_days, put, with_everything
from tests.letters.conftest import make_screener
from tests.letters.family.family_world import told
from tests.tiers import first_of


def test_every_kind_has_its_row_its_query_and_its_deed():
    assert set(RETENTION_RULES) == set(Keeping) == set(DUE) == set(DELETE)


class TestEachRow:
    """`make(self, kind)` returns a function that says whether the thing is still there."""

    @pytest.fixture(autouse=True)
    def _world(self, write, world, settings, tmp_path):
        settings.KEY_FILES = {**settings.KEY_FILES, "backup_public": tmp_path / "backup_public"}
        self.write, self.world, self.folder = write, world, tmp_path
        self.desk, _made = LetterDesk.objects.get_or_create(partner=world.partner)

    def letter(self, state, **fields):
        letter = with_everything(put(self.write(email="olena@example.org"), state, **fields))
        return lambda: Letter.objects.get(pk=letter.pk).sealed_body != ""

    def sent(self):
        return self.letter(S.POSTED)

    def unsent(self):
        letter = put(self.write(delay="erase"), S.APPROVED)
        return lambda: Letter.objects.get(pk=letter.pk).sealed_body != ""

    def unsent_at_most(self):
        letter = put(self.write(delay="keep"), S.APPROVED)
        return lambda: Letter.objects.get(pk=letter.pk).sealed_body != ""

    def abuse(self):
        return self.letter(S.REJECTED, closed_because=ClosedReason.REFUSED)

    def closed(self):
        return self.letter(S.REJECTED, closed_because=ClosedReason.CANNOT_GO)

    def question(self):
        letter = put(self.write(), S.ASKED)
        return lambda: Letter.objects.get(pk=letter.pk).state == S.ASKED

    def unconfirmed(self):
        letter = self.write(email="olena@example.org")
        Letter.objects.filter(pk=letter.pk).update(email_index="i")
        WriterAddress.objects.create(
            index="i", link_digest="l", asked_at=timezone.now(), asked_for=letter.uuid
        )
        return lambda: WriterAddress.objects.exists() and Letter.objects.get().sealed_email != ""

    def address(self):
        letter = put(self.write(email="olena@example.org"), S.POSTED)
        Outbox.objects.update(state=Outbox.State.SENT, sent_at=timezone.now())
        return lambda: Letter.objects.get(pk=letter.pk).has_email

    def erasure_request(self):
        ErasureRequest.objects.create(asked_at=timezone.now(), sealed_email="v1:")
        return ErasureRequest.objects.exists

    def print_files(self):
        pack = DayPack.objects.create(
            desk=self.desk,
            state=RunState.POSTED,
            envelope_format="dl",
            posted_at=timezone.now(),
        )
        PrintFile.objects.create(pack=pack, kind=FileKind.LETTERS, chunk=1, pages=1, sealed=b"v1:k:x")
        return lambda: bytes(PrintFile.objects.get().sealed) != b""

    def scans(self):
        batch = ScanBatch.objects.create(desk=self.desk)
        ScannedPage.objects.create(batch=batch, group=1, position=1, format="PNG", sealed=b"v1:k:x")
        return ScannedPage.objects.exists

    def replies(self):
        Reply.objects.create(prisoner=self.world, desk=self.desk, sealed_text="v1:k:x")
        return lambda: Reply.objects.get().sealed_text != ""

    def replies_at_hand(self):
        make_offline(self.folder / "stick", name="backup_public")
        reply = Reply(prisoner=self.world, desk=self.desk)
        reply.sealed_text = seal_text("так", letter=reply.uuid, field="text")
        reply.save()
        reply.log.create(action="added", by_name="dispatcher")
        return lambda: Reply.objects.get().sealed_text.startswith("v1:")

    def release_copy(self):
        letter = put(self.write(), S.POSTED)
        ReleaseCopy.objects.create(letter=letter, made_on=timezone.localdate(), offline=b"v1:k:x")
        return ReleaseCopy.objects.exists

    def glass_reason(self):
        user = make_screener(self.world.partner, "asker")
        GlassBreak.objects.create(letter=put(self.write(), S.ERASED), asked_by=user, sealed_reason="v1:k:x")
        return lambda: GlassBreak.objects.get().sealed_reason != ""

    def mail_sent(self):
        return self.mail(Outbox.State.SENT)

    def mail_dead(self):
        return self.mail(Outbox.State.DEAD)

    def mail(self, state):
        self.write(email="olena@example.org")
        Outbox.objects.update(state=state, sent_at=timezone.now())
        return Outbox.objects.exists

    def family(self):
        told(Client())
        FamilyRequest.objects.update(closed_on=timezone.localdate())
        return FamilyRequest.objects.exists

    def request(self):
        self.write(email="olena@example.org")
        return WriterRequest.objects.exclude(done_at=None).exists

    def job(self):
        facts = {"task_path": "home.jobs.queue.run_job", "queue_name": "default", "backend_name": "default"}
        arguments = {"args": [], "kwargs": {}}
        DBTaskResult.objects.create(
            **facts, args_kwargs=arguments, status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now()
        )
        return DBTaskResult.objects.filter(finished_at__isnull=False).exists

    def log(self):
        Letter.objects.filter(pk=self.write().pk).update(sealed_body="", state=S.ERASED)
        return LetterLogEntry.objects.exists

    def scan_openings(self):
        batch = ScanBatch.objects.create(desk=self.desk)
        ScanOpening.objects.create(batch=batch, by_name="screener", day=timezone.localdate())
        return ScanOpening.objects.exists

    def tombstone(self):
        Tombstone.objects.create(digest="0" * 64, erased_on=timezone.localdate())
        return Tombstone.objects.exists

    @pytest.mark.parametrize("kind", first_of(Keeping))
    def test_is_kept_to_the_last_day_and_not_longer(self, kind):
        is_there = getattr(self, kind.value)()

        with in_days(RETENTION_RULES[kind].days - 1):
            keep_times()
            assert is_there(), "a day too early"
        with in_days(RETENTION_RULES[kind].days + 0.01):
            assert keep_times(only_count=True)[kind] == 1
            assert is_there(), "a dry run deletes nothing"
            assert keep_times()[kind] == 1
            assert not is_there()
            assert keep_times()[kind] == 0

    @pytest.mark.parametrize("kind", [kind for kind in Keeping if RETENTION_RULES[kind].can_be_shortened])
    def test_coordinators_shorten_it_and_never_lengthen_it(self, kind):
        rule = RetentionRule.objects.create(kind=kind, days=RETENTION_RULES[kind].days - 1)
        assert days_kept()[kind] == RETENTION_RULES[kind].days - 1

        rule.days = RETENTION_RULES[kind].days + 1
        rule.save()
        assert days_kept()[kind] == RETENTION_RULES[kind].days


@pytest.mark.both_databases
def test_sent_letter_is_emptied_and_its_code_still_tells_that_it_was_sent(write, client):
    letter = with_everything(put(write(email="olena@example.org"), S.POSTED, campaign=None))

    with in_days(31):
        keep_times()

        letter.refresh_from_db()
        assert letter.state == S.POSTED
        assert not letter.has_email and letter.sealed_wishes == letter.sealed_name == ""
        assert not hasattr(letter, "translation")
        assert letter.text_versions.count() == letter.notes.count() == 0
        assert letter.log.last().action == "erased" and letter.log.last().detail == "sent"
        answer = client.post("/uk/letters/status/", {"code": letter.code})
    assert answer.context["state"] == "sent"


@pytest.mark.both_databases
def test_letter_past_its_writers_wish_is_closed_as_too_late(write, client):
    letter = put(write(delay="erase"), S.TRANSLATED)

    with in_days(181):
        keep_times()

    letter.refresh_from_db()
    assert (letter.state, letter.closed_because) == (S.ERASED, ClosedReason.TOO_LATE)


class TestHeldTime:
    def test_does_not_count(self, write):
        letter = put(write(delay="erase"), S.APPROVED, held_days=40)

        with in_days(200):
            assert keep_times()[Keeping.UNSENT] == 0
        with in_days(221):
            assert keep_times()[Keeping.UNSENT] == 1
        assert letter.pk

    @pytest.mark.both_databases
    def test_of_a_hold_that_lasts_does_not_count_up_to_two_years(self, write):
        put(
            write(delay="erase"),
            S.APPROVED,
            held_because=HoldReason.IN_TRANSFER,
            held_since=timezone.localdate(),
        )

        with in_days(700):
            assert sum(keep_times().values()) == 0
        with in_days(731):
            assert keep_times()[Keeping.UNSENT_AT_MOST] == 1

    @pytest.mark.parametrize("wish", DelayWish)
    @pytest.mark.parametrize("held", [0, 10, 1000])
    def test_lengthens_only_a_wish_to_erase_and_never_past_the_cap(self, wish, held):
        day = timezone.localdate()

        last = longest_unsent(day, held_days=held, wish=wish, days=180, at_most=730)

        expected = 730 if wish == DelayWish.KEEP else min(180 + held, 730)
        assert last == day + timedelta(days=expected)


def test_wish_that_cannot_be_opened_erases_nothing_too_early(write):
    Letter.objects.filter(pk=write(delay="erase").pk).update(sealed_wishes="v1:00000000:AAAA")

    with in_days(200):
        assert keep_times()[Keeping.UNSENT] == 0


@pytest.mark.both_databases
def test_address_stays_while_a_mail_about_the_letter_waits(write):
    put(write(email="olena@example.org"), S.POSTED)

    with in_days(10):
        assert keep_times()[Keeping.ADDRESS] == 0


@pytest.mark.both_databases
def test_row_at_fault_does_not_keep_the_others(write, monkeypatch):
    first, second = (put(write(body=f"Лист {n}"), S.POSTED) for n in range(2))
    deed = DELETE[Keeping.SENT]

    def fail_once(letter):
        if letter.pk == first.pk:
            raise RuntimeError("of this row")
        deed(letter)

    monkeypatch.setitem(DELETE, Keeping.SENT, fail_once)
    with in_days(31):
        assert keep_times()[Keeping.SENT] == 1

    first.refresh_from_db()
    assert first.sealed_body
