"""Stories and strings that are live but not readable by the public."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page

from prisoner_pages.models import EventPage, Prisoner, PrisonerPage


def hidden_stories() -> QuerySet[Page, Any]:
    """Return the translation keys of the stories about people who are not public.

    Of pages, not of stories: the public host's database user doesn't see the stories that are hidden.
    """
    shown = PrisonerPage.objects.filter(prisoner__in=Prisoner.objects.public().values("pk"))
    return Page.objects.type(PrisonerPage).exclude(pk__in=shown.values("pk")).values("translation_key")


def hidden_strings() -> Q:
    """Return a Q of strings: places of events told to guests only, stories of people shown by name alone."""
    places = EventPage.objects.keeping_place_back().values("translation_key")
    stories = PrisonerPage.objects.exclude(prisoner__in=Prisoner.objects.showing_facts().values("pk"))
    of_place = Q(context__path="place", translation__source__object_id__in=places)
    of_story = Q(translation__source__object_id__in=stories.values("translation_key"))
    return of_place | of_story & ~Q(context__path="title")
