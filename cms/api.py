"""The API: one version, the routers of the apps, its document and the page that shows it to people."""

import json

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils import translation
from django.views.decorators.http import require_safe

from home import __version__
from home.caching.kept_whole import kept_whole
from home.headless.answers.api.conditional import OTHERS, conditional
from home.headless.answers.api.router import Api
from home.site.read_models import BareShell
from letters.api.routers import letters
from prisoner_pages.api.routers import figures, pages, previews, prisoners, reference, site, tables
from prisoner_pages.api.routers.pagination import root_of

VERSION = "1.0.0"  # of the contract; the software that answers has a version of its own
DESCRIPTION = """\
People held by Russia for their stand on Crimea, their stories, and how to write to them. Made for the sites
of partners, embassies and libraries. Everything is read without a key; nothing marks who gets few letters.

Facts about people change at once: ask before you show what you kept (`ETag`, `If-None-Match`), and drop who
is not in `/prisoners/ids` any more. Say `invented` wherever it is true.
"""

api = Api(
    title="Letters to Free Crimea",
    version=VERSION,
    description=DESCRIPTION,
    openapi_extra={"info": {"x-software-version": __version__}},
    urls_namespace="api",
)
for part in (prisoners, pages, reference, figures, site, tables, previews, letters):
    api.add_router("", part.router)


@require_safe
@kept_whole()
def document(request: HttpRequest) -> HttpResponseBase:
    return conditional(
        request,
        lambda: json.dumps(api.document(root_of(request)), ensure_ascii=False, default=str).encode(),
        cache=OTHERS,
    )


@require_safe
@kept_whole()
def docs(request: HttpRequest) -> HttpResponse:
    """Show the document to people: no script, in English, which it is written in."""
    with translation.override("en"):
        content = render(
            request,
            "headless/docs.html",
            {"shell": BareShell("en"), "document": api.document(root_of(request))},
        )
    response = HttpResponse(content.content)
    response.headers["Content-Language"] = "en"
    return response


urlpatterns = [path("openapi.json", document), path("docs", docs), *api.urls[0]]
urls = (urlpatterns, "ninja", "api")
