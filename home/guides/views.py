"""Guides, for everybody who may log in to the admin."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from home.guides.read_models import are_here, guide as guide_of, guides_in, language_for, names, picture


@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """All guides, by their titles."""
    if not are_here():
        raise Http404
    language = language_for(get_language() or "")
    return render(request, "home/guides/guides.html", {"guides": guides_in(language), "language": language})


@require_safe
def guide(request: HttpRequest, name: str) -> HttpResponse:
    if name not in names():
        raise Http404
    return render(
        request, "home/guides/guide.html", {"guide": guide_of(name, language_for(get_language() or ""))}
    )


@require_safe
def guide_picture(request: HttpRequest, name: str) -> FileResponse:
    path = picture(name)  # a slug: it leads nowhere else
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/png")
