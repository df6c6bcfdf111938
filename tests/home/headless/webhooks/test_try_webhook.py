"""`manage.py try_webhook`: one signed test event to a receiver of one's own, shown with what came back."""

import io

import pytest
from django.core.management import CommandError, call_command

from home.headless.models import Event
from home.headless.webhooks.signatures import new_secret
from tests.factories.receiver import receiver
from tests.factories.recipes import recipe

pytestmark = pytest.mark.django_db


def is_from_us(*sent):
    return recipe("webhook")["is_from_us"](*sent)


def told(*words):
    out = io.StringIO()
    call_command("try_webhook", *words, stdout=out)
    return out.getvalue()


def test_a_receiver_on_this_machine_gets_an_event_signed_with_the_secret_that_is_shown(server):
    shown = told(server.url)

    [(_path, headers, body)] = server.got
    secret = shown.partition("Secret: ")[2].split()[0]
    assert is_from_us(secret, headers, body)
    assert b'"type": "test"' in body
    assert body.decode() in shown
    assert "Answer: 200" in shown
    assert not Event.objects.exists()


def test_a_receiver_that_has_a_secret_already_can_check_with_it(server):
    secret = new_secret()
    told(server.url, "--secret", secret)

    [(_path, headers, body)] = server.got
    assert is_from_us(secret, headers, body)


@pytest.mark.parametrize(("answer", "words"), [(500, "did not take it"), (302, "redirects")])
def test_what_a_receiver_does_not_take_ends_with_the_reason(server, answer, words):
    server.answer = answer
    with pytest.raises(CommandError, match=words):
        told(server.url)


def test_where_networks_of_our_own_are_closed_it_sends_nothing_there(settings):
    settings.WEBHOOKS_MAY_REACH_PRIVATE = False
    with receiver() as server, pytest.raises(CommandError, match="not one of the public internet"):
        told(server.url)

    assert server.got == []


def test_a_secret_that_is_none_is_refused_in_words():
    with pytest.raises(CommandError, match="whsec_"):
        told("http://127.0.0.1:9/", "--secret", "whsec_x")
