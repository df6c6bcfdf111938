"""How an answer is given: 304 where nothing changed, how long it may be stored, never a cookie.

    return conditional(request, lambda: PeoplePage(...), cache=PEOPLE, stamp=(newest.pk,))

The body is made only when it is needed. What it depends on besides the content of the site, the interface
words, the languages, the day and the address must be in `stamp`.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import cache as remembered
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, quote_etag
from pydantic import BaseModel

from home.caching.bounded import BoundedCache
from home.caching.kept_whole import APART, hangs_on, holds_until
from home.caching.read_models import generations_of
from home.headless.answers.read_models import content_changed_at
from home.settings.defaults import settings
from home.settings.places import SOURCES
from home.site.views.errors import language_of

# Facts about people change at once; whoever stores an answer must revalidate it before showing it again.
PEOPLE = "public, no-cache"
OTHERS = "public, max-age=60"
# The time of a change is that of its first write, and one second may hold several: only after a while does
# the time tell which changes an answer includes.
SETTLED = timedelta(minutes=1)
SHAPING = ("*.py", "*.mo", "*.toml")  # files that determine what an answer looks like


Made = BaseModel | bytes | HttpResponseBase  # a schema, its bytes, or a stream
# The newest answers that this process made, by their ETag: the same tag means the same bytes.
KEPT: BoundedCache[str, bytes] = BoundedCache(settings.API_KEPT_MIB * 1024 * 1024)


def conditional(
    request: HttpRequest,
    build: Callable[[], Made],
    *,
    cache: str,
    stamp: Any = (),
    language: str = "",
    content_type: str = "application/json",
) -> HttpResponseBase:
    """Return 304, or what `build()` returns. One query besides those of `build`.

    The ETag is strong: the same stamp gives the same bytes. Compression makes it weak.
    """
    etag = quote_etag(_digest(request, stamp))
    changed = content_changed_at(request)
    is_settled = changed is not None and changed < timezone.now() - SETTLED
    told = int(changed.timestamp()) if changed and is_settled else None
    if changed and not is_settled:
        holds_until((changed + SETTLED).timestamp())
    for name in APART:  # the tag tells of all of them
        hangs_on(name)
    unchanged = get_conditional_response(request, etag=etag, last_modified=told)
    response = unchanged or _made(etag, build, content_type)
    response.headers["ETag"] = etag
    if told is not None:
        response.headers["Last-Modified"] = http_date(told)
    response.headers["Cache-Control"] = cache
    if language:
        response.headers["Content-Language"] = language
    patch_vary_headers(response, ["Accept-Language", "Accept-Encoding", "Origin"])
    return response


def _made(etag: str, build: Callable[[], Made], content_type: str) -> HttpResponseBase:
    """Return the answer; a stream is made again each time."""
    content = KEPT.get(etag)
    if content is None:
        body = build()
        if isinstance(body, HttpResponseBase):
            return body
        content = body if isinstance(body, bytes) else body.model_dump_json().encode()
        KEPT.put(etag, content, len(content))
    return HttpResponse(content, content_type=content_type)


def uncached(content: str | bytes, *, language: str = "") -> HttpResponse:
    """Return an answer that differs each time."""
    response = HttpResponse(content, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    if language:
        response.headers["Content-Language"] = language
    return response


def _digest(request: HttpRequest, stamp: Any) -> str:
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
def release() -> str:
    """Return a digest of the files that shape answers, so that a release invalidates stored ones."""
    digest = hashlib.sha256()
    for root in ("home", "prisoner_pages", "letters", "cms", "locale"):
        for pattern in SHAPING:
            for path in sorted((SOURCES / root).rglob(pattern)):
                state = path.stat()
                digest.update(f"{path.name} {state.st_size} {state.st_mtime_ns}".encode())
    return digest.hexdigest()[:16]
