"""A letter from a front end elsewhere: the same letter, sealed the same way, as from our own page."""

import json
import logging
from datetime import timedelta
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.headless.answers.api.front_ends import digest_of
from home.models import Outbox
from letters.choices.desk import DeskRole
from letters.choices.letters import Channel, PublicState
from letters.handling.actions.opening import open_drawing, open_letter
from letters.models import Letter
from letters.oversight.actions.languages import note_languages
from letters.requests.actions.carrying_out import carry_out_requests
from prisoner_pages.can_be_written_to import TOLD_AS, CallReason
from prisoner_pages.choices import MailStatus, Status
from prisoner_pages.demo.actions.accounts import DEMO_GROUP
from tests.factories.leaks import found_in
from tests.factories.pictures import picture_bytes
from tests.factories.prisoner_pages import PrisonerFactory
from tests.factories.stored import everything_stored
from tests.letters.api.post_world import (
    ASKED,
    LETTERS,
    ORIGIN,
    PROBLEM,
    STATUS,
    open_front_end,
    post,
    sent,
    told,
)
from tests.letters.conftest import BODY, filled, make_member
from tests.rivals import at_once
from tests.tiers import LONG

pytestmark = pytest.mark.django_db
WORDS = ["kanarkabody", "kanarkaname", "kanarkamail"]


def code_of(response):
    assert response.status_code == 201, response.text
    return response.json()["code"]


def test_form_tells_all_that_our_own_page_tells_and_keeps_nothing(client, world, front_end):
    make_member(world.partner, "translator", DeskRole.TRANSLATOR)
    note_languages()
    form = client.get(ASKED, {"prisoner": "vilnyi", "locale": "crh"}, headers={"origin": ORIGIN})
    answer = form.json()
    fields = {field["name"]: field for field in answer["fields"]}

    assert form.headers["Cache-Control"] == "private, no-store"
    assert form.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert not form.cookies
    assert list(fields) == ["body", "language", "name", "email", "censor", "delay", "consent", "drawing"]
    assert (fields["body"]["max_chars"], fields["body"]["max_lines"]) == (6000, 120)
    assert {"value": "de", "label": {"text": "Deutsch", "lang": "de"}} in fields["language"]["choices"]
    assert len(answer["rules"]) == 6 and answer["rules"][0]["lang"] == "uk"
    assert {"text": "Deutsch", "lang": "de"} in answer["languages_now"]
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(minutes=1)):
        assert post(client, LETTERS, sent(nonce=answer["nonce"])).status_code == 201


@pytest.mark.both_databases
def test_letter_arrives_sealed_and_only_the_desk_opens_it(client, world, front_end, screener):
    response = post(client, f"{LETTERS}?locale=en", sent(email="olena@example.org"))

    code = code_of(response)
    letter = Letter.objects.get()
    opened = open_letter(letter=letter, by=screener)
    assert (opened.body, opened.name) == (BODY, "Олена")
    assert (letter.channel, letter.prisoner, letter.language_detected) == (Channel.API, world, "uk")
    assert Letter.objects.with_code(code.replace(" ", "")) == letter
    carry_out_requests()
    assert Outbox.objects.get().language == "en"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert not response.cookies
    assert "confirm your address" in response.text


@pytest.mark.both_databases
def test_same_letter_under_one_nonce_is_one_and_another_is_another_whichever_way_it_comes(
    client, world, front_end
):
    letter = sent()
    first = code_of(post(client, LETTERS, letter))
    fields = filled(token=letter["nonce"])
    page = client.post("/uk/letters/write/vilnyi/check/", fields)

    assert code_of(post(client, LETTERS, letter)) == first
    assert client.get(page.headers["Location"]).context["code"] == first
    assert code_of(post(client, LETTERS, {**letter, "body": "Другий лист."})) != first
    assert Letter.objects.count() == 2


@pytest.mark.full(LONG)
@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_two_equal_posts_at_one_moment_are_one_letter(world, front_end):
    letter = sent()

    answers = at_once(*[lambda: post(Client(), LETTERS, letter)] * 2)

    assert len({code_of(answer) for answer in answers}) == 1
    assert Letter.objects.count() == 1


def test_letter_sent_before_the_person_was_paused_shows_its_code_and_a_new_one_nothing(
    client, world, front_end
):
    letter = sent()
    first = code_of(post(client, LETTERS, letter))
    world.paused_at = timezone.now()
    world.save()

    again, new = post(client, LETTERS, letter), post(client, LETTERS, sent())
    unknown = post(client, LETTERS, sent(prisoner="nobody"))

    assert code_of(again) == first
    assert (new.status_code, new.content) == (404, unknown.content)
    paused = client.get(ASKED, {"prisoner": "vilnyi"})
    assert (paused.status_code, paused.content) == (404, client.get(ASKED, {"prisoner": "nobody"}).content)


def test_who_cannot_receive_letters_is_answered_in_the_sentences_of_our_page(client, world, front_end):
    PrisonerFactory(writable=True, slug="stopped", mail_status=MailStatus.CANNOT)
    page = client.get("/en/letters/write/stopped/").text

    for answer in (
        client.get(ASKED, {"prisoner": "stopped", "locale": "en"}),
        post(client, LETTERS, sent(prisoner="stopped")),
    ):
        problem = answer.json()
        assert answer.status_code == 409
        assert problem["title"] in page and problem["detail"] in page


def test_letter_that_has_to_wait_is_taken_and_it_is_said(client, world, front_end):
    world.status = Status.IN_TRANSFER
    world.save()
    page = client.get("/en/letters/write/vilnyi/").text

    form = client.get(ASKED, {"prisoner": "vilnyi", "locale": "en"}).json()
    taken = post(client, LETTERS, sent())

    assert form["to"]["call"]["code"] == "held"
    assert form["to"]["reason"]["label"]["text"] in page
    assert code_of(taken) and "cannot be sent yet" in taken.json()["sentences"][0]["text"]


def test_site_with_demo_accounts_says_that_it_takes_no_letters(
    client, world, front_end, settings, django_user_model
):
    letter = sent()
    first = code_of(post(client, LETTERS, letter))
    settings.LETTERS_REFUSED_WITH_DEMO_ACCOUNTS = True
    django_user_model.objects.create_user("editor").groups.create(name=DEMO_GROUP)

    for answer in (client.get(ASKED, {"prisoner": "vilnyi"}), post(client, LETTERS, sent())):
        assert (answer.status_code, answer.headers["Content-Type"]) == (409, PROBLEM)
    assert code_of(post(client, LETTERS, letter)) == first


@pytest.mark.both_databases
@pytest.mark.parametrize(("fault", "status"), [(OperationalError, 503), (RuntimeError, 500)])
def test_fault_stores_nothing_and_the_same_letter_is_taken_afterwards(world, front_end, fault, status):
    client, letter = Client(raise_request_exception=False), sent()
    with mock.patch("letters.writing.actions.submit.log_by_writer", side_effect=fault(BODY)):
        broken = post(client, LETTERS, letter)

    assert (broken.status_code, broken.headers["Content-Type"]) == (status, PROBLEM)
    assert "кот" not in broken.text and not Letter.objects.exists()
    assert code_of(post(client, LETTERS, letter))


@pytest.mark.both_databases
def test_drawing_goes_in_parts_through_the_same_gate(client, world, front_end, screener):
    drawing = SimpleUploadedFile("a.png", picture_bytes("PNG"), "image/png")
    letter = {**sent(), "consent": "true"}

    taken = client.post(LETTERS, {**letter, "drawing": drawing})
    refused = {
        "/drawing": {"drawing": SimpleUploadedFile("a.png", b"no picture", "image/png")},
        "/photo": {"photo": SimpleUploadedFile("a.png", picture_bytes("PNG"), "image/png")},
        "/name": {"name": ["a", "b"]},
        "/consent": {"consent": "perhaps"},
    }

    code_of(taken)
    content, kind = open_drawing(letter=Letter.objects.get(), by=screener)
    assert kind == "JPEG" and content
    for pointer, changes in refused.items():
        answer = client.post(LETTERS, {**letter, **changes})
        assert (answer.status_code, told(answer)) == (422, [pointer])
    assert Letter.objects.count() == 1


def test_only_pages_of_ours_and_of_the_keys_partner_send_letters(client, world, front_end, other_partner):
    foreign = open_front_end(other_partner, "https://zmina.example")
    senders = {
        (ORIGIN, "cross-site", ""): 201,
        (ORIGIN, "cross-site", front_end.publishable_key): 201,
        (ORIGIN, "cross-site", foreign.publishable_key): 403,
        ("https://evil.example", "cross-site", ""): 403,
        ("https://evil.example", "cross-site", front_end.publishable_key): 403,
        ("null", "cross-site", ""): 403,
        ("", "cross-site", ""): 403,
        ("http://testserver", "same-origin", ""): 201,
        ("", "", ""): 201,
    }

    for (origin, site, key), status in senders.items():
        headers = {"origin": origin, "sec-fetch-site": site, "x-api-key": key}
        headers = {name: value for name, value in headers.items() if value}
        answer = client.post(LETTERS, json.dumps(sent()), content_type="application/json", headers=headers)
        assert answer.status_code == status, headers
    preflight = client.options(LETTERS, headers={"origin": ORIGIN, "access-control-request-method": "POST"})
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]


def test_secret_key_may_send_more_and_everybody_learns_how_many(client, world, time_machine, settings):
    # All within one minute, however long a busy machine takes.
    time_machine.move_to(timezone.now(), tick=False)
    secret = "lfc_sk_test"
    open_front_end(world.partner, secret_digest=digest_of(secret))
    settings.CLIENT_ADDRESS_HEADER = "X-Real-Ip"
    here = {"x-real-ip": "192.0.2.1"}

    visitor = [post(client, STATUS, {"code": "1"}, **here) for _ in range(31)]
    server = post(client, STATUS, {"code": "1"}, authorization=f"Bearer {secret}", **here)

    assert [answer.status_code for answer in visitor[-2:]] == [404, 429]
    assert visitor[0].headers["RateLimit-Limit"] == "30"
    assert 0 < int(visitor[-1].headers["Retry-After"]) <= 60
    assert (server.status_code, server.headers["RateLimit-Limit"]) == (404, "300")
    assert post(client, LETTERS, sent(), **here).status_code == 201


def test_no_word_of_a_letter_stands_in_clear_anywhere(client, world, front_end, caplog):
    caplog.set_level(logging.DEBUG)
    letter = sent(body=WORDS[0], name=WORDS[1], email=f"{WORDS[2]}@example.org")
    answers = [
        post(client, LETTERS, {**letter, "consent": False}),
        post(client, LETTERS, {**letter, "censor": 5}),
        post(client, LETTERS, {**letter, "email": WORDS[2]}),
        post(client, LETTERS, {**letter, "nonce": WORDS[0]}),
        post(client, LETTERS, {**letter, "prisoner": "nobody"}),
        post(client, LETTERS, json.dumps(letter)[:-1]),
        post(client, LETTERS, letter),
    ]
    code = code_of(answers[-1])
    post(client, STATUS, {"code": code})

    lines = "\n".join(
        f"{record.getMessage()} {record.__dict__}"
        for record in caplog.records
        if record.name != "django.db.backends"
    )
    looked_for = [*WORDS, code, code.replace(" ", "")]
    assert "letter_received" in lines
    assert found_in(lines, looked_for) == []
    assert found_in(everything_stored(), looked_for) == []
    assert found_in("".join(answer.text for answer in answers[:-1]), looked_for) == []


@pytest.mark.both_databases
def test_a_letter_costs_as_few_queries_for_a_partner_as_for_nobody(client, world, front_end):
    for language in ("uk", "en"):  # the words of either language are kept in the process
        client.get(ASKED, {"prisoner": "vilnyi", "locale": language})
    counts = {}
    for name, ask in {
        "form": lambda: client.get(ASKED, {"prisoner": "vilnyi"}, headers={"origin": ORIGIN}),
        "letter": lambda: post(client, LETTERS, sent()),
        "unknown code": lambda: post(client, STATUS, {"code": "0" * 16}),
    }.items():
        with CaptureQueriesContext(connection) as queries:
            assert ask().status_code in (200, 201, 404)
        counts[name] = len(queries)

    assert counts["form"] <= 5, counts
    assert counts["letter"] <= 12, counts
    assert counts["unknown code"] <= 6, counts


def test_characters_that_cannot_be_seen_are_dropped_and_it_is_said(client, world, front_end, screener):
    response = post(client, LETTERS, sent(body="сло\u202eво"))

    assert open_letter(letter=Letter.objects.get(), by=screener).body == "слово"
    assert "took out characters" in response.json()["sentences"][0]["text"]


def test_the_document_lists_what_a_front_end_may_choose_and_what_it_may_be_told(client, world, front_end):
    document = client.get("/api/v1/openapi.json").json()
    fields = client.get(ASKED, {"prisoner": world.slug}).json()["fields"]

    offered = {
        field["name"]: [each["value"] for each in field["choices"]] for field in fields if field["choices"]
    }
    content = document["paths"]["/api/v1/letters"]["post"]["requestBody"]["content"]
    assert offered.keys() == {"language", "censor", "delay"}
    assert len(content) == 2
    for kind in content.values():
        properties = kind["schema"]["properties"]
        assert {name: field["enum"] for name, field in properties.items() if "enum" in field} == offered
    schemas = document["components"]["schemas"]
    for said, codes in (
        (schemas["Addressee"]["properties"]["call"], ["write", "held"]),
        (
            schemas["Addressee"]["properties"]["reason"],
            [code for code in CallReason if code and code not in TOLD_AS],
        ),
        (schemas["LetterState"]["properties"]["state"], PublicState),
    ):
        assert [code for code in codes if f"`{code}`" not in said.get("description", "")] == []
