"""Making the reference pages from the texts kept beside the code (home.site.reference_texts)."""

from django.contrib.auth.models import User
from django.db import transaction

from home.languages.info import SOURCE_LANGUAGE
from home.models import HomePage, StandardPage
from home.site.reference_texts import REFERENCE_PAGES, languages_of, page_fields
from home.translation.core.actions.text_entry import place_story


@transaction.atomic
def create_reference_pages(*, by: User | None) -> list[StandardPage]:
    """Put the missing reference pages below the Ukrainian first page, and their texts in other languages.

    A page that exists stays as its editors left it. A language without a first page is left out; so this may
    be called again when one is added. `by` is the staff user or None for the system. Returns the pages made.
    """
    home = HomePage.objects.get(locale__language_code=SOURCE_LANGUAGE)
    homes = dict(home.get_translations().values_list("locale__language_code", "locale"))
    made = []
    for slug in REFERENCE_PAGES:
        page = StandardPage.objects.child_of(home).filter(slug=slug).first()
        if page is None:
            page = _publish_below(home, slug, by)
            made.append(page)
        for language in languages_of(slug):
            if language in homes and not page.has_translation(homes[language]):
                made.append(
                    place_story(page, locale=language, fields=page_fields(slug, language), by=by, live=True)
                )
    return made


def _publish_below(home: HomePage, slug: str, by: User | None) -> StandardPage:
    page = StandardPage(slug=slug, locale=home.locale, live=False, **page_fields(slug, SOURCE_LANGUAGE))
    home.add_child(instance=page)
    page.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    page.refresh_from_db()
    return page
