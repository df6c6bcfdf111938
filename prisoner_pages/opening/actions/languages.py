"""Opening a language to the public and closing it: coordinators decide, on a screen or by a command."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page
from wagtail_localize.fields import TranslatableField
from wagtail_localize.models import Translation

from home.languages.info import SOURCE_LANGUAGE
from home.models import HomePage, StandardPage
from home.site.reference_texts import REFERENCE_PAGES, home_fields, languages_of
from home.translation.core.actions.publish import reasons_against
from home.translation.core.actions.reference_pages import create_reference_pages
from home.translation.core.actions.sync import submit
from home.translation.core.actions.text_entry import place_story, show_again
from prisoner_pages.models import PartnerPage
from prisoner_pages.opening.actions.observances import name_observances
from prisoner_pages.partners.actions.locales import INDEXES, open_locale
from prisoner_pages.permissions.partners import is_coordinator, require

UKRAINIAN_FIRST = _("Open Ukrainian first: every other language is a translation of it.")


class CannotOpen(Exception):
    """The language stays as it was; `reasons` are sentences for whoever asked."""

    def __init__(self, *reasons: str | Promise) -> None:
        super().__init__(*map(str, reasons))
        self.reasons = reasons


@transaction.atomic
def prepare_language(language: str, *, by: User | None) -> HomePage:
    """Make what the language lacks: first page, lists, sections, reference pages. Returns its first page.

    A language that is not public stays so. What is there stays as it is. A reference page without a text of
    ours goes to the translation desk; days of observance get the name that we know. Raises CannotOpen
    without a Ukrainian first page.
    """
    homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
    if language != SOURCE_LANGUAGE and SOURCE_LANGUAGE not in homes:
        raise CannotOpen(UKRAINIAN_FIRST)
    live = language in homes and homes[language].live
    home = open_locale(language, **home_fields(language), by=by, live=live)
    create_reference_pages(by=by)
    if language != SOURCE_LANGUAGE:
        for page in _without_text_of_ours(language):
            submit(page, [home.locale])
        name_observances(home.locale)
    return home


def _without_text_of_ours(language: str) -> list[StandardPage]:
    """Return the public reference pages that have no page in the language, and no file to make it of."""
    slugs = [slug for slug in REFERENCE_PAGES if language not in languages_of(slug)]
    originals = StandardPage.objects.live().filter(locale__language_code=SOURCE_LANGUAGE, slug__in=slugs)
    locale = Locale.objects.get(language_code=language)
    return [page for page in originals if not page.has_translation(locale)]


@transaction.atomic
def open_language(language: str, *, by: User | None) -> HomePage:
    """Make the language public, with all that has a text in it; return its first page. Raises CannotOpen.

    `by` is a coordinator, or None for whoever runs the command. What was never public comes out for the first
    time; what an editor has taken down stays down.
    """
    require(by is None or is_coordinator(by))
    home = prepare_language(language, by=by)
    home = HomePage.objects.select_for_update().get(pk=home.pk)
    if home.live:
        return home
    if language == SOURCE_LANGUAGE:
        _publish_source(home, by)
    else:
        _publish_translations(home, by)
    home.refresh_from_db()
    return home


@transaction.atomic
def close_language(language: str, *, by: User | None) -> None:
    """Take the language from the public; its texts stay. Raises CannotOpen for Ukrainian."""
    require(by is None or is_coordinator(by))
    if language == SOURCE_LANGUAGE:
        raise CannotOpen(_("Ukrainian stays open: the other languages are translations of it."))
    home = HomePage.objects.select_for_update().filter(locale__language_code=language, live=True).first()
    if home is not None:
        home.unpublish(user=by)


# --- Ukrainian -------------------------------------------------------------------------------------------
def _publish_source(home: HomePage, by: User | None) -> None:
    for page in (home, *_never_public(home)):
        revision = page.get_latest_revision() or page.save_revision(user=by)
        revision.publish(user=by, skip_permission_checks=True)
    for further in HomePage.objects.exclude(pk=home.pk).select_related("locale"):
        prepare_language(further.locale.language_code, by=by)  # the desk takes public originals alone


def _never_public(home: HomePage) -> list[Any]:
    """Return the lists and reference pages of a first page that wait with it."""
    kinds = (*(index for index, _title in INDEXES), StandardPage)
    pages = Page.objects.child_of(home).type(*kinds).filter(live=False, first_published_at=None)
    return list(pages.specific())


# --- Other languages -------------------------------------------------------------------------------------
def _publish_translations(home: HomePage, by: User | None) -> None:
    source = HomePage.objects.get(locale__language_code=SOURCE_LANGUAGE)
    if not source.live:
        raise CannotOpen(UKRAINIAN_FIRST)
    if home.first_published_at:
        show_again(home, home.get_latest_revision(), by=by)
    else:
        place_story(source, locale=home.locale, fields=_texts_of(home), by=by, live=True)
    home.refresh_from_db()
    if not home.live:
        raise CannotOpen(*_reasons(source, home.locale))
    for page in _waiting_in(home.locale):
        original = page.get_translation(source.locale)
        place_story(original, locale=home.locale, fields=_texts_of(page), by=by, live=True)


def _reasons(source: HomePage, locale: Locale) -> list[str | Promise]:
    translation = Translation.objects.filter(
        source__object_id=source.translation_key, target_locale=locale
    ).first()
    return reasons_against(translation) if translation else []


def _waiting_in(locale: Locale) -> list[Any]:
    """Return the pages of a language that wait for its opening: public in Ukrainian, never public in it."""
    kinds = (*(index for index, _title in INDEXES), PartnerPage, StandardPage)
    public = Page.objects.live().filter(locale__language_code=SOURCE_LANGUAGE)
    drafts = Page.objects.filter(locale=locale, live=False, first_published_at=None).type(*kinds)
    return list(drafts.filter(translation_key__in=public.values("translation_key")).specific())


def _texts_of(draft: Any) -> dict[str, Any]:
    """Return what the draft says, as it was made from texts of ours; translators write at the desk."""
    said = draft.get_latest_revision_as_object()
    names = [each.field_name for each in said.translatable_fields if isinstance(each, TranslatableField)]
    return {name: value for name in names if (value := getattr(said, name))}
