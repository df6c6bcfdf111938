"""While the rings are locked the site goes on: letters arrive, screens and checks say what waits for whom."""

import pytest
from django.core import checks
from django.urls import reverse

from cms.doctor import questions
from home.security.keyring import KeysLocked, locked_since
from home.site.middleware.locked_keys import LockedKeys
from letters.models import Letter, LetterLogEntry
from prisoner_pages.models import PrisonerPrivate
from tests.letters.conftest import filled
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def letter(client, check_url):
    client.post(check_url, filled(email="olena@example.org"))
    return Letter.objects.get()


@pytest.fixture
def host(staff_host):
    staff_host.run("lock")
    return staff_host


def open_page(client, letter):
    return client.get(reverse("letter_desk:detail", args=[letter.uuid]))


def test_a_letter_is_taken_and_can_be_read_once_unlocked(client, check_url, host, screener):
    assert client.post(check_url, filled()).status_code == 303
    letter = Letter.objects.get()
    client.force_login(screener)

    answer = open_page(client, letter)

    words = answer.content.decode()
    assert answer.status_code == 409 and "letters_keys unlock" in words and "замкнено з" in words
    assert "його ключа немає" not in words and LetterLogEntry.objects.count() == 1
    host.unlock()
    assert "Ми з котом" in open_page(client, letter).content.decode()


def test_what_was_typed_comes_back_where_a_form_needs_the_rings(client, letter, host, screener):
    client.force_login(screener)
    typed = "Нотатка, яку довго писали. " * 5

    answer = client.post(reverse("letter_desk:note", args=[letter.uuid]), {"text": typed, "version": 1})
    if answer.status_code == 302:  # a note is sealed with the public ring, and only its reading waits
        host.unlock()
        answer = open_page(client, letter)

    assert typed.strip() in answer.content.decode()


def test_private_records_say_so_in_a_page_with_what_was_typed(rf, letter, host):
    long = "Телефон родини, продиктований двічі. " * 5
    host.unlock()
    private = PrisonerPrivate(prisoner=letter.prisoner)
    private.notes = long
    private.save()
    host.run("lock")

    with pytest.raises(KeysLocked) as locked:
        PrisonerPrivate.objects.get().notes.strip()
    answer = LockedKeys(lambda request: None).process_exception(
        rf.post("/admin/", {"notes": long}, headers={"Accept-Language": "uk"}), locked.value
    )

    words = answer.content.decode()
    assert answer.status_code == 503 and "Листи замкнено" in words and long.strip() in words
    host.unlock()
    assert PrisonerPrivate.objects.get().notes == long


def test_a_locked_host_passes_its_start_checks_and_says_what_to_run(host):
    said = {found.id: found for found in checks.run_checks(tags=["keys"])}

    assert not any(found.level >= checks.ERROR for found in said.values())
    assert "letters_keys unlock" in said["letters.W019"].hint
    [answer] = [question.answer() for question in questions() if question.name == "letters"]
    assert answer.startswith("locked since ")
    host.unlock()
    assert "letters.W019" not in {found.id for found in checks.run_checks(tags=["keys"])}
    assert locked_since() is None


def test_production_is_told_to_lock_rings_that_lie_in_clear(staff_host, settings):
    def told():
        return [found for found in checks.run_checks(tags=["keys"]) if found.id == "letters.W018"]

    assert told() == []
    settings.PRODUCTION = True
    assert "letters_keys lock" in told()[0].hint

    staff_host.run("lock")

    assert told() == []
