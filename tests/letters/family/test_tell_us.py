"""A relative writes to us: sealed at once, the same page for everybody, the answer by a code."""

import json
import re
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from home.security import form_tokens
from letters.choices.family import FamilyAnswer, FamilyWish
from letters.choices.limits import SendingLimit
from letters.models import FamilyRequest, LetterLimit
from letters.permissions.limits import FAMILY_REQUESTS_BY_NETWORK
from prisoner_pages.records.actions.pauses import pause_prisoner
from tests.factories.prisoner_pages import PrisonerFactory
from tests.letters.conftest import make_world
from tests.letters.family.family_world import TOKEN, WORDS, at, form_token, proof, sent, the_request, told
from tests.standing import standing

pytestmark = pytest.mark.django_db
FOLLOW = "/uk/letters/status/"


@standing
def person(db):
    return make_world()


def without_marks(page, slug):
    """Return the page but for its token and for the address that the visitor typed."""
    return TOKEN.sub("", page.text).replace(slug, "SLUG")


def test_what_was_written_is_sealed_and_stands_nowhere_in_clear(client, person):
    told(client, reach="+380 44 000 00 00")

    row = FamilyRequest.objects.values().get()
    assert row["sealed"].startswith("v1:") and len(row["sealed"]) > len(WORDS)
    assert WORDS not in repr(row) and "380 44" not in repr(row)
    assert (row["wish"], row["slug"]) == (FamilyWish.CORRECT, "vilnyi")


def test_page_of_somebody_hidden_is_that_of_nobody_and_of_somebody_in_public(client, person):
    hidden = PrisonerFactory(partner=person.partner, slug="prykhovana")
    pause_prisoner(hidden, by=None)
    slugs = ("vilnyi", "prykhovana", "ne-buvalo")

    first = {without_marks(client.get(at(slug)), slug) for slug in slugs}
    second = {without_marks(client.post(at(slug), {"go": "words", "wish": "hide"}), slug) for slug in slugs}
    last = {re.sub(r"[\d ]{19,}", "", without_marks(sent(client, slug, wish="hide"), slug)) for slug in slugs}

    assert (len(first), len(second), len(last)) == (1, 1, 1)
    assert FamilyRequest.objects.count() == 3


def test_no_record_is_asked_for_on_the_way(client, person, django_assert_num_queries):
    client.get(at("vilnyi"))
    for slug in ("vilnyi", "ne-buvalo"):
        with django_assert_num_queries(1):  # what stands around every page
            client.get(at(slug))


def test_each_page_asks_one_thing_and_what_was_typed_travels_along(client, person):
    first = client.get(at("vilnyi"))
    token = TOKEN.search(first.text)[1]
    second = client.post(at("vilnyi"), {"go": "words", "token": token, "wish": "correct"})
    nothing = client.post(at("vilnyi"), {"go": "reach", "token": token, "wish": "correct", "words": " "})
    third = client.post(at("vilnyi"), {"go": "reach", "token": token, "wish": "correct", "words": WORDS})
    back = client.post(at("vilnyi"), {"go": "wish", "token": token, "wish": "correct", "words": WORDS})

    assert 'name="words"' not in first.text and "<textarea" in second.text
    assert nothing.status_code == 422 and "<textarea" in nothing.text
    assert f'name="words" value="{WORDS}"' in third.text and "<textarea" not in third.text
    assert f'name="words" value="{WORDS}"' in back.text and "checked" in back.text


def test_pages_tell_nothing_to_history_cache_and_other_sites(client, person):
    pages = [client.get(at("vilnyi")), client.post(at("vilnyi"), {"go": "words", "wish": "hide"})]
    pages.append(sent(client, wish="hide"))

    titles = {re.search(r"<title>(.*?)</title>", page.text)[1] for page in pages}
    assert len(titles) == 1 and "Контакт" in titles.pop()
    for page in pages:
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["X-Robots-Tag"] == "noindex"
        assert "data-leave" in page.text and not page.cookies


def test_same_form_sent_again_is_the_same_request_with_the_same_code(client, person):
    token = form_token()
    codes = {sent(client, token=token, wish="correct", words=WORDS).text for _time in range(3)}

    assert len(codes) == 1 and FamilyRequest.objects.count() == 1


def test_whoever_names_no_page_says_whom_it_is_about(client, person):
    nobody = sent(client, "", wish="hide")
    told(client, "", wish="hide", who="Вигаданий Вільний")

    assert nobody.status_code == 422 and the_request().slug == ""


@pytest.mark.parametrize("age", [timedelta(0), timedelta(days=2)])
def test_form_that_was_too_quick_or_lay_too_long_is_given_back_whole(client, person, age, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    token = form_tokens.issue("family", at=timezone.now() - age)
    answer = sent(client, token=token, wish="correct", words=WORDS)

    assert answer.status_code == 422 and WORDS in answer.text and not FamilyRequest.objects.exists()


def test_nothing_typed_is_lost_when_something_breaks(client, person, monkeypatch):
    def away(**about):
        raise OperationalError

    monkeypatch.setattr("letters.family.views.tell_us.send_family_request", away)
    answer = sent(client, wish="correct", words=WORDS, reach="у сусідки")

    assert answer.status_code == 503 and WORDS in answer.text and "у сусідки" in answer.text


def test_flood_from_one_network_is_slowed_and_given_back(client, person, time_machine):
    time_machine.move_to(timezone.now(), tick=False)  # all within one minute
    kept = {"REMOTE_ADDR": "203.0.113.9"}
    values = {"go": "send", "wish": "correct", "words": WORDS}
    answers = [
        client.post(at("vilnyi"), {**values, "token": form_token()}, **kept)
        for _time in range(FAMILY_REQUESTS_BY_NETWORK + 1)
    ]

    assert [answer.status_code for answer in answers] == [200] * FAMILY_REQUESTS_BY_NETWORK + [429]
    assert WORDS in answers[-1].text


def test_without_proof_of_work_a_request_is_taken_and_marked_and_with_one_it_is_not(client, person):
    good, token = proof(), form_token()
    for _time in range(2):  # the same form again is the same request, and no second use of the proof
        sent(client, token=token, wish="hide", proof=good)
    for number, given in enumerate(("", "x", good)):
        assert sent(client, wish="hide", words=f"{number}", proof=given).status_code == 200

    marked = FamilyRequest.objects.order_by("pk").values_list("is_unproven", flat=True)
    assert list(marked) == [False, True, True, True]


def test_last_page_alone_asks_for_a_proof_as_dear_as_coordinators_set_it(client, person):
    LetterLimit.objects.create(kind=SendingLimit.PROOF_COST, number=9_000)
    pages = [client.post(at("vilnyi"), {"go": go, "wish": "hide"}) for go in ("words", "reach")]

    assert "challenge" not in pages[0].context
    assert json.loads(pages[1].context["challenge"])["parameters"]["cost"] == 9_000


def test_relative_reads_by_the_code_what_was_answered_and_no_more(client, person):
    code = told(client)
    before = client.post(FOLLOW, {"code": code}).text
    FamilyRequest.objects.update(answer=FamilyAnswer.DONE)
    after = client.post(FOLLOW, {"code": code}).text

    assert before != after and 'role="status"' in after
    assert person.name_uk not in before + after and WORDS not in before + after
