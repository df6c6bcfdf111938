"""A link for readers outside: a few days, no login, no cookie, while who made it may see the text."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.utils import timezone

from cms.urls import addresses
from home.security.keyring import ring
from home.settings.rings import PUBLIC_RINGS
from home.translation.choices import Right
from home.translation.models import LocaleRole
from home.translation.publication import preview_links
from home.translation.publication.views import sharing
from home.translation.team.actions.roles import end_right

pytestmark = pytest.mark.django_db
DESK = "/admin/desk/"


@pytest.fixture
def maker(person, in_english):
    return person("translator", Right.TRANSLATE)


@pytest.fixture
def link(client, in_english, maker):
    client.force_login(maker)
    answer = client.post(f"{DESK}{in_english.pk}/preview/link/", {"days": "3"})
    return "/" + answer.context["address"].split("/", 3)[3]


def open_outside(link):
    return Client().get(link)


@pytest.mark.both_databases
def test_it_shows_the_text_with_drafts_without_a_login_and_leaves_no_trace(link):
    answer = open_outside(link)

    assert answer.status_code == 200
    assert "Назва УКР" in answer.content.decode()
    assert not answer.cookies
    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_its_days_end(link):
    with time_machine.travel(timezone.now() + timedelta(days=2, hours=23)):
        assert open_outside(link).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=3, seconds=1)):
        answer = open_outside(link)
    assert answer.status_code == 403
    assert "УКР" not in answer.content.decode()


def test_it_ends_with_the_right_of_who_made_it(link, maker):
    end_right(LocaleRole.objects.get(user=maker), by=None)

    assert open_outside(link).status_code == 403


def test_it_ends_with_the_account_of_who_made_it(link, maker):
    maker.is_active = False
    maker.save()

    assert open_outside(link).status_code == 403


def test_it_ends_when_the_original_is_taken_down(link, text):
    text.unpublish()

    assert open_outside(link).status_code == 403


@pytest.mark.parametrize(
    "change", [lambda token: token[:-2], lambda token: "x", lambda token: token.swapcase()]
)
def test_a_link_that_was_changed_shows_nothing(link, change):
    token = link.strip("/").split("/")[1]

    assert open_outside(f"/desk-preview/{change(token)}/").status_code == 403


def test_nobody_makes_one_for_a_language_that_is_not_theirs_or_for_longer(
    client, link, in_english, in_crimean_tatar
):
    assert client.post(f"{DESK}{in_crimean_tatar.pk}/preview/link/", {"days": "3"}).status_code == 404
    for odd in ("30", "x", "", "-1"):
        assert client.post(f"{DESK}{in_english.pk}/preview/link/", {"days": odd}).status_code == 302


def test_a_link_that_is_opened_too_often_is_held_back(link, monkeypatch):
    monkeypatch.setattr(sharing, "MOST_A_MINUTE", 2)

    with time_machine.travel(timezone.now(), tick=False):  # no minute begins between two of them
        assert [open_outside(link).status_code for _turn in range(3)] == [200, 200, 429]


def test_the_public_host_knows_no_such_address():
    assert not any("desk-preview" in str(each.pattern) for each in addresses("public"))
    assert any("desk-preview" in str(each.pattern) for each in addresses("staff"))


def test_a_link_signed_with_what_a_public_host_holds_is_none(settings):
    until = 2**33
    forged = [signing.dumps([1, 2, until], salt=preview_links.SALT)]
    for name in PUBLIC_RINGS:
        _kid, key = ring(name).current
        forged.append(signing.dumps([1, 2, until], key=key, salt=preview_links.SALT))

    for token in forged:
        with pytest.raises(preview_links.LinkOver):
            preview_links.read(token, now=0)


def test_a_token_is_bound_to_its_purpose():
    token = preview_links.make(1, 2, until=2**33)

    assert preview_links.read(token, now=0).user_pk == 2
    with pytest.raises(preview_links.LinkOver):
        preview_links.read(token, now=2**33)
