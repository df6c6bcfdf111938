"""Answers for those who watch: a balancer, Prometheus."""

import pytest
from django.test import Client
from django.utils import timezone

from home.health import request_figures
from home.health.actions.watching import LOOK
from home.health.figures import Figure
from home.models import Heartbeat
from home.registry import provided
from home.site.views import readiness
from letters.models import Letter
from tests.letters.conftest import make_world
from tests.tiers import LONG

IN_PRODUCTION = {"SECURE_SSL_REDIRECT": True, "ALLOWED_HOSTS": ["letters.example"]}


@pytest.fixture
def production(settings):
    for name, value in IN_PRODUCTION.items():
        setattr(settings, name, value)
    return Client()  # its middleware reads the settings when it is made


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_balancer_may_ask_by_ip_and_over_http(production, address):
    answer = production.get(address, headers={"host": "10.0.0.7:8000"})

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_everything_else_is_asked_for_by_name_and_over_https(production):
    assert production.get("/robots.txt", headers={"host": "10.0.0.7"}).status_code == 400
    assert production.get("/robots.txt", headers={"host": "letters.example"}).status_code == 301


def test_nothing_can_be_sent_there(client):
    assert [client.post(address).status_code for address in ("/healthz", "/readyz", "/metrics")] == [405] * 3


class TestFigures:
    PROXIED = ({"x-forwarded-for": "203.0.113.9"}, {"x-real-ip": "203.0.113.9"}, {"forwarded": "for=x"})

    def test_this_machine_may_see_them_and_whoever_comes_through_a_proxy_may_not(self, db, client):
        assert client.get("/metrics").status_code == 200
        assert [client.get("/metrics", headers=each).status_code for each in self.PROXIED] == [404] * 3

    def test_elsewhere_they_take_a_token(self, db, client, settings):
        elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
        settings.METRICS_TOKEN = "a long random text"
        told = [
            client.get("/metrics", headers={"authorization": f"Bearer {token}"}, **elsewhere).status_code
            for token in ("a long random text", "another", "")
        ]

        assert told == [200, 404, 404]
        settings.METRICS_TOKEN = ""
        assert client.get("/metrics", headers={"authorization": "Bearer "}, **elsewhere).status_code == 404

    def test_requests_are_counted_by_method_and_class_of_answer_alone(self, db, client, monkeypatch):
        # Whoever imports cms/gunicorn.py sets it, and would read the figures of servers that tests start.
        monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR", raising=False)
        client.get("/robots.txt?CANARY=1")
        client.get("/uk/prisoners/CANARY/")

        told = client.get("/metrics").content.decode()

        assert 'letters_site_requests_total{answer="2xx",method="GET"}' in told
        assert 'letters_site_requests_total{answer="4xx",method="GET"}' in told
        assert "letters_site_request_seconds_bucket" in told
        assert "CANARY" not in told and "prisoners" not in told

    @pytest.mark.full(LONG)
    def test_every_figure_is_told_with_its_kinds(self, db, client, django_assert_max_num_queries):
        Letter(prisoner=make_world(), code_digest="c", idempotency_key="k").save()

        with django_assert_max_num_queries(12):
            told = client.get("/metrics").content.decode()

        for figure in provided("figures"):
            assert f"# HELP letters_site_{figure.name} " in told
        assert 'letters_site_letters_waiting{kind="received"} 1.0' in told
        assert 'letters_site_letters_waiting{kind="waiting"} 0.0' in told

    def test_public_host_tells_none_that_its_database_user_may_not_read(
        self, db, client, settings, django_assert_num_queries
    ):
        settings.SITE_ROLE = "public"

        with django_assert_num_queries(0):
            told = client.get("/metrics").content.decode()

        assert "letters_site_free_bytes" in told and "jobs_waiting" not in told

    def test_one_that_cannot_be_read_is_left_out_and_holds_up_no_other(self, db, client, monkeypatch):
        def fails():
            raise OSError("/srv/secret")

        figures = [Figure("broken", "Broken", fails), Figure("sound", "Sound", lambda: {"": 3})]
        monkeypatch.setattr("home.health.views.provided", lambda _kind: figures)

        answer = client.get("/metrics")

        assert answer.status_code == 200
        assert b"letters_site_sound 3.0" in answer.content and b"secret" not in answer.content

    def test_a_method_that_nobody_knows_makes_no_figure_of_its_own(self):
        request_figures.note(method="CANARY", status=405, seconds=0.1)

        assert request_figures.ANSWERED.labels("other", "4xx")
        assert "CANARY" not in repr(list(request_figures.OWN.collect()))


def test_readiness_is_looked_at_by_the_worker_s_sign_alone(db, client, monkeypatch):
    """The other row of the table says when the worker last looked at the site's health."""
    monkeypatch.setattr(readiness, "STARTED", float("-inf"))
    Heartbeat.objects.create(name=LOOK, at=timezone.now())

    assert client.get("/readyz").content == b"worker silent\n"
