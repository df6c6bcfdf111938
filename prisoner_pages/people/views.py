"""People, a person and the numbers, ahead of Wagtail's routing, which costs six queries more."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from home.caching.kept_whole import kept_whole
from home.caching.read_models import generations_of, memoized_for
from home.site.read_models import SHELL
from home.site.requests import SiteRequest
from home.site.views.errors import error_response
from prisoner_pages.campaigns.read_models.figures import every_figure_about
from prisoner_pages.choices import FigureSubject
from prisoner_pages.models import Prisoner, PrisonerIndexPage, PrisonerPage
from prisoner_pages.people.filters.form import PARAMETERS
from prisoner_pages.people.read_models.profile import person_at, story_of
from prisoner_pages.people.read_models.statistics import statistics_of
from prisoner_pages.public.read_models.addresses import person_address
from prisoner_pages.public.read_models.words import Words


@require_safe
@kept_whole(*PARAMETERS)
def people(request: SiteRequest) -> HttpResponse:
    """Show the list in every public language, with the words of its page where there is one."""
    page = _page_of_list(get_language(), generations=generations_of(request))
    request.shown_page = page or PrisonerIndexPage()
    return TemplateResponse(request, PrisonerIndexPage.template, {"page": page})


@memoized_for(SHELL)
def _page_of_list(language: str) -> PrisonerIndexPage | None:
    return PrisonerIndexPage.objects.live().in_languages([language]).first()


@require_safe
@kept_whole("campaign", "event")
def person(request: SiteRequest, slug: str) -> HttpResponse:
    """Show the facts, and the story where it is told in this language.

    The address of a record that was merged leads on to the person, as long as the person is shown.

    Draft, paused, without a basis, unknown: one and the same 404 by one and the same way, unless an editor
    chose the open form.
    """
    if record := person_at(slug):
        story = story_of(record, get_language() or "")
        request.shown_page = story or record
        return TemplateResponse(request, PrisonerPage.template, {"prisoner": record, "story": story})
    if Prisoner.objects.named_in_address(slug).withdrawn_openly().exists():
        return error_response(request, 410)
    if moved := Prisoner.objects.public().formerly_at(slug).first():
        return redirect(person_address(get_language() or "", moved.slug), permanent=True)
    raise Http404


@require_safe
@kept_whole()
def statistics(request: SiteRequest) -> HttpResponse:
    """Show what others published and, apart from it, whom the site shows: as the API tells both."""
    words = Words(get_language() or "")
    context = {
        "prisoners": every_figure_about(FigureSubject.PRISONERS, words),
        "letters": every_figure_about(FigureSubject.LETTERS, words),
        "ours": statistics_of(Prisoner.objects.public(), words),
    }
    return TemplateResponse(request, "prisoner_pages/people/statistics.html", context)
