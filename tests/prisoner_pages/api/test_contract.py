"""Version 1 only grows, and each operation about people shows an answer that it gave."""

import copy
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from cms.api import api
from prisoner_pages.api.routers.pagination import EXAMPLES
from tests.contract import SNAPSHOT, newly_required, operations_of, taken_back


@pytest.fixture(scope="module")
def document():
    return json.loads(json.dumps(api.document(), default=str))


def test_nothing_that_was_promised_is_taken_back(document):
    promised = json.loads(SNAPSHOT.read_text(encoding="utf-8"))

    assert taken_back(promised, document) == []
    assert newly_required(promised, document) == []


def test_the_comparison_sees_what_breaks_a_front_end(document):
    field, kind, parameter, header = (copy.deepcopy(document) for _change in range(4))
    del field["components"]["schemas"]["Person"]["properties"]["slug"]
    kind["components"]["schemas"]["Person"]["properties"]["invented"]["type"] = "string"
    del parameter["paths"]["/api/v1/prisoners"]["get"]["parameters"][0]

    del header["components"]["responses"]["TooManyRequests"]["headers"]["Retry-After"]

    assert all(taken_back(document, changed) for changed in (field, kind, parameter, header))
    assert taken_back(field, document) == []


def test_a_reference_by_another_name_keeps_its_promise_while_it_leads_to_the_same(document):
    renamed = copy.deepcopy(document)
    responses = renamed["paths"]["/api/v1/prisoners"]["get"]["responses"]
    responses["429"] = {"$ref": "#/components/responses/TooOften"}

    assert taken_back(document, renamed) == []

    responses["429"] = {"$ref": "#/components/responses/NotModified"}
    assert taken_back(document, renamed) != []


def test_each_operation_shows_an_example_of_what_it_takes_and_answers(document):
    bare = []
    for path, method, operation in operations_of(document):
        successes = [each for status, each in operation["responses"].items() if status.startswith("2")]
        for said in (*successes, operation.get("requestBody", {"content": {}})):
            bare += [
                f"{method} {path} {kind}"
                for kind, content in said["content"].items()
                if "example" not in content
            ]

    assert bare == []


def test_examples_are_such_as_the_schemas_allow(document):
    shown = {}
    for _path, _method, operation in operations_of(document):
        content = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
        example, schema = content.get("example"), content.get("schema")
        if example is not None:
            validator = Draft202012Validator({**schema, "components": document["components"]})
            shown[operation["operationId"]] = [error.message for error in validator.iter_errors(example)]

    assert {name: errors for name, errors in shown.items() if errors} == {}
    assert shown.keys() >= {path.stem for path in Path(EXAMPLES).glob("*.json")}
    assert "getPrisoner" in shown
