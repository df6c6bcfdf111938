"""sitemap.xml over all public languages: one file, or an index of several when it would be too long."""

from django.http import Http404, StreamingHttpResponse
from django.views.decorators.http import require_safe

from home.shell import public_languages
from prisoner_pages.showing import sitemap as content

XML = "application/xml; charset=utf-8"


@require_safe
def sitemap(request):
    languages = public_languages(request)
    numbers = range(1, content.number_of_sitemaps(languages) + 1)
    if len(numbers) > 1:
        return _streamed(content.sitemap_index(numbers, root=_root(request)))
    return _streamed(content.urlset(languages, number=1, root=_root(request)))


@require_safe
def part(request, number):
    languages = public_languages(request)
    if not 1 <= number <= content.number_of_sitemaps(languages):
        raise Http404
    return _streamed(content.urlset(languages, number=number, root=_root(request)))


def _root(request):
    return request.build_absolute_uri("/").removesuffix("/")


def _streamed(lines):
    return StreamingHttpResponse(lines, content_type=XML, headers={"Cache-Control": "no-cache"})
