"""sitemap.xml over all public languages: one file, or an index of several when it would be too long."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from home.caching.kept_whole import kept_whole
from home.site.read_models import public_languages
from prisoner_pages.syndication.read_models.sitemap import PARTS, needs_parts, sitemap_index, urlset

XML = "application/xml; charset=utf-8"


@require_safe
@kept_whole()
def sitemap(request: HttpRequest) -> StreamingHttpResponse:
    languages = public_languages(request)
    if needs_parts(languages):
        return _streamed(sitemap_index(root=_root(request)))
    return _streamed(urlset(languages, root=_root(request)))


@require_safe
@kept_whole()
def part(request: HttpRequest, number: int) -> StreamingHttpResponse:
    if not 1 <= number <= PARTS:
        raise Http404
    return _streamed(urlset(public_languages(request), root=_root(request), part=number))


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").removesuffix("/")


def _streamed(lines: Iterator[str]) -> StreamingHttpResponse:
    return StreamingHttpResponse(lines, content_type=XML, headers={"Cache-Control": "no-cache"})
