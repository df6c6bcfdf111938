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

    Each is public where its first page is, else a draft. One that exists stays as its editors left it. A
    language without a first page is left out; so this may be called again when one is added. `by` is the
    staff user or None for the system. Returns the pages made.
    """
    home = HomePage.objects.get(locale__language_code=SOURCE_LANGUAGE)
    homes = {each.locale.language_code: each for each in home.get_translations().select_related("locale")}
    made = []
    for slug in REFERENCE_PAGES:
        page = StandardPage.objects.child_of(home).filter(slug=slug).first()
        if page is None:
            page = _add_below(home, slug, by)
            made.append(page)
        made += [
            _place(page, homes[code], by) for code in languages_of(slug) if _lacks(page, homes.get(code))
        ]
    return made


def _lacks(page: StandardPage, home: HomePage | None) -> bool:
    return home is not None and not page.has_translation(home.locale)


def _place(page: StandardPage, home: HomePage, by: User | None) -> StandardPage:
    fields = page_fields(page.slug, home.locale.language_code)
    return place_story(page, locale=home.locale, fields=fields, by=by, live=home.live)


def _add_below(home: HomePage, slug: str, by: User | None) -> StandardPage:
    page = StandardPage(slug=slug, locale=home.locale, live=False, **page_fields(slug, SOURCE_LANGUAGE))
    page.draft_title = page.title
    home.add_child(instance=page)
    revision = page.save_revision(user=by)
    if home.live:
        revision.publish(user=by, skip_permission_checks=True)
        page.refresh_from_db()
    return page
