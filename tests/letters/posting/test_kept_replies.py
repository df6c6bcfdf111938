"""A month after it was brought in no key of a host opens a reply, whatever happens that night."""

import random
from datetime import timedelta

import pytest
from django.core.management import CommandError
from django.db import connection
from django.utils import timezone
from nacl.public import PrivateKey, SealedBox

from home.jobs.queue import RowsFailed
from home.security.keyring import KeysLocked, read_ring, ring
from letters.checks import keys_are_sound, replies_can_be_sealed
from letters.choices.letters import Keeping
from letters.erasure.actions.retention_run import keep_times, keep_times_daily
from letters.models import Reply, ReplyPage
from letters.oversight.read_models.health import replies_are_kept_offline
from letters.posting.actions.replies import open_consent, open_reply, open_reply_page, share_reply
from letters.sealing import keys as ours
from letters.sealing.actions import rotate, take_out_key
from letters.sealing.columns import count_by_key
from letters.sealing.sealed_box import KeptOffline, UnsealError, unseal_text
from tests.faults import RUNS, tell
from tests.letters.aged_letters import in_days
from tests.letters.posting.kept_world import (
    AGREED,
    SAID,
    a_month_later,
    forms_of,
    keys,
    lacking,
    make_reply,
    open_with,
    reply,
    stick,
    take_out,
)
from tests.rivals import at_once, kill_somewhere, taking_steps
from tests.tiers import RARE

pytestmark = pytest.mark.full(RARE)


__all__ = ["keys", "reply", "stick"]
SITE, OFFLINE = ["v1"] * 4, ["o1"] * 4


@pytest.mark.both_databases
class TestItsTime:
    def test_is_thirty_days_and_not_one_less(self, reply, stick):
        assert a_month_later(29)[Keeping.REPLIES_AT_HAND] == 0 and forms_of(reply) == SITE

        assert a_month_later()[Keeping.REPLIES_AT_HAND] == 1 and forms_of(reply) == OFFLINE
        assert a_month_later(31)[Keeping.REPLIES_AT_HAND] == 0

    def test_counts_from_the_day_it_was_brought_in(self, keys, stick, world, dispatcher):
        late = make_reply(world, dispatcher, received_on=timezone.localdate() - timedelta(days=90))

        keep_times()

        assert forms_of(late) == SITE

    def test_no_key_of_the_host_opens_anything_then(self, reply, stick, dispatcher):
        a_month_later()

        reply = Reply.objects.get()
        for work in (
            lambda: open_reply(reply=reply, by=dispatcher),
            lambda: open_reply_page(reply=reply, by=dispatcher, position=2),
            lambda: open_consent(reply=reply, by=dispatcher),
        ):
            with pytest.raises(KeptOffline):
                work()
        for name in ("letters_private", "backup_public"):
            with pytest.raises(UnsealError):
                unseal_text(reply.sealed_text, letter=reply.uuid, field="text", keys=ring(name))
        assert [entry.action for entry in reply.log.all()] == ["added", "shared", "kept_offline"]

    def test_agreement_noted_later_follows_by_itself(self, reply, stick, dispatcher):
        a_month_later()
        kept_on = Reply.objects.get().kept_offline_on
        with in_days(40):
            share_reply(reply=reply, by=dispatcher, version=2, agreement=AGREED)
            assert forms_of(reply) == ["o1", "v1", "o1", "o1"]
            assert open_consent(reply=Reply.objects.get(), by=dispatcher) == AGREED
            assert replies_are_kept_offline() == ""

        a_month_later(41)
        assert forms_of(reply) == OFFLINE and Reply.objects.get().kept_offline_on == kept_on

    def test_part_that_is_damaged_for_good_goes_as_it_is_and_keeps_no_other(self, reply, stick, tmp_path):
        damaged = f"v1:{ring('letters_private').current[0]}:x".encode()
        ReplyPage.objects.filter(position=1).update(sealed=damaged)
        Reply.objects.update(sealed_consent="rubbish")

        a_month_later()

        assert forms_of(reply) == OFFLINE and Reply.objects.get().kept_offline_on
        assert a_month_later(31)[Keeping.REPLIES_AT_HAND] == 0
        take_out(reply, tmp_path / "out")
        with pytest.raises(CommandError, match="number 2, 3 of the file"):
            open_with(stick, tmp_path / "out", tmp_path / "folder")
        assert SAID in (tmp_path / "folder" / "reply.html").read_text()
        box = SealedBox(PrivateKey(read_ring("x", stick).current[1]))
        enclosed = bytes(ReplyPage.objects.get(position=1).sealed)
        assert box.decrypt(enclosed.split(b":", 2)[2]) == damaged

    def test_two_years_end_it_offline_too(self, reply, stick):
        a_month_later()

        assert a_month_later(800)[Keeping.REPLIES] == 1
        emptied = Reply.objects.get()
        assert (forms_of(reply), emptied.kept_offline_on, emptied.is_shared) == ([], None, False)


@pytest.mark.both_databases
class TestKeys:
    def test_without_an_offline_key_it_is_said_and_nothing_is_lost(self, reply, dispatcher, tmp_path):
        assert replies_can_be_sealed(None) == [] and replies_are_kept_offline() == ""
        a_month_later(32)
        with in_days(32):
            (told,) = replies_can_be_sealed(None)
            assert told.id == "letters.W021" and "1 replies" in told.msg
            assert replies_are_kept_offline().startswith("the keys of the site still open 1 ")
            assert "there is none" in replies_are_kept_offline()
            assert open_reply(reply=reply, by=dispatcher).text == SAID

            ours.make_offline(tmp_path / "late", name="backup_public")
            keep_times()
            assert (replies_can_be_sealed(None), replies_are_kept_offline()) == ([], "")
        assert forms_of(reply) == OFFLINE

    def test_key_that_is_not_here_that_night_leaves_the_reply_whole_at_the_desk_and_due(
        self, reply, stick, keys, world, dispatcher
    ):
        first = ring("letters_private").current[0]
        ours.add("letters_private")
        share_reply(reply=reply, by=dispatcher, version=2, agreement=AGREED)
        other = make_reply(world, dispatcher)
        with in_days(31):
            with lacking(keys, first), pytest.raises(RowsFailed, match="1 at fault"):
                keep_times_daily()
            assert (forms_of(reply), forms_of(other)) == (SITE, OFFLINE)
            left = Reply.objects.get(pk=reply.pk)
            assert left.kept_offline_on is None and not left.log.filter(action="kept_offline").exists()
            assert open_reply(reply=left, by=dispatcher).text == SAID

            keep_times_daily()
        assert forms_of(reply) == OFFLINE

    def test_agreement_whose_key_is_not_here_is_at_fault_each_night_and_logged_on_none(
        self, reply, stick, keys, dispatcher
    ):
        a_month_later()
        newest = ours.add("letters_private")
        with in_days(40):
            share_reply(reply=reply, by=dispatcher, version=2, agreement=AGREED)

        with lacking(keys, newest):
            assert [a_month_later(day)[Keeping.REPLIES_AT_HAND] for day in (41, 42)] == [0, 0]
            assert reply.log.filter(action="kept_offline").count() == 1
        assert a_month_later(43)[Keeping.REPLIES_AT_HAND] == 1 and forms_of(reply) == OFFLINE

    @pytest.mark.parametrize("part", ["the text", "a picture"])
    def test_part_that_was_left_for_the_site_under_a_reply_kept_offline_follows(self, reply, stick, part):
        text, pages = reply.sealed_text, {page.pk: bytes(page.sealed) for page in reply.pages.all()}
        a_month_later()
        kept_on = Reply.objects.get().kept_offline_on
        if part == "the text":
            Reply.objects.update(sealed_text=text)
        else:
            last = max(pages)
            ReplyPage.objects.filter(pk=last).update(sealed=pages[last])
        assert forms_of(reply) != OFFLINE

        assert a_month_later(32)[Keeping.REPLIES_AT_HAND] == 1
        assert forms_of(reply) == OFFLINE and Reply.objects.get().kept_offline_on == kept_on

    def test_key_that_changes_and_key_that_is_lost_stop_nothing(self, reply, stick, keys, tmp_path):
        a_month_later()
        old = ring("letters_private").current[0]
        newest = ours.add("letters_private")

        assert set(rotate()) <= {newest} and old not in count_by_key()
        take_out_key(old)
        (keys / "backup_public").unlink()
        assert keys_are_sound(None) == []
        assert forms_of(reply) == OFFLINE

    def test_next_offline_key_seals_what_comes_and_the_older_one_opens_what_was(
        self, reply, stick, world, dispatcher, tmp_path
    ):
        a_month_later()
        ours.make_offline(tmp_path / "second", name="backup_public")
        other = make_reply(world, dispatcher, text="друга", pages=0)
        a_month_later()

        for each, right, wrong in ((reply, "stick", "second"), (other, "second", "stick")):
            take_out(each, tmp_path / f"{right}.out")
            with pytest.raises(CommandError, match="wrong key"):
                open_with(tmp_path / wrong, tmp_path / f"{right}.out", tmp_path / "nowhere")
            open_with(tmp_path / right, tmp_path / f"{right}.out", tmp_path / f"{right}.folder")
        assert not (tmp_path / "nowhere").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
class TestLocked:
    def test_it_waits_says_so_and_is_done_once_they_are_unlocked(
        self, staff_host, world, dispatcher, tmp_path, caplog
    ):
        ours.make_offline(tmp_path / "stick", name="backup_public")
        reply = make_reply(world, dispatcher)
        staff_host.run("lock")

        with in_days(32):
            with pytest.raises(KeysLocked):
                keep_times_daily()
            assert forms_of(reply) == SITE and "locked" in replies_are_kept_offline()
            assert "Times of keeping" in caplog.text and "Not deleted" not in caplog.text
            staff_host.unlock()
            keep_times_daily()
            assert forms_of(reply) == OFFLINE and replies_are_kept_offline() == ""


class Killed(BaseException):
    pass


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
class TestRunThatIsKilled:
    def test_at_each_of_its_statements_has_sealed_all_or_nothing(self, keys, stick, world, dispatcher):
        reply = make_reply(world, dispatcher, to_a_letter=False)
        state, found = Reply.objects.filter(pk=reply.pk).values(), []
        before = (state.get(), [bytes(page.sealed) for page in reply.pages.all()])
        with in_days(31):
            for step in range(1, 1000):
                counted = iter(range(step - 1))
                try:
                    taking_steps(keep_times, lambda counted=counted: next(counted, None) is None and die())
                except Killed:
                    connection.close()
                    found.append(forms_of(reply))
                    if found[-1] == OFFLINE:
                        self.put_back(reply, *before)
                else:
                    break
        assert step > 20 and OFFLINE in found
        assert [forms for forms in found if forms not in (SITE, OFFLINE)] == []
        assert forms_of(reply) == OFFLINE

    def put_back(self, reply, row, pages):
        Reply.objects.filter(pk=reply.pk).update(**row)
        for page, sealed in zip(reply.pages.all(), pages, strict=True):
            ReplyPage.objects.filter(pk=page.pk).update(sealed=sealed)

    @pytest.mark.faults
    @pytest.mark.parametrize("seed", RUNS)
    def test_leaves_whole_replies_and_the_next_one_finishes(self, keys, stick, world, dispatcher, seed):
        replies = [make_reply(world, dispatcher) for _number in range(4)]

        kill_somewhere(a_month_later, random.Random(seed), steps=160)
        assert all(forms_of(reply) in (SITE, OFFLINE) for reply in replies)
        a_month_later()

        done = [reply.log.filter(action="kept_offline").count() for reply in replies]
        lost = sum(forms_of(reply) != OFFLINE for reply in replies)
        tell("replies for the offline key", lost=lost, doubled=sum(done) - len(done))

    def test_two_at_once_do_each_once(self, keys, stick, world, dispatcher):
        replies = [make_reply(world, dispatcher) for _number in range(3)]

        with in_days(31):
            counts = at_once(*[lambda: keep_times()[Keeping.REPLIES_AT_HAND]] * 2)

        assert sum(counts) == 3
        assert [reply.log.filter(action="kept_offline").count() for reply in replies] == [1, 1, 1]


def die():
    raise Killed


@pytest.mark.both_databases
def test_release_before_goes_on_logging_until_it_is_restarted(reply):
    known = "reply_id, action, by_name, at"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO letters_replylogentry ({known}) VALUES (%s, 'opened', 'x', %s)",  # noqa: S608
            [reply.pk, timezone.now()],
        )

    assert reply.log.last().because == ""
