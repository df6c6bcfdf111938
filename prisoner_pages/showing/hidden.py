"""Stories that are live and yet nobody outside can read them."""

from prisoner_pages.models import Prisoner, PrisonerPage


def hidden_stories():
    """Return the translation keys of the stories about people who are not public."""
    hidden = PrisonerPage.objects.exclude(prisoner__in=Prisoner.objects.public().values("pk"))
    return hidden.values("translation_key")
