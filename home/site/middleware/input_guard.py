"""The first guard: a request that no honest form or link of ours can make gets a readable page, never a 500.

It stands before everything else, so that no view, search or database ever meets a NUL, broken bytes or a
number that no column can hold. The limits are in the tables below.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import split_domain_port

from home.settings.defaults import settings
from home.site.middleware.refused_forms import Beginning
from home.site.requests import SiteRequest
from home.site.views.errors import error_response

STAFF_PREFIX = "/admin/"
# Below it a body may have any content type: the operation reads it, and says which types it knows.
API_PREFIX = "/api/"
FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}
PUBLIC_METHODS = ("GET", "HEAD", "POST")
# Query parameters that every page reads as a number; a column of the database holds 64 bits.
NUMBER_PARAMETERS = {"page", "id", "offset", "limit", "per_page"}
LARGEST_NUMBER = 2**63 - 1
# Django leaves a byte of the path that is no UTF-8 as percent and two digits.
BROKEN_BYTE = re.compile("%[89A-F][0-9A-F]")


@dataclass(frozen=True)
class Limits:
    path_bytes: int
    query_bytes: int
    parameters: int
    value_chars: int  # of one value in the query
    form_fields: int
    form_bytes: int  # of a form's texts
    upload_bytes: int  # of a form with files


PUBLIC = Limits(
    path_bytes=1_000,
    query_bytes=2_048,
    parameters=50,
    value_chars=512,
    form_fields=100,
    form_bytes=256 * 1024,
    upload_bytes=12 * 1024 * 1024,  # one drawing of 10 MB and the letter beside it
)
# A hundred slugs in an address of the API; the server takes lines of 4,094 bytes at most.
SEVERAL_VALUES = "__in="
LISTS = replace(PUBLIC, query_bytes=3_500, value_chars=3_400)
# The page editor sends thousands of fields, and choosers put whole texts into an address.
STAFF = Limits(
    path_bytes=2_000,
    query_bytes=16_384,
    parameters=1_000,
    value_chars=8_192,
    form_fields=5_000,
    form_bytes=5 * 1024 * 1024,
    upload_bytes=25 * 1024 * 1024,
)


class RequestRefused(Exception):
    """The request can't be answered; carries the status of the refusal."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class InputGuard:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: SiteRequest) -> HttpResponse:
        limits = STAFF if request.path_info.startswith(STAFF_PREFIX) else PUBLIC
        if limits is PUBLIC and request.method not in PUBLIC_METHODS:
            return HttpResponseNotAllowed(PUBLIC_METHODS)
        beginning = Beginning(request)
        try:
            check_path(request, limits)
            check_query(request, LISTS if asks_for_several(request) else limits)
            check_form(request, limits, beginning)
        except RequestRefused as refused:
            return self.refuse(request, refused.status, beginning)
        check_host(request)
        return self.get_response(request)

    def refuse(self, request: SiteRequest, status: int, beginning: Beginning) -> HttpResponse:
        """Give a long text of the form back; `refused_form` keeps all texts for whoever knows the form."""
        request.refused_form = beginning.texts() if request.content_type in FORM_TYPES else {}
        beginning.read_out()
        request.POST = QueryDict()  # nothing behind us reads what is refused
        return error_response(request, status, kept_text=letter_among(request.refused_form))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 400 where SQLite finds a number too large for a column, late and deep in a form field."""
        if isinstance(exception, OverflowError) and "int too large" in str(exception):
            return error_response(request, 400)
        return None


def check_host(request: HttpRequest) -> None:
    """Raise DisallowedHost, which Django answers with our page for 400, where name or port is not ours.

    Addresses in our answers begin with the host, and a wrong port would lead elsewhere.
    """
    _name, port = split_domain_port(request.get_host())
    if port and port not in ports_of(request):
        raise DisallowedHost(f"Invalid HTTP_HOST header: port {port!r}. It may belong in ALLOWED_PORTS.")


def ports_of(request: HttpRequest) -> set[str]:
    """Return the ports at which we can be reached: the usual one, a proxy's, and the connection's."""
    usual = "443" if request.is_secure() else "80"
    # Over a Unix socket gunicorn knows no port but the one in the host itself.
    connected = request.get_port() if request.META.get("REMOTE_ADDR") else usual
    return {usual, connected, *settings.ALLOWED_PORTS}


def check_path(request: HttpRequest, limits: Limits) -> None:
    path = request.path_info
    if "\x00" in path or BROKEN_BYTE.search(path):
        raise RequestRefused(400)
    if len(path.encode()) > limits.path_bytes:
        raise RequestRefused(404)  # nothing of ours has such a long address


def asks_for_several(request: HttpRequest) -> bool:
    return request.path_info.startswith(API_PREFIX) and SEVERAL_VALUES in request.META.get("QUERY_STRING", "")


def check_query(request: HttpRequest, limits: Limits) -> None:
    query = request.META.get("QUERY_STRING", "")
    if len(query) > limits.query_bytes:
        raise RequestRefused(400)
    for name, value in pairs(query, limits):
        if "\x00" in name + value or len(value) > limits.value_chars or is_out_of_range(name, value):
            raise RequestRefused(400)


def pairs(query: str, limits: Limits) -> Iterator[tuple[str, str]]:
    try:
        # WSGI passes bytes as latin-1; strict, where Django's QueryDict would put a replacement character.
        raw = query.encode("latin-1").decode()
        yield from parse_qsl(raw, keep_blank_values=True, errors="strict", max_num_fields=limits.parameters)
    except ValueError as error:  # UnicodeError is one
        raise RequestRefused(400) from error


def is_out_of_range(name: str, value: str) -> bool:
    # Digits are counted before they are converted: Python refuses to convert some thousands of them.
    match = re.fullmatch(r"\s*[+-]?0*([0-9]+)\s*", value) if name in NUMBER_PARAMETERS else None
    return match is not None and (len(match[1]) > 19 or int(match[1]) > LARGEST_NUMBER)


def check_form(request: HttpRequest, limits: Limits, beginning: Beginning) -> None:
    if request.method != "POST":
        return
    check_size(request, limits)
    if request.content_type in FORM_TYPES:
        request.upload_handlers = [beginning, *request.upload_handlers]
        check_values(read_form(request), limits)
    elif limits is PUBLIC and not request.path_info.startswith(API_PREFIX):
        raise RequestRefused(400)


def check_size(request: HttpRequest, limits: Limits) -> None:
    has_files = request.content_type == "multipart/form-data"
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not re.fullmatch("[0-9]+", length):
        raise RequestRefused(400)
    if int(length) > (limits.upload_bytes if has_files else limits.form_bytes):
        raise RequestRefused(413)


def read_form(request: HttpRequest) -> QueryDict:
    """Let Django parse the form now, while its refusals can still become a page."""
    charset = (request.content_params or {}).get("charset", "utf-8").strip("\"'").lower()
    if charset not in {"utf-8", "utf8"}:
        raise RequestRefused(400)
    try:
        if request.content_type != "multipart/form-data" and not is_utf8_form(request.body):
            raise RequestRefused(400)
        return request.POST
    except (RequestDataTooBig, TooManyFilesSent) as error:
        raise RequestRefused(413) from error
    except (MultiPartParserError, TooManyFieldsSent, OSError) as error:  # OSError: the connection broke off
        raise RequestRefused(400) from error


def check_values(form: QueryDict, limits: Limits) -> None:
    texts = [text for name in form for text in (name, *form.getlist(name))]
    if sum(map(len, texts)) > limits.form_bytes:
        raise RequestRefused(413)
    if len(texts) > 2 * limits.form_fields or any("\x00" in text for text in texts):
        raise RequestRefused(400)


def letter_among(form: dict[str, str]) -> str:
    """Return the long text of a form, to be given back; "" if there is none."""
    longest = max(form.values(), key=len, default="")
    return longest if len(longest) > 100 else ""


def is_utf8_form(body: bytes) -> bool:
    try:
        parse_qsl(body.decode(), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        return False
    return True
