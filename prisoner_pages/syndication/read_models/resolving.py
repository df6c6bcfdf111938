"""What an address of the site leads to: a page, another address, nothing, a person withdrawn openly."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext
from wagtail.contrib.redirects.models import Redirect

from home.models import HomePage
from home.translation.desk.read_models.work import behind
from prisoner_pages.models import Prisoner, PrisonerIndexPage, PrisonerPage
from prisoner_pages.public.read_models.addresses import (
    ADDRESS_COLUMNS,
    FLAT,
    address_of,
    paths_of,
    people_address,
    person_address,
    public_pages,
)

OPEN, MOVED, FOR_NOW, GONE = 200, 301, 302, 410
LONGEST = 2_000  # characters
FLAT_ROOTS = {model.address_root: model for model in FLAT}


class PublicPage(NamedTuple):
    model: type[Model] | None
    key: (
        UUID | None
    )  # shared with its translations; None for a person and the list, which are in every language
    title: str
    language: str
    slug: str
    address: str


class PublicTranslation(NamedTuple):
    language: str
    slug: str
    address: str
    is_behind: bool
    has_text: bool = (
        True  # False for a person or the list of people without words of editors in this language
    )


@dataclass(frozen=True)
class Resolved:
    status: int
    location: str = ""
    page: PublicPage | None = None


def resolved(path: str, languages: Sequence[str]) -> Resolved | None:
    """Return the Resolved, None where there is nothing. Seven queries at most, for what an editor sends on.

    Somebody who is hidden is nothing, like somebody unknown, unless an editor chose the open form.
    """
    path = _path_of(path)
    first, *parts = path.removesuffix("/").split("/")
    if first or not all(parts) or parts[:1] not in [[language] for language in languages]:
        return None
    language, *rest = parts
    return _within(path, language, rest, languages) or sent_on(path, languages)


def _path_of(address: str) -> str:
    try:
        return urlsplit(address[:LONGEST]).path
    except ValueError:
        return ""


def _within(path: str, language: str, rest: list[str], languages: Sequence[str]) -> Resolved | None:
    found = _found(language, rest, languages)
    if found:
        moved = path != found.address
        return Resolved(MOVED, found.address) if moved else Resolved(OPEN, page=found)
    if _names_person(rest) and Prisoner.objects.withdrawn_openly().named_in_address(rest[1]).exists():
        return Resolved(GONE)
    return _formerly(language, rest[1]) if _names_person(rest) else None


def _formerly(language: str, slug: str) -> Resolved | None:
    person = Prisoner.objects.public().formerly_at(slug).first()
    return Resolved(MOVED, person_address(language, person.slug)) if person else None


def _found(language: str, rest: list[str], languages: Sequence[str]) -> PublicPage | None:
    if rest == [PrisonerIndexPage.address_root]:
        return _people(language)
    return _person(language, rest[1]) if _names_person(rest) else _page(language, rest, languages)


def _names_person(rest: list[str]) -> bool:
    return len(rest) == 2 and rest[0] == PrisonerPage.address_root


def _people(language: str) -> PublicPage:
    written = (
        PrisonerIndexPage.objects.live().in_languages([language]).values_list("title", flat=True).first()
    )
    with translation.override(language):
        title = written or gettext("People")
    slug = PrisonerIndexPage.address_root
    return PublicPage(PrisonerIndexPage, None, title, language, slug, people_address(language))


def _person(language: str, slug: str) -> PublicPage | None:
    person: Any = Prisoner.objects.public().named(language).named_in_address(slug).first()
    if person is None:
        return None
    address = person_address(language, slug)
    return PublicPage(PrisonerPage, None, person.listed_name, language, slug, address)


def _page(language: str, rest: list[str], languages: Sequence[str]) -> PublicPage | None:
    """Find a page where it is published, or where it lies in the tree."""
    home = HomePage.objects.filter(locale__language_code=language).values_list("url_path", flat=True).first()
    nested = Q(url_path=f"{home}{'/'.join(rest)}/" if rest else home)
    flat = Q()
    if len(rest) == 2 and rest[0] in FLAT_ROOTS:
        flat = Q(slug=rest[1], **{f"{FLAT_ROOTS[rest[0]]._meta.model_name}__isnull": False})
    pages = public_pages(languages).public().filter(nested | flat, locale__language_code=language)
    row = pages.values_list("translation_key", "title", *ADDRESS_COLUMNS).first()
    return _public_page(*row) if row else _person_of(PrisonerPage.objects.live().filter(nested), language)


def _public_page(key: UUID, title: str, language: str, kind: int, slug: str, url_path: str) -> PublicPage:
    model = ContentType.objects.get_for_id(kind).model_class()
    return PublicPage(model, key, title, language, slug, address_of(language, kind, slug, url_path))


def _person_of(stories: QuerySet[PrisonerPage], language: str) -> PublicPage | None:
    slug = stories.values_list("slug", flat=True).first()
    return _person(language, slug) if slug else None


def sent_on(path: str, languages: Sequence[str]) -> Resolved | None:
    """Return where an editor sends this address, None for nowhere and for a page that nobody may open."""
    sent = Redirect.objects.filter(old_path=Redirect.normalise_path(path)).first()
    if sent is None:
        return None
    if pk := sent.redirect_page_id:
        location = paths_of({pk}, language="", languages=languages).get(pk, "")
    else:
        location = sent.redirect_link
    return Resolved(MOVED if sent.is_permanent else FOR_NOW, location) if location else None


def translations_of(page: PublicPage, languages: Sequence[str]) -> list[PublicTranslation]:
    """Return the page in each language that has it, in this order of languages. One query."""
    if page.model is PrisonerPage:
        stories = PrisonerPage.objects.named_in_address(page.slug)
        return _in_every(languages, stories, page.slug, lambda code: person_address(code, page.slug))
    if page.model is PrisonerIndexPage:
        return _in_every(languages, PrisonerIndexPage.objects.all(), page.slug, people_address)
    pages = public_pages(languages).filter(translation_key=page.key).annotate(is_behind=Exists(behind()))
    rows = sorted(pages.values_list(*ADDRESS_COLUMNS, "is_behind"), key=lambda row: languages.index(row[0]))
    return [PublicTranslation(row[0], row[2], address_of(*row[:-1]), row[-1]) for row in rows]


def _in_every(
    languages: Sequence[str], texts: Any, slug: str, address: Callable[[str], str]
) -> list[PublicTranslation]:
    """Return what has a page in each of the languages, with or without a text of its own in it."""
    written = texts.live().annotate(is_behind=Exists(behind()))
    told = dict(written.values_list("locale__language_code", "is_behind"))
    return [
        PublicTranslation(code, slug, address(code), told.get(code, False), code in told)
        for code in languages
    ]
