"""Mail to a writer: one request to confirm, through a real mail server, and nothing of the letter."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from home.models import Outbox
from home.settings.rings import PUBLIC_RINGS
from letters.models import Letter, WriterAddress
from letters.requests.actions.carrying_out import carry_out_requests
from tests.factories.mail import mail_server
from tests.letters.conftest import BODY, filled, work
from tests.tiers import LONG

ADDRESS = "olena@example.org"


@pytest.fixture
def smtp(settings):
    with mail_server(settings) as server:
        yield server


@pytest.fixture
def write(client, check_url):
    def send(**changes):
        answer = client.post(check_url, filled(**{"email": ADDRESS, **changes}))
        assert answer.status_code == 303
        return client.get(answer.headers["Location"]).context["code"]

    return send


def link_in(message):
    return re.search(r"http://[^/]+(/\w+/letters/confirm/\S+)", message.get_content())[1]


def test_letter_without_an_address_queues_no_mail(write):
    write(email="")
    work()

    assert Outbox.objects.count() == 0


@pytest.mark.both_databases
def test_new_address_gets_one_request_that_tells_nothing(write, smtp, world):
    code = write()

    work()

    ((recipients, message),) = smtp.mail
    raw = message.as_string() + message.get_content()
    assert recipients == [ADDRESS]
    for secret in (code, code.replace(" ", ""), "Олена", "котом", world.name_uk, world.name_en, world.slug):
        assert secret not in raw
    assert str(Letter.objects.get().uuid) not in raw


@pytest.mark.both_databases
def test_address_is_asked_once_an_hour_however_many_letters_name_it(write, smtp):
    for number in range(5):
        write(body=f"{BODY} {number}")
    work()
    assert len(smtp.mail) == 1

    WriterAddress.objects.update(asked_at=timezone.now() - timedelta(minutes=61))
    write(body="Ще один", email=ADDRESS.upper())
    work()
    assert len(smtp.mail) == 2


def test_link_is_confirmed_by_its_button_only(write, smtp, client):
    write()
    work()
    link = link_in(smtp.mail[0][1])

    page = client.get(link)
    assert page.status_code == 200 and "<button" in page.content.decode()
    assert WriterAddress.objects.get().confirmed_at is None

    pressed, again = client.post(link), client.get(link)
    assert pressed.status_code == 200
    assert (
        "підтвердження надійшло" in pressed.content.decode()
        and '<button class="button"' not in again.content.decode()
    )
    work()
    assert WriterAddress.objects.get().confirmed_at is not None
    assert "no-store" in page.headers["Cache-Control"] and not page.cookies


def test_button_pressed_on_another_site_confirms_nothing(write, smtp, client):
    write()
    work()

    client.post(link_in(smtp.mail[0][1]), headers={"origin": "https://evil.example"})
    work()

    assert WriterAddress.objects.get().confirmed_at is None


@pytest.mark.both_databases
def test_confirmed_address_is_told_of_the_next_letter(write, smtp, client):
    write()
    work()
    client.post(link_in(smtp.mail[0][1]))

    code = write(body="Другий лист")
    work()

    message = smtp.mail[1][1]
    assert "/letters/confirm/" not in message.get_content()
    assert code not in message.get_content() and "Другий" not in message.get_content()


@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 5000, "є" * 43])
def test_link_that_is_not_ours_is_404(client, world, token):
    assert client.get(f"/uk/letters/confirm/{token}/").status_code == 404
    assert client.post(f"/uk/letters/confirm/{token}/").status_code == 404


def test_link_is_over_after_seven_days(write, smtp, client):
    write()
    work()
    WriterAddress.objects.update(asked_at=timezone.now() - timedelta(days=8))

    assert client.post(link_in(smtp.mail[0][1])).status_code == 404


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_request_that_did_not_leave_is_sent_again(write, smtp):
    write()
    smtp.answer = "451 later"
    work()
    smtp.answer = None
    Outbox.objects.update(due_at=timezone.now())

    work()

    assert len(smtp.mail) == 1


def test_letter_is_stored_though_no_mail_server_answers(write, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    write()
    work()

    assert Letter.objects.count() == 1
    assert Outbox.objects.get().state == Outbox.State.PENDING


def test_mail_is_in_the_language_of_the_page(client, world, smtp):
    for language, subject in (("en", "Please confirm your address"),):
        client.post(f"/{language}/letters/write/{world.slug}/check/", filled(email=ADDRESS))
        work()
        assert smtp.mail[-1][1]["Subject"] == subject
        assert f"/{language}/letters/confirm/" in smtp.mail[-1][1].get_content()


def test_public_host_cannot_find_an_address(write, settings):
    write()
    carry_out_requests()
    settings.KEY_FILES = {name: settings.KEY_FILES[name] for name in PUBLIC_RINGS}

    work()

    assert Outbox.objects.get().state == Outbox.State.PENDING
    assert Letter.objects.get().email_index == ""
