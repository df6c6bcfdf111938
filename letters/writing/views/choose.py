"""Step 1 of writing: whom to write to. By name, by one of the doors, or drawn."""

from functools import partial

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from home.caching.read_models import CONTENT, generations_of
from letters.handling.views.privacy import NEVER_KEPT, kept_as, step_cache
from letters.writing.forms.state import carried_of, context_of
from letters.writing.read_models.choice import campaign_to_keep_to, choice_for, people_to_choose
from letters.writing.read_models.occasions import event_named, title_of
from letters.writing.read_models.recipients import cards
from letters.writing.views.steps import letter_url
from prisoner_pages.models import Prisoner
from prisoner_pages.people.read_models.next_recipients import drawn
from prisoner_pages.public.read_models.reader import reader_of

PEOPLE_A_PAGE = 24
NOT_OPEN = (
    _("This link opens no event today"),
    _("The code works only on the days of the event. You can write without it."),
)


@kept_as(step_cache, methods=("GET", "HEAD"), is_listed=True)
def choose(request: HttpRequest) -> HttpResponse:
    reader, carried = reader_of(request), carried_of(request.GET)
    context = {name: value for name, value in context_of(request.GET).items() if value}
    choice = choice_for(request.GET, kept=context, path=request.path, reader=reader)
    page = Paginator(choice.people, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "letters/writing/choose.html",
        {
            "choice": choice,
            "context": context,
            "at_event": title_of(event_named(context.get("event", "")), reader=reader),
            "for_campaign": title_of(choice.campaign, reader=reader),
            "not_open": NOT_OPEN,
            "carried": carried,
            "cards": cards(list(page), reader=reader, url_of=partial(letter_url, carried=carried)),
            "page_obj": page,
            "pages": list(page.paginator.get_elided_page_range(page.number)),
        },
    )


@kept_as(NEVER_KEPT, methods=("GET", "HEAD"))
def next_person(request: HttpRequest) -> HttpResponse:
    """Lead to the letter to somebody newly drawn; for a campaign, to one of its recipients."""
    campaign, carried = campaign_to_keep_to(context_of(request.GET)["campaign"]), carried_of(request.GET)
    among = people_to_choose(campaign=campaign) if campaign else None
    found = drawn(1, generation=generations_of(request).get(CONTENT), among=among)
    slug = Prisoner.objects.filter(pk__in=found).values_list("slug", flat=True).first()
    if slug is None:  # nobody can be written to now: step 1 says so
        return HttpResponseRedirect(f"{reverse('letters:choose')}?{carried}")
    return HttpResponseRedirect(letter_url(slug, carried=carried))
