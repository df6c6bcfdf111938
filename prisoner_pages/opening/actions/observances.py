"""Days of observance that a site begins with; after that coordinators keep the list."""

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from home.languages.info import SOURCE_LANGUAGE
from home.translation.core.actions.text_entry import place_story
from prisoner_pages.models import Observance
from prisoner_pages.vocabularies.known_observances import known_observances


@transaction.atomic
def make_observances() -> bool:
    """Fill a list that nobody has begun: a day that was taken out must not come back."""
    if Observance.objects.exists():
        return False
    source, now = Locale.objects.get(language_code=SOURCE_LANGUAGE), timezone.now()
    published = {"first_published_at": now, "last_published_at": now}
    for known in known_observances():
        Observance.objects.create(
            name=known.name, month=known.month, day=known.day, locale=source, **published
        )
    for locale in Locale.objects.exclude(pk=source.pk):
        name_observances(locale)
    return True


@transaction.atomic
def name_observances(locale: Locale) -> None:
    """Name the days in a language where they lack it, as long as they are called as they were."""
    days = {day.name: day for day in Observance.objects.in_language(SOURCE_LANGUAGE)}
    for known in known_observances():
        day, name = days.get(known.name), known.names.get(locale.language_code)
        if day and name and not day.has_translation(locale):
            place_story(day, locale=locale, fields={"name": name}, by=None, live=True)
