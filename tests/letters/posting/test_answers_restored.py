"""An answer that was erased, taken back or closed stays so, whatever a backup brings back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from letters.choices.letters import Keeping, LetterState
from letters.erasure.actions.erase import empty_letter, erase_by_writer
from letters.erasure.actions.restore import after_restore, note_erased
from letters.erasure.actions.retention_run import keep_times
from letters.models import Letter, Reply, ReplyPage, Tombstone, WriterCopy
from letters.posting.actions.answers import close_reply, take_back
from letters.posting.actions.replies import open_reply
from tests.letters.posting.answer_world import TEXT, closed, code, picture, reply, sealed, shown, stored
from tests.tiers import first_of

__all__ = ["code", "picture", "reply"]


@pytest.fixture
def backup(client):
    """Return what keeps letters, replies and answers as they stand, and returns what brings them back."""

    def make():
        kinds = (Letter, Reply, ReplyPage, WriterCopy)
        rows = [row for kind in kinds for row in kind.objects.all()]

        def restore():
            note_erased()
            Tombstone.objects.all().delete()
            for kind in (WriterCopy, ReplyPage):
                kind.objects.all().delete()
            for row in rows:
                row.save()
            return after_restore()

        return restore

    return make


@pytest.mark.both_databases
def test_no_backup_brings_an_answer_back_that_was_erased_after_its_letter_was_emptied(
    client, reply, code, dispatcher, backup
):
    sealed(reply, dispatcher)
    empty_letter(letter=Letter.objects.get(), detail=Keeping.SENT)
    restore = backup()
    erase_by_writer(letter=Letter.objects.get())

    done = restore()

    letter = Letter.objects.get()
    assert (done.erased, letter.state, letter.answer_key) == (1, LetterState.ERASED, None)
    assert shown(client, code) == [] and not WriterCopy.objects.exists()
    assert (stored(reply).letter, stored(reply).for_writer_on) == (None, None)
    assert open_reply(reply=stored(reply), by=dispatcher).text == TEXT
    assert after_restore().erased == 0


def test_no_backup_brings_a_letter_back_that_was_erased_with_its_answer(
    client, reply, code, dispatcher, backup
):
    sealed(reply, dispatcher)
    restore = backup()
    erase_by_writer(letter=Letter.objects.get())

    restore()

    letter = Letter.objects.get()
    assert (letter.state, letter.sealed_body, letter.answer_key) == (LetterState.ERASED, "", None)
    assert not WriterCopy.objects.exists()


@pytest.mark.both_databases
@pytest.mark.parametrize("how", first_of(["taken back", "replaced", "replaced and closed"]))
def test_no_backup_brings_an_answer_back_that_was_taken_from_its_writer_and_the_desk_has_it(
    client, reply, code, dispatcher, backup, how
):
    sealed(reply, dispatcher)
    restore = backup()
    if how == "taken back":
        take_back(reply=reply, by=dispatcher, version=stored(reply).version)
    else:
        (sealed if how == "replaced" else closed)(reply, dispatcher)

    done = restore()

    assert (done.answers_taken_back, done.replies_closed) == (1, 0)
    assert shown(client, code) == [] and not WriterCopy.objects.exists()
    assert stored(reply).for_writer_on is None
    assert open_reply(reply=stored(reply), by=dispatcher).text == TEXT
    assert after_restore().answers_taken_back == 0


@pytest.mark.both_databases
def test_erasing_the_letter_takes_the_answer_along_and_emptying_it_does_not(client, reply, code, dispatcher):
    sealed(reply, dispatcher)
    empty_letter(letter=Letter.objects.get(), detail=Keeping.SENT)
    assert shown(client, code)

    erase_by_writer(letter=Letter.objects.get())

    assert not WriterCopy.objects.exists() and Letter.objects.get().answer_key is None
    assert shown(client, code) == []
    assert stored(reply).for_writer_on is None
    assert open_reply(reply=stored(reply), by=dispatcher).text == TEXT


def test_answer_is_kept_as_long_as_a_reply(client, reply, code, dispatcher):
    closed(reply, dispatcher)
    Reply.objects.update(received_on=timezone.localdate() - timedelta(days=729))
    keep_times()
    assert shown(client, code)

    Reply.objects.update(received_on=timezone.localdate() - timedelta(days=730))
    keep_times()
    assert not shown(client, code)


def test_backup_from_between_brings_the_copy_of_the_desk_back_for_nobody(reply, dispatcher, tmp_path):
    sealed(reply, dispatcher)
    pages, row = list(reply.pages.all()), stored(reply)
    close_reply(reply=reply, by=dispatcher, version=row.version)
    type(pages[0]).objects.bulk_create(pages)
    row.save()

    done = after_restore(ledger=tmp_path / "none")

    assert done.replies_closed == 1 and stored(reply).closed_on
    assert stored(reply).sealed_text == "" and not reply.pages.exists()
    assert Tombstone.objects.exists() and WriterCopy.objects.count() == 2
