"""The API: one version, the routers of the apps, its document and the page that shows it to people."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from home import __version__
from home.caching.kept_whole import kept_whole
from home.guides.read_models import Guide, guide_for_developers
from home.headless.answers.api.conditional import OTHERS, conditional
from home.headless.answers.api.router import Api
from home.headless.answers.documentation import subjects_of
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

# What the operations are about, in the order of the page that shows them.
SUBJECTS = {
    "people": "Whoever may be shown, with their facts and stories; whom to write to next; numbers.",
    "letters": "Writing to somebody, and asking where a letter is. The browser of the writer talks to us.",
    "pages": "Campaigns, events, partners, and pages of text.",
    "places and words": "What filters take: places of detention, cases, interests, occupations.",
    "figures": "What others counted and published, each with body, date and source.",
    "site": "What stands around every page, what an address leads to, and the search.",
    "previews": "Drafts, for the editor who is led to your site.",
    "tables": "Every list in one file, with a line to cite it by.",
}

api = Api(
    title="Letters to Free Crimea",
    version=VERSION,
    description=DESCRIPTION,
    openapi_extra={
        "info": {"x-software-version": __version__},
        "tags": [{"name": name, "description": said} for name, said in SUBJECTS.items()],
    },
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
    words, described = request.GET.get("q", "").strip(), api.document(root_of(request))
    context = {"document": described, "subjects": subjects_of(described, words), "words": words}
    has_guide = guide_for_developers() is not None
    return _in_english(request, "docs", {**context, "guide": reverse("api:guide") if has_guide else ""})


@require_safe
@kept_whole()
def guide(request: HttpRequest) -> HttpResponse:
    """Show how to work with the API, in English, which it is written in."""
    found: Guide | None = guide_for_developers()
    if found is None:
        raise Http404
    return _in_english(request, "guide", {"guide": found})


def _in_english(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    with translation.override("en"):
        content = render(request, f"headless/{name}.html", {"shell": BareShell("en"), **context})
    response = HttpResponse(content.content)
    response.headers["Content-Language"] = "en"
    return response


urlpatterns = [
    path("openapi.json", document),
    path("docs", docs, name="docs"),
    path("guide", guide, name="guide"),
    *api.urls[0],
]
urls = (urlpatterns, "ninja", "api")
