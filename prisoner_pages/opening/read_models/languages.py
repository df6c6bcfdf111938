"""What visitors would find in a language, and what of it is missing: for whoever decides about opening it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext as _, gettext_lazy, ngettext
from wagtail.models import Page

from home.languages.info import CONTENT_LANGUAGES, SOURCE_LANGUAGE
from home.models import HomePage, StandardPage
from home.registry import provided
from home.settings.places import GUIDES
from home.site.reference_texts import REFERENCE_PAGES, languages_of, page_fields
from home.staff.roles import roles_of
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
    if GUIDES.is_dir():
        yield _guides(language)
    for more in provided("language_findings"):
        yield from more(language)


def _words(language: str) -> Finding:
    percent = ALL_WORDS if language == CODE_LANGUAGE else completeness(language).percent
    said = _("%(percent)d%% translated; the rest is shown in the nearest language") % {"percent": percent}
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
    titles = ", ".join(_title_on_screen(slug) for slug in missing)
    return Finding(
        gettext_lazy("Reference pages"),
        _("no text yet: %s") % titles if titles else _("all have a text"),
        bool(missing),
        link="translation_desk:open",
    )


def _title_on_screen(slug: str) -> str:
    """The title of a reference page in the language of whoever looks, where it has one."""
    own = get_language() or SOURCE_LANGUAGE
    return page_fields(slug, own if own in languages_of(slug) else SOURCE_LANGUAGE)["title"]


def _people(language: str) -> Finding:
    people = Prisoner.objects.public()
    if not people.exists():
        return Finding(gettext_lazy("People"), _("nobody is public yet"), True)
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
    return Finding(gettext_lazy("People"), said, bool(facts_only))


def _pages(language: str, model: Any, about: str | Promise) -> Finding:
    originals = model.objects.live().filter(locale__language_code=SOURCE_LANGUAGE)
    keys = originals.values("translation_key")
    told = Page.objects.live().filter(locale__language_code=language, translation_key__in=keys).count()
    count = originals.count()
    said = _("%(told)d of %(count)d have a text in this language") % {"told": told, "count": count}
    said = said if count else _("none is public yet")
    return Finding(about, said, told < count, link="translation_desk:open")


def _guides(language: str) -> Finding:
    """Who of the staff finds no guide to their work in the language."""
    with_guide = [role for role in roles_of() if role.guide]
    lacking = [role for role in with_guide if not (GUIDES / language / f"{role.guide}.md").exists()]
    said = _("a guide for every role")
    if len(lacking) == len(with_guide):
        said = _("none in this language")
    elif lacking:
        said = _("none yet for: %s") % ", ".join(dict.fromkeys(str(role.label) for role in lacking))
    return Finding(gettext_lazy("Guides for staff"), said, bool(lacking))


def _team(language: str) -> Finding:
    roles = LocaleRole.objects.filter(pk__in=roles_today().values("pk"), locale__language_code=language)
    rights = set(roles.values_list("right", flat=True))
    people = roles.values("user").distinct().count()
    said = ngettext("%d person has rights in it", "%d people have rights in it", people) % people
    return Finding(
        gettext_lazy("Translators and reviewers of pages"),
        said if people else _("nobody has rights in it yet"),
        not {Right.TRANSLATE, Right.REVIEW} <= rights,
        link="translation_desk:roles",
    )
