"""How operations answer: headers, for the answers and for the document alike. Pure.

    @router.get("preview", ...)
    @answering(PREVIEW)
    def preview(request): ...

An operation is CONDITIONAL by default: 304 where nothing changed, and its answer may be kept whole
(home.kept_pages).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

# What every answer says about its rate limit (home.headless.answers.api.rate_limits).
COUNTED = {
    "RateLimit-Limit": "How many requests are answered within a minute",
    "RateLimit-Remaining": "How many of them are left",
    "RateLimit-Reset": "Seconds until the count begins anew",
}
HEADER_WORDS = {
    "Cache-Control": "How long the answer may be kept",
    "Content-Disposition": "The name for a file",
    "Content-Language": "The language of the answer",
    "ETag": "Send it as `If-None-Match` to be told whether anything has changed",
    "Last-Modified": "When the content last changed; missing for a minute after a change",
    "Referrer-Policy": "Nothing is told to other sites",
    "Retry-After": "Seconds to wait",
    "Vary": "On what the answer hangs besides its address",
    "X-Robots-Tag": "No search engine shall list it",
    **COUNTED,
}
COMMON = ("Cache-Control", "Content-Language", "Vary", *COUNTED)


Function = TypeVar("Function", bound=Callable[..., Any])
References = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Manner:
    """`always` are sent with each success, including 304; `own` are headers with fixed values."""

    always: tuple[str, ...] = COMMON
    with_content: tuple[str, ...] = ()  # not with a 304
    is_conditional: bool = False
    own: dict[str, str] = field(default_factory=dict)


CONDITIONAL = Manner(always=(*COMMON, "ETag"), is_conditional=True)
TABLE = Manner(always=CONDITIONAL.always, with_content=("Content-Disposition",), is_conditional=True)
ANEW = Manner()
UNTOLD = Manner(own={"Referrer-Policy": "no-referrer"})
PREVIEW = Manner(own={**UNTOLD.own, "X-Robots-Tag": "noindex, nofollow"})


def answering(manner: Manner) -> Callable[[Function], Function]:
    def mark(operation: Function) -> Function:
        operation.manner = manner  # type: ignore[attr-defined]
        return operation

    return mark


def manner_of(operation: Callable[..., Any]) -> Manner:
    manner: Manner = getattr(operation, "manner", CONDITIONAL)
    return manner


AS_YOU_HAVE_IT = "Nothing has changed since the answer with the `ETag` that was sent"
TOO_OFTEN = "Asked too often: wait, then ask again"
# Earlier names of responses, kept because types were generated from them.
FORMER_NAMES = {"AsYouHaveIt": "NotModified", "TooOften": "TooManyRequests"}
# Not sent with server errors, which may happen before anything is counted.
MAYBE = {"Last-Modified": "Last-Modified", **{name: f"{name}-where-counted" for name in COUNTED}}


def add_manner(responses: dict[Any, Any], manner: Manner) -> None:
    """Add the headers of a Manner to the responses of an operation, which are its successes and "4XX"."""
    for status, response in responses.items():
        if str(status).startswith("2"):
            response["headers"] = _headers(*manner.always, *manner.with_content, *manner.own)
            response["headers"] |= _maybe(*_dated(manner))
    if manner.is_conditional:
        responses["304"] = {"$ref": "#/components/responses/NotModified"}
    responses["4XX"]["headers"] = _headers("Cache-Control", "Content-Language", "Vary") | _maybe(*COUNTED)
    responses["429"] = {"$ref": "#/components/responses/TooManyRequests"}


def components(problem: dict[str, Any]) -> dict[str, Any]:
    """Return the components that responses refer to; `problem` is the response for any error."""
    headers = {name: _header(name, required=name not in _dated(CONDITIONAL)) for name in HEADER_WORDS}
    headers |= {MAYBE[name]: _header(name, required=False) for name in MAYBE}
    same = _headers(*CONDITIONAL.always) | _maybe(*_dated(CONDITIONAL))
    told = {"description": TOO_OFTEN, "headers": _headers(*COMMON, "Retry-After")}
    responses = {
        "NotModified": {"description": AS_YOU_HAVE_IT, "headers": same},
        "TooManyRequests": {**problem, **told},
    }
    responses |= {old: responses[name] for old, name in FORMER_NAMES.items()}
    return {"headers": headers, "responses": responses}


def _dated(manner: Manner) -> tuple[str, ...]:
    return ("Last-Modified",) if manner.is_conditional else ()


def _header(name: str, *, required: bool) -> dict[str, Any]:
    return {"description": HEADER_WORDS[name], "required": required, "schema": {"type": "string"}}


def _headers(*names: str) -> References:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _maybe(*names: str) -> References:
    return {name: {"$ref": f"#/components/headers/{MAYBE[name]}"} for name in names}
