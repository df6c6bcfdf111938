"""The list of people and a person's page, ahead of Wagtail's routing, which costs six queries more."""

from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from home.site.views.errors import error_response
from prisoner_pages.models import PrisonerIndexPage, PrisonerPage


@require_safe
def people(request):
    page = PrisonerIndexPage.objects.live().in_languages([get_language()]).first()
    if page is None:
        raise Http404
    return _shown(request, page)


@require_safe
def person(request, slug):
    """Show the story in this language. Draft, paused, without a basis, unknown: one and the same 404."""
    stories = PrisonerPage.objects.in_languages([get_language()]).named_in_address(slug)
    page = stories.live().with_record().first()
    if page is None:
        return _absent(request, stories)
    if not page.prisoner.is_public:
        raise Http404
    return _shown(request, page)


def _shown(request, page):
    request.shown_page = page
    return TemplateResponse(request, page.template, {"page": page, "self": page})


def _absent(request, stories):
    """Answer 410 where an editor chose the open form of a pause for a story that stood here, else 404."""
    for story in stories.withdrawn_openly():
        if story.pk in {page_id for page_id, _revision_id in story.paused_pages}:
            return error_response(request, 410)
    raise Http404
