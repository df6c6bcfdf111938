"""Rules for all answers below /api/: problems instead of pages, limits, partners' origins, no cookies."""

from collections.abc import Callable

from django.core.exceptions import TooManyFieldsSent
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from home.caching.kept_whole import tell_each
from home.headless.answers.api.deprecation import headers_for
from home.headless.answers.api.front_ends import KeyedRequest, key_of, known_to
from home.headless.answers.api.problems import CONTENT_TYPE, Problem, respond
from home.headless.answers.api.rate_limits import COUNTED_EACH, ApiRequest, allowance_of

API_PREFIX = "/api/"
JSON_TYPES = (CONTENT_TYPE, "application/json")
METHODS = "GET, HEAD, POST, OPTIONS"
ASKED_HEADERS = "Accept-Language, Authorization, Content-Type, If-None-Match, X-Api-Key"
TOLD_HEADERS = (
    "Content-Language, Deprecation, ETag, Last-Modified, Link, RateLimit-Limit, RateLimit-Remaining,"
    " RateLimit-Reset, Retry-After, Sunset"
)
PREFLIGHT_SECONDS = "600"


class ApiMiddleware:
    """Stands outside the input guard, which refuses with pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.compress = GZipMiddleware(get_response).process_response

    def __call__(self, request: ApiRequest) -> HttpResponse:
        if not request.path_info.startswith(API_PREFIX):
            return self.get_response(request)
        response = HttpResponse(status=200) if request.method == "OPTIONS" else self._answer(request)
        self._open_to_partner(request, response)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    def _answer(self, request: ApiRequest) -> HttpResponse:
        tell_each(COUNTED_EACH)
        refused = take_key(request)
        if allowance_of(request).is_over:
            refused = Problem(429)
        response = respond(request, refused) if refused else self._ask(request)
        allowance = request.api_allowance  # the operation may have one of its own
        if response.status_code == 429 and allowance.is_over:
            response.headers["Retry-After"] = str(allowance.reset)
        for name, value in allowance.headers.items():
            response.headers[name] = value
        return response

    def _ask(self, request: HttpRequest) -> HttpResponse:
        if request.method == "HEAD":
            request.method = "GET"  # the server leaves out the body
        response = self.get_response(request)
        if response.status_code >= 400 and not is_problem(response):
            allowed = response.headers.get("Allow")
            response = respond(request, Problem(response.status_code))
            if allowed:
                response.headers["Allow"] = with_head(allowed)
        response.cookies.clear()
        match = request.resolver_match
        for name, value in headers_for(match.route if match else "").items():
            response.headers[name] = value
        if request.method == "GET":
            self.compress(request, response)  # in place
        return response

    def _open_to_partner(self, request: HttpRequest, response: HttpResponse) -> None:
        """Let a browser give the answer to a page of a partner whose site we know, and to no other."""
        origin = request.headers.get("Origin", "")
        patch_vary_headers(response, ["Origin"])
        if not origin or not is_partners(request, origin):
            return
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = TOLD_HEADERS
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = METHODS
            response.headers["Access-Control-Allow-Headers"] = ASKED_HEADERS
            response.headers["Access-Control-Max-Age"] = PREFLIGHT_SECONDS


def take_key(request: KeyedRequest) -> Problem | None:
    """Note whose key the request has; return the Problem if it can't be used."""
    request.api_key = None
    try:
        request.api_key = key_of(request)
    except TooManyFieldsSent:
        request.GET = QueryDict()
        return Problem(400)
    except Problem as problem:
        return problem
    except DatabaseError:
        return Problem(503)
    return None


def with_head(allowed: str) -> str:
    """Return the methods of an `Allow`, with HEAD wherever there is GET."""
    methods = [method.strip() for method in allowed.split(",")]
    return ", ".join(methods if "GET" not in methods else dict.fromkeys([*methods, "HEAD"]))


def is_problem(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith(JSON_TYPES)


def is_partners(request: HttpRequest, origin: str) -> bool:
    try:
        return origin in known_to(request).origins
    except DatabaseError:
        return False
