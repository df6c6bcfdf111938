"""The letter desk: own desk only, every opening logged, nothing kept by a browser."""

from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied

from home.security.keyring import add_key, new_key
from letters import hash_chain
from letters.choices.desk import DeskRole
from letters.handling.actions.opening import open_letter
from letters.models import Letter, LetterLogEntry
from letters.sealing.sealed_box import key_id
from tests.factories.pictures import jpeg_with_gps
from tests.factories.prisoner_pages import PartnerFactory, PrisonerFactory
from tests.letters.conftest import BODY, filled, make_member, make_screener
from tests.standing import standing
from tests.tiers import LONG

LIST = "/admin/letters/"


@standing
def letter(client, check_url):
    client.post(check_url, filled(email="olena@example.org"))
    return Letter.objects.get()


def detail_url(letter):
    return f"{LIST}{letter.uuid}/"


def test_screener_sees_state_age_recipient_and_language(client, letter, screener):
    client.force_login(screener)

    html = client.get(LIST).content.decode()

    assert str(letter.prisoner) in html and str(letter.prisoner.partner) in html
    assert "olena@example.org" not in html and "Олена" not in html


def test_opened_letter_is_shown_escaped_and_logged_and_never_kept(client, check_url, screener):
    client.post(
        check_url,
        filled(body="<script>alert(1)</script> {{ 7 }}", name="<b>Я</b>", email="olena@example.org"),
    )
    letter = Letter.objects.get()
    client.force_login(screener)

    answer = client.get(detail_url(letter))

    html = answer.content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 }}" in html
    assert "<script>alert(1)" not in html and "<b>Я</b>" not in html
    assert "olena@example.org" not in html
    assert "no-store" in answer.headers["Cache-Control"]
    entries = list(LetterLogEntry.objects.filter(letter=letter))
    assert [(entry.action, entry.by_name) for entry in entries] == [("received", ""), ("opened", "screener")]
    assert entries[0].at is None and entries[1].at is not None
    assert hash_chain.faults(entries) == []


def test_screener_of_another_partner_sees_and_opens_nothing(client, letter, other_partner):
    stranger = make_screener(other_partner, "stranger")
    client.force_login(stranger)

    assert str(letter.prisoner) not in client.get(LIST).content.decode()
    for path in ("", "drawing/"):
        assert client.get(f"{detail_url(letter)}{path}").status_code == 404
    with pytest.raises(PermissionDenied):
        open_letter(letter=letter, by=stranger)
    assert LetterLogEntry.objects.count() == 1


@pytest.mark.full(LONG)
def test_desk_of_another_partner_handles_the_letters_given_to_it(client, letter, other_partner, screener):
    letter.prisoner.partner.letter_desk = other_partner
    letter.prisoner.partner.save()
    at_other_desk = make_screener(other_partner, "other")

    client.force_login(at_other_desk)
    assert client.get(detail_url(letter)).status_code == 200
    client.force_login(screener)
    assert client.get(detail_url(letter)).status_code == 404


def test_letter_to_own_people_is_listed_once_with_many_screeners(client, letter, screener):
    for number in range(3):
        make_screener(letter.prisoner.partner, f"screener{number}")
    client.force_login(screener)

    assert client.get(LIST).context["page_obj"].paginator.count == 1


@pytest.mark.parametrize("superuser", [True, False])
def test_account_without_a_desk_opens_nothing(client, letter, superuser):
    user = get_user_model().objects.create_user("boss", "boss@example.org", "x", is_superuser=superuser)
    client.force_login(user)

    assert client.get(detail_url(letter)).status_code in (302, 404)
    with pytest.raises(PermissionDenied):
        open_letter(letter=letter, by=user)


def test_right_to_see_is_no_right_to_open(client, letter):
    coordinator = make_member(letter.prisoner.partner, "coordinator", DeskRole.COORDINATOR)
    client.force_login(coordinator)

    assert client.get(LIST).context["page_obj"].paginator.count == 1
    assert "Ми з котом" not in client.get(detail_url(letter)).content.decode()
    assert LetterLogEntry.objects.count() == 1


def test_stranger_is_sent_to_the_login(client, letter):
    for path in (LIST, detail_url(letter), f"{detail_url(letter)}drawing/"):
        assert client.get(path).status_code == 302


def test_letter_without_its_key_says_so_and_shows_nothing(client, letter, screener, settings, tmp_path):
    wrong = tmp_path / "letters_private"
    add_key(wrong, new_key(), kid=key_id(letter.sealed_body))
    settings.KEY_FILES = {**settings.KEY_FILES, "letters_private": wrong}
    client.force_login(screener)

    answer = client.get(detail_url(letter))

    assert answer.status_code == 409
    assert key_id(letter.sealed_body) in answer.content.decode()
    assert LetterLogEntry.objects.count() == 1


def test_drawing_is_opened_logged_and_can_be_nothing_but_a_picture(client, check_url, screener):
    drawing = BytesIO(jpeg_with_gps())
    drawing.name = "a.jpg"
    client.post(check_url, filled(drawing=drawing))
    letter = Letter.objects.get()
    client.force_login(screener)

    answer = client.get(f"{detail_url(letter)}drawing/")

    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.content.startswith(b"\xff\xd8") and b"CANARY" not in answer.content
    assert LetterLogEntry.objects.last().action == "drawing_opened"


@pytest.mark.parametrize("letters", [1, 20])
def test_list_stays_below_its_ceiling(client, check_url, screener, django_assert_max_num_queries, letters):
    for number in range(letters):
        client.post(check_url, filled(body=f"Лист {number}"))
    client.force_login(screener)
    client.get(LIST)

    with django_assert_max_num_queries(14):
        client.get(LIST)


@pytest.mark.both_databases
def test_log_is_append_only(letter):
    entry = LetterLogEntry.objects.get()

    for change in (entry.save, entry.delete, LetterLogEntry.objects.all().delete):
        with pytest.raises(TypeError):
            change()
    with pytest.raises(TypeError):
        LetterLogEntry.objects.update(by_name="x")


@pytest.mark.both_databases
def test_changed_entry_breaks_the_chain(letter, screener):
    open_letter(letter=letter, by=screener)
    entries = list(LetterLogEntry.objects.all())
    entries[0].day = entries[0].day.replace(year=2020)

    assert hash_chain.faults(entries) == [1]
    assert hash_chain.faults(entries[1:]) == [2]


def test_partner_without_staff_has_letters_nobody_opens(client, db, letter, screener):
    lonely = PrisonerFactory(writable=True, slug="lonely", partner=PartnerFactory(slug="lonely"))
    client.post(f"/uk/letters/write/{lonely.slug}/check/", filled(body=BODY + "!"))
    client.force_login(screener)

    assert client.get(LIST).context["page_obj"].paginator.count == 1
