"""The base of all operations: unknown parameters are refused, errors are problems, everything is documented.

    router = ApiRouter(tags=["people"])

    @router.get("people", response=PeoplePage, summary="...", openapi_extra=example("people.json"))
    def people(request, asked: Query[PeopleQuery]):
        return conditional(request, lambda: ..., cache=PEOPLE)

An operation returns an HttpResponse (home.headless.answers), so that the schemas, which are the allow-lists,
are filled and serialised only once.
"""

import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.decorators import decorate_view
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation
from pydantic import BaseModel, Field

from home.caching.kept_whole import may_be_kept
from home.headless.answers.api.front_ends import KEY_SCHEMES
from home.headless.answers.api.parameters import refuse_unknown
from home.headless.answers.api.problems import CONTENT_TYPE, Problem, respond
from home.headless.answers.response_policies import CONDITIONAL, Manner, add_manner, components, manner_of
from home.private_parts import query_parameters


class Fault(BaseModel):
    """One parameter or field that could not be used."""

    parameter: str
    message: str
    lang: str = Field(description="Of the message.", examples=["uk"])
    pointer: str | None = Field(None, description="Where it stands in the body (RFC 6901).")
    nearest: str | None = None
    known: list[str] | None = None


class ProblemAnswer(BaseModel):
    """What every error answers (RFC 9457), in the language asked for."""

    type: str
    title: str
    status: int
    detail: str
    lang: str = Field(description="Of `detail`: the language asked for, or one that has the sentence.")
    errors: list[Fault] = []
    nonce: str | None = Field(None, description="Of a letter: a new one, when the one sent was the fault.")


MANNER = "x-manner"  # stands in an operation until the document is made
PROBLEM_RESPONSE = {
    "description": "What is wrong, in words",
    "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemAnswer"}}},
}


class ApiRouter(Router):
    """A router whose operations refuse unknown parameters and set the headers of their Manner."""

    def add_api_operation(
        self, path: str, methods: list[str], view_func: Callable[..., Any], **kwargs: Any
    ) -> None:
        super().add_api_operation(path, methods, view_func, **kwargs)
        operation, manner = self.operation_of(view_func), manner_of(view_func)
        operation.openapi_extra = {**(operation.openapi_extra or {}), MANNER: manner}
        known = query_parameters(operation)
        decorate_view(lambda run: knowing(known, manner, run))(view_func)

    def operation_of(self, view_func: Callable[..., Any]) -> Operation:
        """Return the operation last made of a function."""
        every = [operation for path in self.path_operations.values() for operation in path.operations]
        return next(operation for operation in reversed(every) if operation.view_func is view_func)


def knowing(
    known: frozenset[str], manner: Manner, run: Callable[..., HttpResponse]
) -> Callable[..., HttpResponse]:
    @wraps(run)
    def checked(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            refuse_unknown(request, known)
        except Problem as problem:
            return respond(request, problem)
        if manner is CONDITIONAL:
            may_be_kept(*known)
        response = run(request, **kwargs)
        for name, value in manner.own.items():
            response.headers[name] = value
        return response

    return checked


class Api(NinjaAPI):
    """The API of this site; `cms.api` adds the routers of the apps."""

    def __init__(self, **kwargs: Any) -> None:
        # The document and its page are our own views: cached, conditional, under our policy for scripts.
        super().__init__(openapi_url=None, docs_url=None, **kwargs)
        handlers: dict[type[Exception], Callable[..., HttpResponse]] = {
            Problem: respond,
            Http404: lambda request, _error: respond(request, Problem(404)),
            HttpError: _http_error,
            ValidationError: _not_valid,
        }
        for error, handler in handlers.items():
            self.add_exception_handler(error, handler)

    def document(self, root: str = "/") -> dict[str, Any]:
        """Return the OpenAPI document, with the Manner of each operation and the problems any may return.

        `root` is scheme and host of the request, as in every address of an answer.
        """
        document = {**self.get_openapi_schema(), "servers": [{"url": root}]}
        document["security"] = [{}, *({name: []} for name in KEY_SCHEMES)]  # the empty one: no key is needed
        schemas = document["components"].setdefault("schemas", {})
        problem = ProblemAnswer.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(problem.pop("$defs", {}))
        schemas[ProblemAnswer.__name__] = problem
        for operations in document["paths"].values():
            for operation in operations.values():
                operation["responses"]["4XX"] = {**PROBLEM_RESPONSE}
                add_manner(operation["responses"], operation.pop(MANNER))
        document["components"] |= components(PROBLEM_RESPONSE)
        document["components"]["securitySchemes"] = KEY_SCHEMES
        return document


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return respond(request, Problem(error.status_code))


def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"parameter": ".".join(map(str, entry["loc"][1:])), "message": entry["msg"]} for entry in error.errors
    ]
    return respond(request, Problem(400 if request.method == "GET" else 422, errors=errors))


def example(path: Path | str) -> dict[str, Any]:
    """Return the documentation of an operation's example answer, kept in this file."""
    kept = json.loads(Path(path).read_text(encoding="utf-8")) if Path(path).exists() else None
    return {"responses": {200: {"content": {"application/json": {"example": kept}}}}}
