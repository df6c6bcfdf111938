"""Building the tree of one locale: its home, its lists, its partners' sections."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext, gettext_noop
from wagtail.models import Locale, Page, Site

from home.languages.info import SOURCE_LANGUAGE
from home.models import HomePage
from home.translation.core.actions.text_entry import place_story
from home.translation.core.publishing_permit import publishing
from prisoner_pages.models import (
    CampaignIndexPage,
    EventIndexPage,
    PartnerIndexPage,
    PartnerPage,
    PrisonerIndexPage,
)

Titles = dict[type[Any], str]  # of the index pages
# Index class and the msgid of its title; the address is the class's own.
INDEXES = [
    (PrisonerIndexPage, gettext_noop("People")),
    (CampaignIndexPage, gettext_noop("Campaigns")),
    (EventIndexPage, gettext_noop("Events")),
    (PartnerIndexPage, gettext_noop("Partners")),
]


@transaction.atomic
def open_locale(language: str, *, title: str, intro: str, by: User | None, live: bool) -> HomePage:
    """Make the home page and the lists of a locale, once; return its home page.

    With `live` the locale becomes public. The source locale comes first: others hang on its pages.
    """
    with translation.override(language):
        titles = {index: gettext(msgid) for index, msgid in INDEXES}
    if language == SOURCE_LANGUAGE:
        return _source_tree(titles, title=title, intro=intro, live=live)
    return _further_tree(language, titles, title=title, intro=intro, by=by, live=live)


def _source_tree(titles: Titles, *, title: str, intro: str, live: bool) -> HomePage:
    locale, _created = Locale.objects.get_or_create(language_code=SOURCE_LANGUAGE)
    home = HomePage.objects.filter(locale=locale).first()
    if home is None:
        home = HomePage(title=title, intro=intro, slug="letters", locale=locale, live=live)
        Page.get_first_root_node().add_child(instance=home)
        _make_site_root(home)
    for index, index_title in titles.items():
        if not index.objects.child_of(home).exists():
            home.add_child(
                instance=index(title=index_title, slug=index.address_root, locale=locale, live=live)
            )
    return home


def _make_site_root(home: HomePage) -> None:
    """Point the only site at our home and drop the page that Wagtail starts with."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        return
    welcome, site.root_page = site.root_page, home
    site.save()
    if welcome.specific_class is Page:
        Page.objects.get(pk=welcome.pk).delete()


def _further_tree(
    language: str, titles: Titles, *, title: str, intro: str, by: User | None, live: bool
) -> HomePage:
    locale, _created = Locale.objects.get_or_create(language_code=language)
    source = HomePage.objects.get(locale__language_code=SOURCE_LANGUAGE)
    home = source.get_translation_or_none(locale)
    if home is None:
        home = HomePage(
            title=title,
            intro=intro,
            slug=f"letters-{language}",
            locale=locale,
            translation_key=source.translation_key,
            live=live,
        )
        with publishing(home):
            Page.get_first_root_node().add_child(instance=home)
            home.save_revision(user=by, changed=False)
    for index, index_title in titles.items():
        original = index.objects.get(locale=source.locale)
        if not original.has_translation(locale):
            place_story(original, locale=locale, fields={"title": index_title}, by=by, live=live)
    for section in PartnerPage.objects.filter(locale=source.locale):
        if not section.has_translation(locale):
            name = section.partner.name_in(language)
            place_story(section, locale=locale, fields={"title": name}, by=by, live=live)
    return home
