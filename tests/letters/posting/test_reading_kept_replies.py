"""A reply kept offline is read away from every server, for a stated reason; no screen shows it."""

import logging
import stat

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError

from home.security.keyring import read_ring, ring
from home.site.middleware.request_log import OUR_LOGGERS
from letters.choices.desk import DeskRole
from letters.log.read_models import verify
from letters.models import Letter, Reply
from letters.posting.actions.reply_translations import hand_back
from letters.sealing import keys as ours
from tests.factories.leaks import found_in, found_in_bytes
from tests.factories.stored import everything_stored
from tests.letters.conftest import make_member
from tests.letters.posting.answer_world import ask, stored
from tests.letters.posting.kept_world import (
    SAID,
    a_month_later,
    forms_of,
    keys,
    lacking,
    make_reply,
    open_with,
    reply,
    run,
    stick,
    take_out,
)
from tests.tiers import first_of

__all__ = ["keys", "reply", "stick"]
HTML = {"HTTP_ACCEPT_LANGUAGE": "en"}


def address(reply):
    return f"/admin/letters/replies/{reply.uuid}/"


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

    def test_translation_is_kept_with_it_and_a_translator_is_asked_no_more(
        self, reply, stick, tmp_path, dispatcher, translator
    ):
        Letter.objects.update(answer_key=bytes(32))
        ask(reply, dispatcher, translator)
        hand_back(reply=reply, by=translator, version=stored(reply).version, text="CANARY-переклад")
        ask(reply, dispatcher, translator)
        assert set(forms_of(reply)) == {"v1"}
        a_month_later()
        assert set(forms_of(reply)) == {"o1"} and Reply.objects.get().asked_on is None
        assert found_in(everything_stored(), ["CANARY"]) == []

        take_out(reply, tmp_path / "out")
        open_with(stick, tmp_path / "out", tmp_path / "folder")
        assert "CANARY-переклад" in (tmp_path / "folder" / "reply.html").read_text()
        a_month_later(800)
        assert forms_of(reply) == []

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

    @pytest.mark.parametrize("who", first_of(["nobody", "boss", "stranger", "gone"]))
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
