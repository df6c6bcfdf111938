"""What is offered while somebody types into the search."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from home.caching.kept_whole import kept_whole
from prisoner_pages.people.filters.form import LONGEST_QUERY
from prisoner_pages.public.read_models.reader import reader_of
from prisoner_pages.search.read_models import suggestions_for


@require_safe
@kept_whole("q")
def suggestions(request: HttpRequest) -> JsonResponse:
    words = request.GET.get("q", "")[:LONGEST_QUERY]
    items = suggestions_for(words, reader_of(request)) if words.strip() else []
    return JsonResponse({"items": items})
