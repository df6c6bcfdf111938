"""Into which languages the story of a person can still be asked for."""

from home.translation.core.read_models.sources import readable
from home.translation.publication.read_models import languages_unopened
from prisoner_pages.models import Prisoner, PrisonerPage


def languages_to_ask(record: Prisoner) -> set[str]:
    """Return the languages in which the public story has not been asked for; none without such a story."""
    story = readable(PrisonerPage).filter(prisoner=record).first()
    return set(languages_unopened(story).values_list("language_code", flat=True)) if story else set()
