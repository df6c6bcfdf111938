"""Into which languages the story of a person can still be asked for."""

from home.translation.core.read_models.sources import readable
from home.translation.publication.read_models import languages_unopened
from prisoner_pages.models import Prisoner, PrisonerPage
from prisoner_pages.querysets.records import PrisonerQuerySet


def languages_to_ask(record: Prisoner) -> set[str]:
    """Return the languages in which the public story has not been asked for; none without such a story."""
    story = readable(PrisonerPage).filter(prisoner=record).first()
    return set(languages_unopened(story).values_list("language_code", flat=True)) if story else set()


def with_story_to_translate(people: PrisonerQuerySet) -> PrisonerQuerySet:
    """Return those with a public story, whatever it has been asked for in."""
    return people.filter(pk__in=readable(PrisonerPage).order_by().values("prisoner"))
