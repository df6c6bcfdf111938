"""The second step: set up at the first login, asked for at each, and no code is taken twice."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from home.jobs.actions.outbox import send_due
from home.models import Outbox, StaffSession
from home.staff.actions.session_store import SessionStore
from tests.factories.login import (
    PASSWORD,
    SECRET,
    code_of,
    enter_code,
    enter_password,
    give_app,
    give_codes,
    led_to,
    log_in_fully,
)
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
LETTERS = re.compile(r"<code>([A-Z2-7]{16,})</code>")
CODES = re.compile(r"<code>(\d{8})</code>")


def set_up_app(client):
    """Set an app up as somebody does; return its secret and the last answer."""
    secret = LETTERS.search(client.get("/admin/me/app/").text)[1]
    return secret, client.post("/admin/me/app/", {"code": code_of(secret)})


def is_in(client):
    return client.get("/admin/").status_code == 200


@pytest.mark.full(LONG)
def test_first_login_sets_up_an_app_and_shows_recovery_codes_once(client, anna, committed):
    enter_password(client)
    _secret, done = set_up_app(client)

    shown = client.get(done["Location"])
    again = client.get(done["Location"])

    assert led_to(done) == "/admin/me/codes/"
    assert len(set(CODES.findall(shown.text))) == 10
    assert CODES.findall(again.text) == [] and "10 кодів із 10" in again.text
    assert is_in(client)


def test_a_wrong_code_sets_nothing_up_and_the_same_letters_stay(client, anna, committed):
    enter_password(client)
    letters = LETTERS.search(client.get("/admin/me/app/").text)[1]

    answer = client.post("/admin/me/app/", {"code": "000000"})

    assert LETTERS.search(answer.text)[1] == letters
    assert not Authenticator.objects.exists()


@pytest.mark.full(LONG)
def test_password_and_code_open_the_desk_and_the_password_alone_does_not(client, anna):
    give_app(anna)

    assert led_to(enter_password(client)) == "/admin/login/second-step/"
    assert not is_in(client)
    assert led_to(enter_code(client)) == "/admin/"
    assert is_in(client)


def test_somebody_is_led_on_to_where_they_wanted_to_go(client, anna):
    give_app(anna)
    enter_password(client, next="/admin/letters/?step=all")

    assert enter_code(client)["Location"] == "/admin/letters/?step=all"


def test_a_code_that_was_used_is_refused(client, anna):
    give_app(anna)
    enter_password(client)
    enter_code(client, code := code_of())
    other = Client()
    enter_password(other)

    answer = enter_code(other, code)

    assert answer.status_code == 200 and "вже використаний" in answer.text
    assert not is_in(other)


def test_a_recovery_code_works_once(client, anna):
    give_app(anna)
    code = give_codes(anna)[0]
    enter_password(client)
    assert led_to(enter_code(client, code)) == "/admin/"
    other = Client()
    enter_password(other)

    assert enter_code(other, code).status_code == 200
    assert not is_in(other)


def test_whoever_guesses_codes_is_stopped_after_five(client, anna):
    give_app(anna)
    enter_password(client)

    answers = [enter_code(client, f"{number:06}") for number in range(20)]

    assert "Забагато неправильних кодів" in answers[5].text
    assert "Забагато неправильних кодів" in enter_code(client).text
    assert not is_in(client)


def test_secrets_are_encrypted_in_the_database_and_in_the_session(client, anna, committed):
    enter_password(client)
    secret = LETTERS.search(client.get("/admin/me/app/").text)[1]
    kept = [SessionStore().decode(row.session_data) for row in StaffSession.objects.all()]
    assert "mfa.totp.secret" in str(kept) and secret not in str(kept)

    client.post("/admin/me/app/", {"code": code_of(secret)})

    app, codes = Authenticator.objects.order_by("type").reverse()
    assert (app.type, codes.type) == ("totp", "recovery_codes")
    assert secret not in str(app.data)
    assert not re.fullmatch("[0-9a-f]+", codes.data["seed"])


def test_without_their_key_no_code_is_right_and_nothing_breaks(client, anna, settings, tmp_path):
    give_app(anna)
    code = give_codes(anna)[0]
    settings.KEY_FILES = {**settings.KEY_FILES, "private_records": tmp_path / "lost"}
    enter_password(client)

    for attempt in (code_of(), code):
        assert enter_code(client, attempt).status_code == 200
    assert not is_in(client)


def test_young_login_sets_a_step_up_without_a_second_password_and_an_old_one_does_not(client, anna):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        enter_password(client)
        assert client.get("/admin/me/app/").status_code == 200
        clock.shift(timedelta(minutes=11))
        assert led_to(client.get("/admin/me/app/")) == "/admin/me/confirm/password/"
        answer = client.post("/admin/me/confirm/password/?next=/admin/me/app/", {"password": PASSWORD})

        assert led_to(answer) == "/admin/me/app/"
        assert client.get("/admin/me/app/").status_code == 200


def test_whoever_has_a_step_confirms_with_it_and_not_with_the_password(client, anna):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        log_in_fully(client, anna)
        give_codes(anna)
        assert client.get("/admin/me/codes/new/").status_code == 200
        clock.shift(timedelta(minutes=11))

        assert led_to(client.get("/admin/me/codes/new/")) == "/admin/me/confirm/code/"
        assert led_to(client.get("/admin/me/confirm/password/")) == "/admin/me/confirm/code/"


def test_a_form_that_comes_too_late_is_asked_for_again_and_kept_nowhere(client, anna):
    """allauth would keep it in the session with every header, the session's own key among them."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        log_in_fully(client, anna)
        give_codes(anna)
        clock.shift(timedelta(minutes=11))
        answer = client.post("/admin/me/codes/new/", {"secret_text": "CANARY-TYPED"})

    assert led_to(answer) == "/admin/me/confirm/code/"
    kept = str(dict(client.session.items()))
    assert "CANARY-TYPED" not in kept and client.session.session_key not in kept
    assert "account_reauthentication_state" not in client.session


def test_the_only_second_step_cannot_be_removed(client, anna):
    log_in_fully(client, anna)

    page = client.get("/admin/me/app/remove/")
    client.post("/admin/me/app/remove/")

    assert "єдиний другий крок" in page.text
    assert Authenticator.objects.filter(user=anna).count() == 1


def test_the_only_passkey_cannot_be_removed(client, anna):
    log_in_fully(client, anna)
    Authenticator.objects.filter(user=anna).update(
        type="webauthn", data={"name": "key on the ring", "credential": {}}
    )
    key = Authenticator.objects.get(user=anna)

    assert led_to(client.post(f"/admin/me/passkeys/{key.pk}/remove/")) == "/admin/me/passkeys/"
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_a_change_of_second_steps_is_told_by_mail_without_name_address_or_browser(
    client, anna, committed, mailoutbox, settings
):
    settings.STAFF_URL = "https://staff.example"
    client = Client(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="CANARY-UA", HTTP_HOST="testserver")
    enter_password(client)
    set_up_app(client)
    send_due()

    mail = next(each for each in mailoutbox if "застосунок" in each.body)
    assert mail.to == ["anna@example.org"]
    assert "https://staff.example/admin/me/" in mail.body
    for private in ("203.0.113", "CANARY-UA", "testserver", "anna", SECRET):
        assert private not in mail.body + mail.subject


def test_changing_the_password_asks_for_the_old_one_ends_sessions_and_is_told(client, anna, committed):
    new = "quite another invented password"
    log_in_fully(client, anna)
    other = Client()
    log_in_fully(other, anna)
    sent = {"oldpassword": "wrong", "password1": new, "password2": new}
    assert client.post("/admin/me/password/", sent).status_code == 200

    client.post("/admin/me/password/", {**sent, "oldpassword": PASSWORD})

    assert not is_in(other) and not is_in(client)
    assert Outbox.objects.filter(template="login_password").count() == 1
    assert led_to(enter_password(Client(), password=new)) == "/admin/login/second-step/"


def test_logging_out_takes_wagtails_button(client, anna):
    log_in_fully(client, anna)

    assert led_to(client.post("/admin/logout/")) == "/admin/login/"
    assert not is_in(client)


def test_the_user_form_and_the_account_offer_no_password(client, anna):
    log_in_fully(client, anna)

    account, user = client.get("/admin/account/"), client.get(f"/admin/users/edit/{anna.pk}/")

    assert account.status_code == user.status_code == 200
    assert 'type="password"' not in account.text + user.text
    assert "/admin/me/" in account.text
