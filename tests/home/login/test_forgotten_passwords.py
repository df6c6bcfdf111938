"""A forgotten password: nobody learns who has an account, and the link opens no second step."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings as running
from django.test import Client
from django.utils import timezone

from home.jobs.actions.outbox import send_due
from home.login.views.pages import RESET_KEY
from home.models import Outbox, StaffSession
from home.security.keyring import new_id, new_key, write_ring
from home.staff.actions.session_store import SessionStore
from tests.factories.login import enter_password, give_app, led_to, log_in_fully

pytestmark = pytest.mark.django_db
NEW = "quite another invented password"
LINK = re.compile(r"https?://\S+/admin/password_reset/confirm/\S+")


def ask(client, address):
    return client.post("/admin/password_reset/", {"email": address})


def link_in(mailoutbox):
    return LINK.search(mailoutbox[-1].body)[0]


def choose(client, link, password=NEW):
    """Open the link, follow it to its form, and send a new password."""
    page = client.get(link, follow=True)
    if "password1" not in page.text:
        return page
    return client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})


def test_known_and_unknown_addresses_are_answered_alike(client, anna, mailoutbox):
    answers = [ask(client, address) for address in ("anna@example.org", "nobody@example.org")]
    pages = [client.get(answer["Location"]) for answer in answers]
    send_due()

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert pages[0].text == pages[1].text
    assert [mail.to for mail in mailoutbox] == [["anna@example.org"]]


def test_the_link_leads_to_the_host_of_the_staff_and_names_nobody(client, anna, mailoutbox, settings):
    settings.STAFF_URL = "https://staff.example"
    ask(client, "anna@example.org")
    send_due()

    assert link_in(mailoutbox).startswith("https://staff.example/admin/")
    assert "anna" not in mailoutbox[0].body + mailoutbox[0].subject
    assert "testserver" not in mailoutbox[0].body


def test_it_works_once_and_leaves_the_second_step_to_be_asked_for(client, anna, mailoutbox):
    give_app(anna)
    ask(client, "anna@example.org")
    send_due()
    link = link_in(mailoutbox)

    assert led_to(choose(client, link)) == "/admin/password_reset/complete/"
    assert led_to(client.get("/admin/")) == "/admin/login/"
    assert "password1" not in choose(Client(), link).text
    assert led_to(enter_password(client, password=NEW)) == "/admin/login/second-step/"


def test_somebody_who_is_logged_in_chooses_a_new_one_and_logs_in_anew(client, anna, mailoutbox):
    log_in_fully(client, anna)
    other = Client()
    log_in_fully(other, anna)
    ask(Client(), "anna@example.org")
    send_due()

    assert led_to(choose(client, link_in(mailoutbox))) == "/admin/password_reset/complete/"

    assert client.get("/admin/password_reset/complete/").status_code == 200
    assert {led_to(each.get("/admin/")) for each in (client, other)} == {"/admin/login/"}
    assert led_to(enter_password(client, password=NEW)) == "/admin/login/second-step/"


def test_whoever_reads_the_sessions_finds_no_key_that_opens_anything(client, anna, mailoutbox):
    ask(client, "anna@example.org")
    send_due()
    link = link_in(mailoutbox)
    page = client.get(link, follow=True)
    here = page.request["PATH_INFO"]
    key = link.rpartition("-")[2].strip("/")

    kept = [SessionStore().decode(row.session_data) for row in StaffSession.objects.all()]
    [sealed] = [each[RESET_KEY] for each in kept]

    assert key not in str(kept) and "password1" in page.text
    for guess in (sealed, sealed[:60], "set-password"):
        answer = Client().get(here.replace("set-password", guess), follow=True)
        assert "password1" not in answer.text
    assert led_to(choose(client, here)) == "/admin/password_reset/complete/"


def test_a_sealed_key_of_another_ring_asks_for_a_new_link(client, anna, mailoutbox, settings, tmp_path):
    ask(client, "anna@example.org")
    send_due()
    here = client.get(link_in(mailoutbox), follow=True).request["PATH_INFO"]
    other = tmp_path / "other"
    write_ring(other, {new_id(): new_key()})
    settings.KEY_FILES = {**settings.KEY_FILES, "private_records": other}

    page = client.get(here)

    assert page.status_code == 200 and "password1" not in page.text


@pytest.mark.parametrize(("minutes", "opens"), [(54, True), (66, False)])
def test_it_works_for_one_hour(minutes, opens, client, anna, mailoutbox):
    # Tokens count in the local time of the site.
    at = timezone.now().astimezone(ZoneInfo(running.TIME_ZONE))
    with time_machine.travel(at, tick=False) as clock:
        ask(client, "anna@example.org")
        send_due()
        clock.shift(timedelta(minutes=minutes))

        assert (led_to(choose(client, link_in(mailoutbox))) != "") is opens


def test_a_weak_password_is_refused_and_says_why(client, anna, mailoutbox):
    ask(client, "anna@example.org")
    send_due()

    answer = choose(client, link_in(mailoutbox), "short")

    assert answer.status_code == 200 and "14" in answer.text


def test_a_closed_account_gets_no_link(client, anna):
    anna.is_active = False
    anna.save()

    ask(client, "anna@example.org")

    assert not Outbox.objects.filter(template="login_new_password").exists()


def test_a_link_that_is_no_link_says_what_to_do(client):
    page = client.get("/admin/password_reset/confirm/1-abc/")

    assert page.status_code == 200 and "/admin/password_reset/" in page.text


@pytest.mark.parametrize("address", ["/admin/password_reset/confirm/MQ/abc-def/", "/admin/password_reset/x/"])
def test_wagtails_own_pages_for_it_are_gone(address, client):
    assert led_to(client.get(address)) in ("", "/admin/login/")
    assert "password1" not in client.get(address).text
