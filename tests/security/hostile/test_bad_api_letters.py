"""The bad inputs of the form of a letter, of the code and the drawing once more: through the API."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile

from home.caching import counts
from letters.models import Letter
from tests.effort import effort_of
from tests.factories.hostile_files import BUILDERS, CANARY
from tests.letters.api.post_world import LETTERS, PROBLEM, STATUS, nonce, sent
from tests.security.hostile import bad_inputs
from tests.security.hostile.bad_inputs import add_cases
from tests.security.hostile.test_bad_letters import ELSEWHERE, LATER, MULTIPART, Letters

NAMES = {"sender_name": "name", "sender_email": "email", "recipient": "prisoner"}
# What the door does not let in at all, and what is otherwise here than on our own page.
OTHERWISE = {
    "LF-046": (422, "a field that is not known is told, not passed over: a slip would cost an address"),
    "LF-048": (422, "as LF-046"),
    "LF-088": (400, "a parameter that is not known is told"),
}
JSON = "application/json"


class LettersByApi(Letters):
    def setUp(self):
        super().setUp()
        counts.forget()


def post(test, body, address=LETTERS, content_type=JSON, **headers):
    return test.client.generic(
        "POST", address, json.dumps(body).encode(), content_type=content_type, headers=headers
    )


def run_letter(test, case):
    payload = bad_inputs.generated(case.payload)
    (answer, letter), seconds = effort_of(lambda: ask(test, payload))
    taken = case.stored == 1 and case.id not in OTHERWISE
    assert answer.status_code < 500
    assert Letter.objects.count() == int(taken), (case.id, answer.text)
    if taken:
        assert answer.status_code == 201
        opened = test.opened()
        if case.has("roundtrip_exact"):
            assert (opened.body, opened.name) == (letter["body"], letter["name"])
        return
    problem = answer.json()
    assert answer.headers["Content-Type"] == PROBLEM and problem["detail"], case.id
    if case.id in OTHERWISE:
        assert answer.status_code == OTHERWISE[case.id][0]
    fields = [check.split(":")[1] for check in case.checks if check.startswith("field_error:")]
    if fields:
        name = NAMES.get(fields[0], fields[0])
        assert [error["pointer"] for error in problem["errors"]] == [f"/{name}"]
    limit = next((check.split(":")[1] for check in case.checks if check.startswith("max_time:")), 5)
    assert seconds < float(limit), case.id
    assert typed_of(letter).isdisjoint(strings_in(problem)), case.id


def ask(test, payload):
    """Return (answer, the letter that was sent)."""
    if "valid_letter_with" in payload:
        changes = {NAMES.get(name, name): value for name, value in payload["valid_letter_with"].items()}
        letter = sent(**changes)
        return post(test, letter), letter
    gen = payload["gen"]
    kind = gen.get("post") or gen.get("method")
    return SPECIAL[kind](test, gen)


def post_valid(test, gen):
    letter = sent()
    if "elapsed_s" in gen:
        letter["nonce"] = nonce(seconds=gen["elapsed_s"])
    if "form_token_ts" in gen:
        letter["nonce"] = nonce(days=-1)
    if "idempotency_key" in gen:
        letter["nonce"] = bad_inputs.generated(gen["idempotency_key"])
    if "charset" in gen:
        return post(test, letter, content_type=f"{JSON}; charset={gen['charset']}"), letter
    if "content_type" in gen:
        body = bad_inputs.generated(gen.get("body", "body=x"))
        return test.client.generic("POST", LETTERS, body, content_type=gen["content_type"]), letter
    if "twice" in gen:
        post(test, letter)
    headers = {"Origin": gen["origin"]} if "origin" in gen else gen.get("header", {})
    return post(test, letter, **headers), letter


def post_cut(test, gen):
    body = '--b\r\nContent-Disposition: form-data; name="body"\r\n\r\nЛист без кін'
    return test.client.generic("POST", LETTERS, body, content_type=MULTIPART), {}


def post_more(test, gen):
    letter = sent(**gen["fields"])
    return post(test, letter), letter


SPECIAL = {
    "no_fields": lambda test, gen: (post(test, {}), {}),
    "extra_fields": post_more,
    "valid": post_valid,
    "truncated_multipart": post_cut,
    "PUT": lambda test, gen: (test.client.put(LETTERS), {}),
    "GET": lambda test, gen: (test.client.get(f"{LETTERS}/form?prisoner=vilnyi&{gen['query']}"), {}),
}


def typed_of(letter):
    """Return the long texts of a letter, as they stood in it."""
    return {value for name, value in letter.items() if name in ("body", "name", "email", "nonce") and value}


def strings_in(problem):
    errors = [text for error in problem.get("errors", []) for text in error.values()]
    return {text for text in [problem["title"], problem["detail"], *errors] if isinstance(text, str)}


@add_cases(bad_inputs.cases("letter_form", without=[*ELSEWHERE, *LATER]), run_letter)
class LetterTests(LettersByApi):
    """A letter by POST."""


def run_code(test, case):
    payload = bad_inputs.generated(case.payload)
    if isinstance(payload, str) and payload.endswith("in query string by GET"):
        assert test.client.get(STATUS, {"code": test.code}).status_code == 405
        return
    if isinstance(payload, str) and "rejected letter" in payload:
        Letter.objects.update(state="rejected")
        payload = "{{valid}}"
    typed = [each.replace("{{valid}}", test.code) for each in payload] if isinstance(payload, list) else None
    answer = post(test, {"code": typed or payload.replace("{{valid}}", test.code)}, STATUS)
    assert answer.status_code in (200, 400, 404, 413, 422)
    if case.has("generic_error") and answer.status_code == 404:
        assert answer.content == post(test, {"code": "0"}, STATUS).content
    if answer.status_code == 200:
        assert not any(secret in answer.text for secret in ("screener", "vilnyi", "Ми з котом"))


@add_cases(bad_inputs.cases("tracking_code", without=["TR-11", "TR-12", "TR-13"]), run_code)
class CodeTests(LettersByApi):
    """The code of a letter by POST."""

    def setUp(self):
        super().setUp()
        self.code = post(self, sent()).json()["code"]


def run_upload(test, case):
    spec = case.payload["file"]
    content = BUILDERS[spec["build"]]()
    files = [SimpleUploadedFile(spec["name"].replace("\x00", ""), content)] * spec.get("count", 1)
    answer = test.client.post(LETTERS, {**sent(), "consent": "on", "drawing": files})
    assert answer.status_code < 500
    assert (answer.status_code == 201) == Letter.objects.exists()
    if answer.status_code != 201:
        assert answer.headers["Content-Type"] == PROBLEM and answer.status_code in (400, 413, 422)
        assert CANARY.decode(errors="ignore") not in answer.text
    assert_stored_as_allowed(case)


def assert_stored_as_allowed(case):
    if isinstance(case.stored, int):
        assert Letter.objects.count() == case.stored, case.id


@add_cases(bad_inputs.cases("public_upload", without=["UP-34"]), run_upload)
class DrawingTests(LettersByApi):
    """The drawing in a form in parts."""
