"""The text of the demo that its translator and its reviewer are at."""

from dataclasses import dataclass

from wagtail_localize.models import Translation

from docs.screenshots.story import wait_for
from home.translation.models import Question, Unit
from prisoner_pages.demo.actions.unfinished import string_with
from prisoner_pages.demo.reading import content


@dataclass(frozen=True)
class PageStory:
    """What is there to be seen: a text, and its strings that wait for translator and reviewer."""

    translation: Translation
    unread: Unit
    waiting: Unit


def tell_pages():
    """Wait until the worker of the site has begun the work; return the PageStory."""
    wait_for(Question.objects.all())
    told = content("unfinished")["text"]
    first, second = (each["after"] for each in told["changed"])
    translation = Translation.objects.get(
        source=Question.objects.get().source, target_locale__language_code=told["language"]
    )
    return PageStory(translation, string_with(translation, first), string_with(translation, second))
