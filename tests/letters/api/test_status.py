"""The state of a letter by its code, asked from a front end elsewhere: what our own page says, no more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from letters.api.routers import examples
from letters.api.schemas import LetterForm, LetterState, SentCode, SentLetter, TakenLetter
from letters.choices.letters import LetterState as State, PublicState
from letters.models import Letter, ReasonText
from tests.letters.api.post_world import LETTERS, STATUS, open_front_end, post, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(client, world):
    open_front_end(world.partner)
    return post(client, LETTERS, sent()).json()["code"]


def state_of(client, code, **headers):
    answer = post(client, STATUS, {"code": code}, **headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_each_state_is_one_of_five_in_the_sentences_of_our_page(client, world, code):
    told = set()
    for state in State:
        Letter.objects.update(state=state)
        page = client.post("/en/letters/status/", {"code": code}).text
        answer = state_of(client, code)
        told.add(answer["state"]["code"])
        for text in [answer["state"]["label"], *answer["sentences"]]:
            assert text["text"] in page
        assert not any(secret in str(answer) for secret in (world.slug, "Ми з котом", "Олена", code))

    assert told == set(PublicState)


def test_a_question_is_told_in_the_language_asked_for_or_marked(client, code):
    ReasonText.objects.filter(language="crh").delete()
    slug = ReasonText.objects.filter(language="uk").first().chip.slug
    Letter.objects.update(state=State.ASKED, asked_for=slug, state_since=timezone.localdate())

    english, tatar = state_of(client, code), state_of(client, code, language="crh")

    assert [text["lang"] for text in english["question"]] == ["en"]
    assert [text["lang"] for text in tatar["question"]] == ["uk"]
    assert english["answer_by"] == (timezone.localdate() + timedelta(days=29)).isoformat()
    assert english["status_url"].endswith("/en/letters/status/")


@pytest.mark.both_databases
def test_unknown_mistyped_and_erased_codes_are_one_answer_and_as_much_work(client, code):
    def asked(typed):
        with CaptureQueriesContext(connection) as found:
            answer = post(client, STATUS, {"code": typed})
        tables = [query["sql"].split(" FROM ")[-1][:20] for query in found]
        return answer, [table for table in tables if "redirects" not in table and "site" not in table]

    state_of(client, code)
    known = asked(code)[1]
    wrong = [
        asked(typed)
        for typed in ("0000 0000 0000 0000", "'; --", "1" * 65, "１２３４５６７８９０１２３４５６")
    ]
    answers = [answer for answer, _queries in wrong]

    assert len(known) == 3
    assert all(queries == known for _answer, queries in wrong)
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert answers[0].json()["title"] == "We can’t find a letter with this code"
    assert answers[0].headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("body", [{}, {"code": ""}, {"code": " "}, {"code": 5}, {"code": "1", "x": "2"}])
def test_body_without_a_code_is_told_what_to_send(client, code, body):
    answer = post(client, STATUS, body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == ("/x" if "x" in body else "/code")


def test_examples_of_the_document_are_as_answers_are():
    for model, example in (
        (LetterForm, examples.FORM_EXAMPLE),
        (SentLetter, examples.SENT_EXAMPLE),
        (TakenLetter, examples.TAKEN_EXAMPLE),
        (SentCode, examples.CODE_EXAMPLE),
        (LetterState, examples.STATE_EXAMPLE),
    ):
        filled = model.model_validate(example, extra="forbid")
        assert filled.model_dump(mode="json") == example
