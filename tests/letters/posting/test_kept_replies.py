"""A month after it was brought in no host opens a reply; the offline key opens one, for a stated reason."""

import io
import logging
import random
import stat
from contextlib import contextmanager
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from nacl.public import PrivateKey, SealedBox

from home.jobs.queue import RowsFailed
from home.security.keyring import KeysLocked, read_ring, ring
from home.site.middleware.request_log import OUR_LOGGERS
from letters.checks import keys_are_sound, replies_can_be_sealed
from letters.choices.desk import DeskRole
from letters.choices.letters import Keeping
from letters.erasure.actions.retention_run import keep_times, keep_times_daily
from letters.log.read_models import verify
from letters.models import Reply, ReplyPage
from letters.oversight.read_models.health import replies_are_kept_offline
from letters.posting.actions.replies import open_consent, open_reply, open_reply_page, share_reply
from letters.sealing import keys as ours
from letters.sealing.actions import rotate, take_out_key
from letters.sealing.columns import count_by_key
from letters.sealing.sealed_box import KeptOffline, UnsealError, unseal_text
from tests.factories.leaks import found_in, found_in_bytes
from tests.factories.stored import everything_stored
from tests.faults import RUNS, tell
from tests.letters.aged_letters import in_days
from tests.letters.conftest import make_member
from tests.letters.posting.kept_world import AGREED, SAID, a_month_later, forms_of, keys, make_reply, stick
from tests.rivals import at_once, kill_somewhere, taking_steps

__all__ = ["keys", "stick"]
SITE, OFFLINE = ["v1"] * 4, ["o1"] * 4
HTML = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def reply(keys, world, dispatcher):
    return make_reply(world, dispatcher)


def address(reply):
    return f"/admin/letters/replies/{reply.uuid}/"


def take_out(reply, target, *, asked_by="dispatcher", because="writer"):
    options = [str(reply.uuid), str(target), "--asked-by", asked_by, "--because", because]
    return run("take-out", *options)


def open_with(key, source, folder):
    return run("open", str(source), "--key", str(key), "--to", str(folder))


@contextmanager
def lacking(keys, kid):
    """Take the key out of the ring that opens letters for a while, as on a host restored without it."""
    file = keys / "letters_private"
    whole = file.read_text()
    file.write_text("".join(line for line in whole.splitlines(keepends=True) if not line.startswith(kid)))
    yield
    file.write_text(whole)


def run(*words):
    out = io.StringIO()
    call_command("letters_replies", *words, stdout=out)
    return out.getvalue()


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


class TestOpening:
    def test_one_reply_for_a_stated_reason_where_no_server_is(
        self, reply, stick, tmp_path, caplog, django_db_blocker
    ):
        for name in OUR_LOGGERS:
            caplog.set_level(logging.DEBUG, logger=name)
        a_month_later()
        assert found_in(everything_stored(), ["CANARY"]) == []

        told = take_out(reply, tmp_path / "out")
        with django_db_blocker.block():
            told += open_with(stick, tmp_path / "out", tmp_path / "folder")

        page = BeautifulSoup((tmp_path / "folder" / "reply.html").read_text(), "html.parser")
        assert [text.get_text() for text in page.select(".text")][0] == SAID
        assert "CANARY-хто" in page.get_text() and "CANARY-як" in page.get_text()
        assert [image["src"][:22] for image in page.select("img")] == ["data:image/png;base64,"] * 2
        assert stat.S_IMODE((tmp_path / "folder" / "reply.html").stat().st_mode) == 0o600
        logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
        assert found_in(told + logged, ["CANARY", "Вигаданий"]) == []

    def test_is_logged_with_who_asked_and_why_in_the_log_of_the_letter_too(self, reply, stick, tmp_path):
        a_month_later()
        take_out(reply, tmp_path / "out", because="safety")

        entry, chained = reply.log.last(), reply.letter.log.last()
        assert (entry.action, entry.by_name, entry.because) == ("taken_out", "dispatcher", "safety")
        assert (chained.action, chained.detail) == ("reply_taken_out", "safety")
        assert verify().is_sound

    def test_file_that_is_carried_says_nothing_and_is_its_owners(self, reply, stick, tmp_path):
        a_month_later()
        take_out(reply, tmp_path / "out")

        content = (tmp_path / "out").read_bytes()
        assert found_in_bytes(content, ["CANARY", "vilnyi", "Вигаданий", "dispatcher"]) == []
        assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o600

    @pytest.mark.parametrize("who", ["nobody", "boss", "stranger", "gone"])
    def test_is_refused_to_who_may_not_read_it_at_its_desk(
        self, reply, stick, tmp_path, world, other_partner, who
    ):
        a_month_later()
        make_member(world.partner, "boss", DeskRole.COORDINATOR)
        make_member(other_partner, "stranger", DeskRole.DISPATCHER)
        gone = make_member(world.partner, "gone", DeskRole.DISPATCHER)
        gone.is_active = False
        gone.save()

        with pytest.raises(CommandError, match="does not read replies"):
            take_out(reply, tmp_path / "out", asked_by=who)
        assert not (tmp_path / "out").exists() and not reply.log.filter(action="taken_out").exists()

    def test_is_refused_while_the_desk_can_read_it_and_for_what_is_no_reply(self, reply, stick, tmp_path):
        with pytest.raises(CommandError, match="the desk can read it"):
            take_out(reply, tmp_path / "out")
        with pytest.raises(CommandError, match="no reply has the number"):
            run(*["take-out", "0" * 32, str(tmp_path / "out"), "--asked-by", "x", "--because", "law"])
        with pytest.raises(CommandError, match="invalid choice"):
            take_out(reply, tmp_path / "out", because="curious")
        assert not (tmp_path / "out").exists()

    def test_nothing_of_it_lies_among_the_files_of_the_server(self, reply, stick, tmp_path, settings):
        a_month_later()
        take_out(reply, tmp_path / "out")

        with pytest.raises(CommandError, match="own files"):
            take_out(reply, settings.VAR_DIR / "out")
        with pytest.raises(CommandError, match="own files"):
            open_with(stick, tmp_path / "out", settings.VAR_DIR / "folder")

    def test_damaged_or_cut_file_is_told_and_keeps_no_other_part(self, reply, stick, tmp_path):
        a_month_later()
        take_out(reply, tmp_path / "out")
        lines = (tmp_path / "out").read_text().splitlines()
        lines[2] = lines[2].replace('"sealed": "', '"sealed": "AAAA')
        (tmp_path / "out").write_text("\n".join(lines[:-1]))

        with pytest.raises(CommandError, match="number 2, 5 of the file"):
            open_with(stick, tmp_path / "out", tmp_path / "folder")
        assert SAID in (tmp_path / "folder" / "reply.html").read_text()

    def test_part_of_another_reply_is_not_opened_as_one_of_this(
        self, reply, stick, tmp_path, world, dispatcher
    ):
        other = make_reply(world, dispatcher)
        a_month_later()
        Reply.objects.filter(pk=other.pk).update(sealed_text=Reply.objects.get(pk=reply.pk).sealed_text)
        take_out(other, tmp_path / "out")

        with pytest.raises(CommandError, match="number 1 of the file"):
            open_with(stick, tmp_path / "out", tmp_path / "folder")
        assert SAID not in (tmp_path / "folder" / "reply.html").read_text()

    def test_site_key_opens_nothing_that_is_offline(self, reply, stick, keys, tmp_path):
        a_month_later()
        take_out(reply, tmp_path / "out")

        with pytest.raises(CommandError, match="wrong key"):
            open_with(keys / "letters_private", tmp_path / "out", tmp_path / "folder")
        assert read_ring("x", stick).current[0] == ring("backup_public").current[0]


class TestScreens:
    @pytest.fixture
    def kept(self, reply, stick, client, dispatcher):
        a_month_later()
        client.force_login(dispatcher)
        return Reply.objects.get()

    def test_say_since_when_and_whom_to_ask_and_count_as_no_opening(self, kept, client):
        html = client.get(address(kept), **HTML).content.decode()

        assert "Kept under the offline key since" in html and "ask the administrator" in html
        assert html.count(str(kept.uuid)) > 1 and "CANARY" not in html
        assert not kept.log.filter(action="opened").exists()
        listed = client.get("/admin/letters/replies/", **HTML).content.decode()
        assert "under the offline key" in listed

    def test_reply_of_pictures_alone_shows_none(self, keys, stick, world, dispatcher, client):
        drawn = make_reply(world, dispatcher, text="")
        a_month_later()
        client.force_login(dispatcher)

        html = client.get(address(drawn), **HTML).content.decode()
        assert "Kept under the offline key since" in html and "/pages/1/" not in html

    @pytest.mark.parametrize(
        ("language", "lacks", "damaged"),
        [
            ("en", "The key to this reply is not here", "A part of this reply is damaged"),
            ("uk", "Ключа до цієї відповіді тут немає", "Частину цієї відповіді пошкоджено"),
        ],
    )
    def test_say_what_keeps_a_reply_closed_in_the_words_of_the_reader(
        self, reply, stick, keys, client, dispatcher, language, lacks, damaged
    ):
        client.force_login(dispatcher)
        first = ring("letters_private").current[0]
        ours.add("letters_private")

        with lacking(keys, first):
            answer = client.get(address(reply), HTTP_ACCEPT_LANGUAGE=language)
        assert answer.status_code == 409 and lacks in answer.content.decode()
        Reply.objects.update(sealed_text=f"v1:{first}:AAAA")
        answer = client.get(address(reply), HTTP_ACCEPT_LANGUAGE=language)
        assert answer.status_code == 409 and damaged in answer.content.decode()

    def test_page_is_not_there_and_agreement_says_why(self, kept, client):
        assert client.get(f"{address(kept)}pages/1/").status_code == 404
        answer = client.get(f"{address(kept)}consent/", **HTML)
        assert answer.status_code == 409 and "under the offline key" in answer.content.decode()

    def test_sharing_can_still_be_taken_back(self, kept, client):
        client.post(f"{address(kept)}unshare/", {"version": kept.version})

        kept.refresh_from_db()
        assert (kept.is_shared, kept.sealed_consent) == (False, "")

    def test_why_it_was_taken_out_stands_in_its_log(self, kept, client, tmp_path):
        take_out(kept, tmp_path / "out", because="family")

        html = client.get(address(kept), **HTML).content.decode()
        assert "the person or the family asks for it (asked for by dispatcher)" in html


@pytest.mark.both_databases
def test_release_before_goes_on_logging_until_it_is_restarted(reply):
    known = "reply_id, action, by_name, at"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO letters_replylogentry ({known}) VALUES (%s, 'opened', 'x', %s)",  # noqa: S608
            [reply.pk, timezone.now()],
        )

    assert reply.log.last().because == ""
