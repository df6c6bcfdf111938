"""A partner's moderator keeps its webhooks: from the first secret to an event that is sent again."""

import re

import pytest
from django.urls import reverse

from home.headless.choices import EventType
from home.headless.models import Delivery, Endpoint
from home.headless.webhooks.actions.delivery import deliver_due
from home.headless.webhooks.actions.events import tell
from tests.factories.partners import (
    employ_coordinator,
    employ_editor,
    employ_moderator,
    logged_in,
    open_partner,
)
from tests.factories.prisoner_pages import open_locales
from tests.standing import standing
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"whsec_[A-Za-z0-9+/]+=*")


@standing
def partner():
    open_locales("uk")
    return open_partner("zmina")


@pytest.fixture
def moderator(partner):
    return logged_in(employ_moderator(partner))


def fields(partner, url, **more):
    return {"partner": partner.pk, "url": url, "events": ["gone", "published"], **more}


def page(client, name, *arguments):
    return client.get(reverse(name, args=arguments)).content.decode()


def do(client, endpoint, name):
    return client.post(reverse("webhook_act", args=[endpoint.pk, name]), follow=True)


@pytest.mark.full(LONG)
@pytest.mark.both_databases
def test_moderator_adds_a_webhook_tries_it_and_reads_how_it_went(partner, moderator, server):
    answer = moderator.post(reverse("new_webhook"), fields(partner, server.url))
    [first] = set(SECRET.findall(answer.content.decode()))
    assert answer.headers["Cache-Control"].startswith("no-store")
    endpoint = Endpoint.objects.get()
    assert (endpoint.owner, endpoint.events, endpoint.own_only) == ("zmina", ["gone", "published"], False)

    do(moderator, endpoint, "test")
    server.answers = [500]
    deliver_due()
    assert "500" in page(moderator, "webhook", endpoint.pk)
    Endpoint.objects.update(free_at=None)
    moderator.post(reverse("webhook_act", args=[endpoint.pk, "off"]))
    moderator.post(reverse("webhook_act", args=[endpoint.pk, "on"]))
    moderator.post(reverse("webhook_again", args=[Delivery.objects.get().pk]))
    deliver_due()

    shown = page(moderator, "webhook", endpoint.pk)
    assert "доставлено" in shown and "500" in shown and str(Delivery.objects.get().event_id) in shown
    assert first not in shown and not SECRET.search(page(moderator, "webhooks")), "shown once"
    [second] = set(SECRET.findall(do(moderator, endpoint, "rotate").content.decode()))
    assert second != first and "end-older" in page(moderator, "webhook", endpoint.pk)


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "http://example.org/", "https://localhost:8443/x"])
def test_address_we_do_not_send_to_is_refused_with_a_sentence_and_the_form_keeps_what_was_typed(
    partner, moderator, url
):
    shown = moderator.post(reverse("new_webhook"), fields(partner, url, own_only="on")).content.decode()

    assert "публічному інтернеті" in shown and url in shown
    assert re.search(r'name="own_only"[^>]*checked', shown)
    assert not Endpoint.objects.exists()


def test_change_to_such_an_address_changes_nothing(partner, moderator):
    endpoint = Endpoint.objects.create(owner="zmina", url="https://example.org/", events=["gone"])

    shown = moderator.post(reverse("webhook", args=[endpoint.pk]), fields(partner, "https://10.0.0.1/"))

    endpoint.refresh_from_db()
    assert "публічному інтернеті" in shown.content.decode()
    assert (endpoint.url, endpoint.events) == ("https://example.org/", ["gone"])


def test_each_sees_their_own_and_a_coordinator_all(partner, moderator, django_assert_max_num_queries):
    other = open_partner("pen")
    for owner in ("zmina", "pen"):
        endpoint = Endpoint.objects.create(owner=owner, url=f"https://{owner}.example/", events=["gone"])
    for _number in range(5):
        tell(EventType.GONE, {}, [endpoint])
    coordinator = logged_in(employ_coordinator())
    page(coordinator, "webhooks")

    shown = page(moderator, "webhooks")
    assert "zmina.example" in shown and "pen.example" not in shown
    assert moderator.post(reverse("new_webhook"), fields(other, "https://a.example/")).status_code == 200
    assert Endpoint.objects.count() == 2
    with django_assert_max_num_queries(14):
        assert "pen.example" in page(coordinator, "webhooks")
    with django_assert_max_num_queries(18):
        assert page(coordinator, "webhook", endpoint.pk).count("зникло з сайту") >= 5
    assert logged_in(employ_editor(partner)).get(reverse("webhooks")).status_code in (302, 403)


@pytest.mark.both_databases
def test_webhook_is_deleted_with_its_log(moderator):
    endpoint = Endpoint.objects.create(owner="zmina", url="https://example.org/", events=["gone"])
    tell(EventType.GONE, {}, [endpoint])

    do(moderator, endpoint, "off")
    do(moderator, endpoint, "delete")

    assert not Endpoint.objects.exists() and not Delivery.objects.exists()
