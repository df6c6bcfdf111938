"""Requests that nobody thought of, made from the document of the API, and the sum of their answers."""

import json
from collections import Counter
from contextlib import contextmanager

import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.specs.openapi import checks

from cms.api import api
from tests.contract import operations_of

# Not among them that what the document allows is taken: an unknown slug is a text like any other.
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
    checks.allow_header_conformance,
]
DOCUMENT = json.loads(json.dumps(api.document(), default=str))
OPERATIONS = [(path, method.upper()) for path, method, _operation in operations_of(DOCUMENT)]
# Status -> how many such answers there were; filled as the tests run.
ANSWERED = Counter()

# Without the keys: an invented one would be refused before anything else is looked at.
_schema = schemathesis.openapi.from_dict({**DOCUMENT, "security": []}, config=schemathesis.Config())
_schema.app = WSGIHandler()
latin = st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f")


def operation_at(path, method):
    return _schema[path][method]


def sensible(operation, known):
    """Return a request that the site with these values takes: the first of each."""
    words, first = described(operation), {name: values[0] for name, values in known.items()}
    places = {"path": {}, "query": {}}
    for parameter in words.get("parameters", []):
        if parameter["name"] in first:
            places[parameter["in"]][parameter["name"]] = first[parameter["name"]]
    body = words.get("requestBody", {}).get("content", {}).get("application/json")
    more = {}
    if body:
        names = body["schema"]["properties"].keys() & first.keys()
        more = {"body": {name: first[name] for name in names}, "media_type": "application/json"}
    return operation.Case(path_parameters=places["path"], query=places["query"], **more)


def cases(operation, known):
    """Return a strategy: requests with what the site knows, such as the document allows, and such as not."""
    positive = operation.as_strategy(GenerationMode.POSITIVE, feedback=FeedbackSources())
    values = st.fixed_dictionaries(
        {name: st.sampled_from([choices[0], *choices]) for name, choices in known.items()}
    )
    kinds = [st.builds(filled, positive, values), positive]
    if described(operation).get("parameters"):
        kinds.append(operation.as_strategy(GenerationMode.NEGATIVE, feedback=FeedbackSources()))
    return st.one_of(kinds)


def edges(operation):
    """Yield requests at the edges of what the document allows: limits, missing fields, other methods."""
    return _schema.iter_coverage_cases(
        operation, generation_modes=list(GenerationMode), generation_config=_schema.config.generation
    )


def described(operation):
    return DOCUMENT["paths"][operation.path][operation.method.lower()]


def filled(case, known):
    """Put values that a site knows in place of the invented ones of these names."""
    for place in (case.path_parameters, case.query, case.body):
        if isinstance(place, dict):
            place.update({name: value for name, value in known.items() if name in place})
    return case


def headers(known):
    """Return a strategy of headers: none, such as the site knows, and others."""
    values = {
        name: st.sampled_from(choices) | st.text(latin, max_size=40).map(str.strip)
        for name, choices in known.items()
    }
    return st.none() | st.fixed_dictionaries({}, optional=values)


def ask(case, sent=None):
    """Send the request to the site; raises what the answer breaks of the document.

    Nothing in between opens what is compressed, so nothing shall be.
    """
    sent = {**(sent or {}), "Accept-Encoding": "identity"}
    with one_connection():
        response = case.call(headers=sent)
    ANSWERED[response.status_code] += 1
    assert "set-cookie" not in response.headers
    case.validate_response(response, checks=CHECKS, headers=sent)
    return response


@contextmanager
def one_connection():
    """Let the site answer within the transaction of a test, which a server would close after each request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def summary():
    """Return the line of the sum."""
    kinds = ", ".join(f"{status}: {count}" for status, count in sorted(ANSWERED.items()))
    failed = sum(count for status, count in ANSWERED.items() if status >= 500)
    return f"{ANSWERED.total()} requests to {len(OPERATIONS)} operations, {failed} answered 5xx ({kinds})"
