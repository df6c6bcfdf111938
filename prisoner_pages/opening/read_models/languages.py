"""What visitors would find in a language, and what of it is missing: for whoever decides about opening it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from wagtail.models import Page

from home.languages.info import CONTENT_LANGUAGES, SOURCE_LANGUAGE
from home.models import HomePage, StandardPage
from home.registry import provided
from home.site.reference_texts import REFERENCE_PAGES, languages_of, page_fields
from home.translation.choices import Right
from home.translation.interface.read_models import CODE_LANGUAGE, completeness
from home.translation.models import LocaleRole
from home.translation.permissions import roles_today
from prisoner_pages.models import CampaignPage, EventPage, Prisoner

ALL_WORDS = 100  # percent


@dataclass(frozen=True)
class Finding:
    """One thing of a language. `link` is the name of the view where staff make what is missing."""

    about: str | Promise
    said: str
    is_missing: bool
    link: str = ""


@dataclass(frozen=True)
class LanguageState:
    language: str
    name: str
    title: str  # of its first page, "" without one
    is_public: bool
    findings: list[Finding]


def languages() -> list[tuple[str, str, bool]]:
    """Return (code, name, is it public) of every language. One query."""
    public = set(HomePage.objects.live().values_list("locale__language_code", flat=True))
    return [(code, name, code in public) for code, name in CONTENT_LANGUAGES]


def language_state(language: str) -> LanguageState:
    home = HomePage.objects.filter(locale__language_code=language).first()
    return LanguageState(
        language=language,
        name=dict(CONTENT_LANGUAGES)[language],
        title=home.draft_title if home else "",
        is_public=bool(home and home.live),
        findings=[*_findings(language)],
    )


def _findings(language: str) -> Iterator[Finding]:
    yield _words(language)
    yield _reference_pages(language)
    yield _people(language)
    yield _pages(language, CampaignPage, gettext_lazy("Campaigns"))
    yield _pages(language, EventPage, gettext_lazy("Events"))
    if language != SOURCE_LANGUAGE:
        yield _team(language)
    for more in provided("language_findings"):
        yield from more(language)


def _words(language: str) -> Finding:
    percent = ALL_WORDS if language == CODE_LANGUAGE else completeness(language).percent
    said = _("%(percent)d %% translated; the others show in a neighbouring language") % {"percent": percent}
    return Finding(
        gettext_lazy("Words of the interface"),
        said if percent < ALL_WORDS else _("all translated"),
        percent < ALL_WORDS,
        link="translation_desk:interface",
    )


def _reference_pages(language: str) -> Finding:
    """None is missing that is public already, or whose text comes with the software."""
    live = StandardPage.objects.live().filter(locale__language_code=language, slug__in=REFERENCE_PAGES)
    there = set(live.values_list("slug", flat=True))
    missing = [slug for slug in REFERENCE_PAGES if slug not in there and language not in languages_of(slug)]
    titles = ", ".join(page_fields(slug, SOURCE_LANGUAGE)["title"] for slug in missing)
    return Finding(
        gettext_lazy("Reference pages"),
        _("no text yet: %s") % titles if titles else _("all have a text"),
        bool(missing),
        link="translation_desk:open",
    )


def _people(language: str) -> Finding:
    people = Prisoner.objects.public()
    facts_only = people.without_story_in(language).count()
    said = ngettext("%d person is public", "%d people are public", people.count()) % people.count()
    if facts_only:
        said += (
            "; "
            + ngettext(
                "%d of them is shown with facts only", "%d of them are shown with facts only", facts_only
            )
            % facts_only
        )
    return Finding(gettext_lazy("People"), said, bool(facts_only) or not people.exists())


def _pages(language: str, model: Any, about: str | Promise) -> Finding:
    originals = model.objects.live().filter(locale__language_code=SOURCE_LANGUAGE)
    keys = originals.values("translation_key")
    told = Page.objects.live().filter(locale__language_code=language, translation_key__in=keys).count()
    count = originals.count()
    said = _("%(told)d of %(count)d have a text in this language") % {"told": told, "count": count}
    return Finding(about, said, told < count, link="translation_desk:open")


def _team(language: str) -> Finding:
    roles = LocaleRole.objects.filter(pk__in=roles_today().values("pk"), locale__language_code=language)
    rights = set(roles.values_list("right", flat=True))
    people = roles.values("user").distinct().count()
    said = ngettext("%d person has a right in it", "%d people have rights in it", people) % people
    return Finding(
        gettext_lazy("Translators and reviewers of pages"),
        said,
        not {Right.TRANSLATE, Right.REVIEW} <= rights,
        link="translation_desk:roles",
    )
