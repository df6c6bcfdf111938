"""Changes as a feed and birthdays as a calendar, in the language of the address; revalidated each time."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from home.caching.kept_whole import kept_whole
from prisoner_pages.syndication.read_models.feeds import birthdays_in, updates_in


@require_safe
@kept_whole()
def updates(request: HttpRequest) -> HttpResponse:
    return _answer(request, updates_in, "application/atom+xml; charset=utf-8")


@require_safe
@kept_whole()
def birthdays(request: HttpRequest) -> HttpResponse:
    return _answer(request, birthdays_in, "text/calendar; charset=utf-8")


def _answer(request: HttpRequest, write: Callable[..., str | bytes], kind: str) -> HttpResponse:
    root = f"{request.scheme}://{request.get_host()}"
    content = write(get_language(), root=root)
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": "no-cache"})
