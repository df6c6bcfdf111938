"""How an answer is given: "as you have it" where nothing changed, how long it may be kept, never a cookie.

    return conditional(request, lambda: PeoplePage(...), cache=PEOPLE, stamp=(newest.pk,))

The body is made only when it is needed. What it hangs on besides the content of the site,
the words and languages, the day and the address itself must stand in `stamp`.
"""

import hashlib
from collections import OrderedDict
from datetime import timedelta
from functools import cache as remembered
from threading import Lock

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, quote_etag

from home.caching.read_models import generations_of
from home.headless.answers.read_models import content_changed_at
from home.settings.defaults import settings
from home.settings.places import SOURCES
from home.site.views.errors import language_of

# Facts about people change at once; whoever keeps an answer asks before showing it again.
PEOPLE = "public, no-cache"
OTHERS = "public, max-age=60"
# The time of a change is that of its first write, and a second holds many: only once both lie well behind
# does the time tell which changes an answer has seen.
SETTLED = timedelta(minutes=1)
SHAPING = ("*.py", "*.mo", "*.toml")  # files that decide how an answer looks


class Kept:
    """The newest answers that this process made, by their ETag: the same tag means the same bytes."""

    def __init__(self, most_bytes):
        self._most_bytes, self._bytes, self._answers, self._lock = most_bytes, 0, OrderedDict(), Lock()

    def get(self, etag):
        with self._lock:
            if etag in self._answers:
                self._answers.move_to_end(etag)
            return self._answers.get(etag)

    def put(self, etag, content):
        if len(content) > self._most_bytes // 8:
            return
        with self._lock:
            self._bytes += len(content) - len(self._answers.pop(etag, b""))
            self._answers[etag] = content
            while self._bytes > self._most_bytes:
                self._bytes -= len(self._answers.popitem(last=False)[1])

    def forget(self):
        with self._lock:
            self._answers.clear()
            self._bytes = 0


KEPT = Kept(most_bytes=settings.API_KEPT_MIB * 1024 * 1024)


def conditional(request, build, *, cache, stamp=(), language="", content_type="application/json"):
    """Return 304, or what `build()` returns (a schema, bytes, a stream). One query besides those of `build`.

    The ETag is a strong one: the same stamp gives the same bytes. Compressing makes it weak.
    """
    etag = quote_etag(_digest(request, stamp))
    changed = content_changed_at(request)
    is_told = changed is not None and changed < timezone.now() - SETTLED
    response = get_conditional_response(
        request, etag=etag, last_modified=int(changed.timestamp()) if is_told else None
    )
    if response is None:
        response = _made(etag, build, content_type)
    response.headers["ETag"] = etag
    if is_told:
        response.headers["Last-Modified"] = http_date(changed.timestamp())
    response.headers["Cache-Control"] = cache
    if language:
        response.headers["Content-Language"] = language
    patch_vary_headers(response, ["Accept-Language", "Accept-Encoding", "Origin"])
    return response


def _made(etag, build, content_type):
    """Return the answer; what is streamed is made anew each time."""
    content = KEPT.get(etag)
    if content is None:
        body = build()
        if isinstance(body, HttpResponseBase):
            return body
        content = body if isinstance(body, bytes) else body.model_dump_json().encode()
        KEPT.put(etag, content)
    return HttpResponse(content, content_type=content_type)


def uncached(content, *, language=""):
    """Return an answer that is another one each time."""
    response = HttpResponse(content, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    if language:
        response.headers["Content-Language"] = language
    return response


def _digest(request, stamp):
    hangs_on = (
        release(),
        sorted(generations_of(request).items()),
        timezone.localdate().isoformat(),
        request.build_absolute_uri(),
        language_of(request),
        stamp,
    )
    return hashlib.sha256(repr(hangs_on).encode()).hexdigest()[:32]


@remembered
def release():
    """Return a digest of the files that shape answers: what was kept before a release is asked for anew."""
    digest = hashlib.sha256()
    for root in ("home", "prisoner_pages", "letters", "cms", "locale"):
        for pattern in SHAPING:
            for path in sorted((SOURCES / root).rglob(pattern)):
                state = path.stat()
                digest.update(f"{path.name} {state.st_size} {state.st_mtime_ns}".encode())
    return digest.hexdigest()[:16]
