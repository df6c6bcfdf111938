"""The four steps over HTTP, without JavaScript."""

from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.utils import timezone

from letters.models import Letter
from letters.sealing.sealed_box import unseal_text
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import BODY, filled, hidden_fields
from tests.standing import standing
from tests.tiers import first_of

STEP = "/uk/letters/write/vilnyi/"
LATER = ("about-you/", "check/")


def stored_body(letter):
    return unseal_text(letter.sealed_body, letter=letter.uuid, field="body")


def test_letter_goes_through_four_steps_without_javascript(client, world):
    chosen = client.get("/uk/letters/write/")
    assert f'href="{STEP}"' in chosen.content.decode()

    begun = client.get(STEP)
    fields = {**hidden_fields(begun), "body": BODY.replace("\n", "\r\n"), "language": ""}
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(minutes=3)):
        about = client.post(f"{STEP}about-you/", fields)
        fields = {
            **hidden_fields(about),
            "name": "Олена",
            "email": "",
            "censor": "ask",
            "delay": "keep",
            "consent": "on",
        }
        check = client.post(f"{STEP}check/", fields)
        assert "Ми з котом читаємо про море." in check.content.decode()
        sent = client.post(f"{STEP}check/", {**hidden_fields(check), "send": "1"})
        receipt = client.get(sent.headers["Location"])

    assert [page.status_code for page in (chosen, begun, about, check, sent, receipt)] == [
        200,
        200,
        200,
        200,
        303,
        200,
    ]
    letter = Letter.objects.get()
    assert stored_body(letter) == BODY
    assert (letter.state, letter.language_detected, letter.prisoner) == ("received", "uk", world)


def test_no_step_sets_a_cookie(client, check_url):
    for answer in (client.get("/uk/letters/write/"), client.get(STEP), client.post(check_url, filled())):
        assert not answer.cookies


@pytest.mark.parametrize("step", ["", "about-you/", "check/"])
def test_text_stays_through_back_and_another_language(client, world, step):
    fields = filled()
    del fields["send"]

    for language in ("uk", "en", "crh"):
        page = client.post(f"/{language}/letters/write/vilnyi/{step}", fields)
        assert page.status_code == 200
        assert "Ми з котом читаємо про море." in page.content.decode()
        assert hidden_fields(page)["token"] == fields["token"]


@pytest.mark.parametrize("step", ["about-you/", "check/"])
def test_step_opened_without_a_letter_leads_to_the_first(client, world, step):
    answer = client.get(f"{STEP}{step}?campaign=spring&body=x")

    assert answer.headers["Location"] == f"{STEP}?campaign=spring"


def test_campaign_and_event_travel_along(client, world):
    begun = client.get(f"{STEP}?campaign=spring&event=kyiv&body=secret&name=x")

    fields = hidden_fields(begun)
    assert (fields["campaign"], fields["event"]) == ("spring", "kyiv")
    assert "secret" not in begun.content.decode()


def test_who_changes_no_wish_need_only_tick_that_they_have_read(client, check_url):
    """What is ready lets the letter arrive, since few come back with a code to be asked."""
    about = client.post(f"{STEP}about-you/", filled(censor="", delay="", consent="")).context["form"]
    ready = {name: about[name].value() for name in ("censor", "delay")}
    assert ready == {"censor": "do", "delay": "keep"}
    assert not about["consent"].value()

    assert client.post(check_url, filled(**ready)).status_code == 303


@pytest.mark.parametrize(
    ("changes", "field"),
    first_of(
        [
            ({"body": ""}, "body"),
            ({"body": "\u200b" * 200}, "body"),
            ({"body": "а" * 6001}, "body"),
            ({"body": "а\n" * 120}, "body"),
            ({"email": "a@b"}, "email"),
            ({"email": "a@[203.0.113.7]"}, "email"),
            ({"email": "a@localhost"}, "email"),
            ({"email": "a@example.org,b@example.org"}, "email"),
            ({"consent": ""}, "consent"),
            ({"censor": "maybe"}, "censor"),
            ({"delay": ""}, "delay"),
            ({"name": "я" * 101}, "name"),
            ({"language": "x" * 1000}, "language"),
        ]
    ),
)
def test_wrong_field_is_explained_and_the_text_kept(client, check_url, changes, field):
    fields = filled(**changes)

    answer = client.post(check_url, fields)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert f'href="#id_{field}' in answer.content.decode()
    assert Letter.objects.count() == 0
    kept = {**hidden_fields(answer), **answer.context["form"].data}
    assert kept["body"] == fields["body"]
    assert kept["token"] == fields["token"]


def test_letter_at_the_limit_is_taken(client, check_url):
    body = ("а" * 49 + "\n") * 119 + "б" * 50

    assert client.post(check_url, filled(body=body)).status_code == 303
    assert stored_body(Letter.objects.get()) == body


@pytest.mark.both_databases
def test_dropped_characters_are_told_and_what_is_shown_is_stored(client, check_url):
    about = client.post(f"{STEP}about-you/", filled(body="сло\u202eво"))

    assert "notice" in about.content.decode()
    assert hidden_fields(about)["body"] == "слово"


def test_where_no_picture_can_be_read_the_letter_is_kept_and_goes_without(client, check_url, monkeypatch):
    monkeypatch.setattr("home.sandbox.runner.CONFINED", Path("/nonexistent"))

    answer = client.post(check_url, filled(drawing=SimpleUploadedFile("a.jpg", picture_bytes())))

    assert answer.status_code == 422 and not Letter.objects.exists()
    assert hidden_fields(answer)["body"] == BODY
    assert "зараз не може прочитати зображення" in answer.content.decode()
    assert client.post(check_url, {**hidden_fields(answer), "send": "1"}).status_code == 303


def test_letter_without_a_drawing_starts_no_child(client, check_url, monkeypatch):
    monkeypatch.setattr("home.pictures.reencoding.run_confined", mock.Mock(side_effect=AssertionError))

    assert client.post(check_url, filled()).status_code == 303


class TestOtherSites:
    @pytest.mark.parametrize(
        "headers",
        [
            {"origin": "https://evil.example"},
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"sec-fetch-site": "cross-site", "origin": "null"},
        ],
    )
    def test_form_from_another_site_is_refused_and_the_text_given_back(self, client, check_url, headers):
        answer = client.post(check_url, filled(), headers=headers)

        assert answer.status_code == 403
        assert "Ми з котом читаємо про море." in answer.content.decode()
        assert Letter.objects.count() == 0

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"origin": "null"},
            {"origin": "http://testserver"},
            {"sec-fetch-site": "same-origin", "origin": "null"},
        ],
    )
    def test_form_of_ours_is_taken(self, client, check_url, headers):
        assert client.post(check_url, filled(), headers=headers).status_code == 303


@pytest.mark.both_databases
@pytest.mark.faults
class TestDatabaseDown:
    @pytest.fixture(autouse=True)
    def _quiet(self, client):
        client.raise_request_exception = False

    def test_text_and_token_stay_and_the_page_asks_no_database(
        self, client, check_url, django_assert_num_queries
    ):
        fields = filled()

        with mock.patch(
            "django.db.models.sql.compiler.SQLCompiler.execute_sql", side_effect=OperationalError
        ):
            answer = client.post(check_url, fields)

        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "120"
        assert "Ми з котом читаємо про море." in answer.content.decode()
        kept = hidden_fields(answer)
        assert kept["token"] == fields["token"]
        assert (kept["name"], kept["censor"], kept["consent"]) == ("Олена", "do", "on")

        sent = client.post(check_url, {**kept, "body": BODY, "send": "1"})
        assert sent.status_code == 303
        assert Letter.objects.count() == 1

    def test_fault_of_a_middleware_keeps_the_text_too(self, client, check_url):
        with mock.patch(
            "django.middleware.common.CommonMiddleware.process_request", side_effect=OperationalError
        ):
            answer = client.post(check_url, filled())

        assert answer.status_code == 503
        assert "Ми з котом читаємо про море." in answer.content.decode()

    def test_fault_between_insert_and_commit_stores_nothing(self, client, check_url):
        with mock.patch("letters.writing.actions.submit.log_by_writer", side_effect=OperationalError):
            answer = client.post(check_url, filled())

        assert answer.status_code == 503
        assert Letter.objects.count() == 0


def test_steps_may_be_kept_by_the_browser_and_tell_no_referrer(client, check_url):
    fields = filled()
    for answer in (
        client.get("/uk/letters/write/"),
        client.get(STEP),
        client.post(f"{STEP}about-you/", fields),
        client.post(check_url, {**fields, "consent": ""}),
    ):
        assert answer.headers["Cache-Control"] == "private, max-age=600"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, check_url, method):
    assert getattr(client, method)(check_url).status_code == 405


@standing
def thirty(world):
    return [PrisonerFactory(writable=True, slug=f"person-{number}") for number in range(29)] + [world]


class TestQueries:
    """Ceilings, equal with one person and with many."""

    each_step = pytest.mark.parametrize(
        ("ceiling", "method", "path"),
        [
            (8, "get", "/uk/letters/write/"),
            (5, "get", STEP),
            (5, "post", STEP),
            (5, "post", f"{STEP}about-you/"),
            (16, "post", f"{STEP}check/"),
        ],
    )

    @each_step
    def test_step_stays_below_its_ceiling(
        self, client, world, django_assert_max_num_queries, ceiling, method, path
    ):
        self.take_step(client, method, path, within=django_assert_max_num_queries(ceiling))

    @each_step
    def test_step_stays_below_it_among_thirty_people(
        self, client, thirty, django_assert_max_num_queries, ceiling, method, path
    ):
        self.take_step(client, method, path, within=django_assert_max_num_queries(ceiling))

    def take_step(self, client, method, path, *, within):
        for warm in (STEP, "/uk/letters/write/"):
            client.get(warm)
        with within:
            answer = getattr(client, method)(path, filled() if method == "post" else None)
        assert answer.status_code in (200, 303)


def test_form_page_is_light(client, world):
    static = 0
    page = client.get(STEP)
    assert len(page.content) + static < 60_000
