"""What somebody typed outlives their session, and is given back to nobody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from home.models import StaffSession
from tests.home.staff.logins import LIST, PASSWORD, log_in

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "document"}
TYPED = "Довгий «текст»\r\n<b>з рядками</b>"
SENT = {"name": TYPED, "many": ["1", "2"], "action-publish": "x"}


def overdue(user):
    client = log_in(user)
    StaffSession.objects.all().delete()
    return client


def sent_by(client, sent=SENT, headers=OURS, address=LIST):
    return client.post(address, sent, headers=headers)


def fields_of(answer):
    return answer.context["fields"]


def test_form_after_the_end_of_a_session_comes_back_whole(editor):
    answer = sent_by(overdue(editor), address=f"{LIST}?page=2")

    assert answer.status_code == 403 and answer.headers["Cache-Control"] == "no-store"
    assert fields_of(answer) == [("name", TYPED), ("many", "1"), ("many", "2"), ("action-publish", "x")]
    page = answer.content.decode()
    assert f'action="{LIST}?page=2"' in page and "<b>з рядками</b>" not in page


def test_form_goes_on_after_a_login_in_another_tab(editor):
    client = Client(enforce_csrf_checks=True)
    client.get("/admin/login/")
    token = client.cookies["csrftoken"].value
    client.post(
        "/admin/login/", {"login": editor.username, "password": PASSWORD, "csrfmiddlewaretoken": token}
    )
    StaffSession.objects.all().delete()
    old = client.cookies["csrftoken"].value

    first = sent_by(client, {**SENT, "csrfmiddlewaretoken": old})
    assert "<input" in first.content.decode() and first.context["is_logged_in"] is False
    again = dict(fields_of(first)) | {"form-was-kept": "1"}
    client.post(
        "/admin/login/",
        {
            "login": editor.username,
            "password": PASSWORD,
            "csrfmiddlewaretoken": client.cookies["csrftoken"].value,
        },
    )
    second = sent_by(client, {**again, "csrfmiddlewaretoken": old})
    assert second.context["is_logged_in"] is True

    third = sent_by(client, {"name": "ноутбук", "csrfmiddlewaretoken": client.cookies["csrftoken"].value})

    assert third.status_code == 302
    assert "ноутбук" in client.get(LIST).content.decode()


def test_form_is_kept_as_often_as_it_is_sent_without_a_login(editor):
    client = overdue(editor)
    answer = sent_by(client)
    for _turn in range(2):
        answer = sent_by(client, dict(fields_of(answer)) | {"form-was-kept": "1"})
        assert dict(fields_of(answer))["name"] == TYPED


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"},
        {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "iframe"},
        {"Origin": "https://evil.example"},
        {**OURS, "X-Requested-With": "XMLHttpRequest"},
    ],
)
def test_form_from_elsewhere_or_of_a_script_is_not_given_back(editor, headers):
    assert TYPED not in sent_by(overdue(editor), headers=headers).content.decode()


def test_whoever_had_no_session_is_sent_to_the_login():
    answer = sent_by(Client())

    assert answer.status_code == 302 and answer.url.startswith("/admin/login/")


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/password_reset/"])
def test_password_and_what_leads_to_a_login_is_never_given_back(editor, address):
    secret = {"username": "x", "password": "a secret of somebody", "email": "a@example.org"}

    for client in (overdue(editor), Client(enforce_csrf_checks=True)):
        assert "a secret of somebody" not in sent_by(client, secret, address=address).content.decode()


def test_files_are_named_to_be_chosen_again(editor):
    answer = sent_by(overdue(editor), {**SENT, "file": SimpleUploadedFile("скан.pdf", b"%PDF")})

    assert "скан.pdf" in answer.content.decode()
