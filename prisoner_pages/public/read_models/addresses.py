"""The addresses of public pages, for many at once and without asking Wagtail for each."""

from collections.abc import Collection, Iterable, Sequence

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from prisoner_pages.models import CampaignPage, EventPage, Prisoner, PrisonerIndexPage, PrisonerPage

FLAT = (PrisonerPage, CampaignPage, EventPage)
ADDRESS_COLUMNS = ("locale__language_code", "content_type_id", "slug", "url_path")


def people_address(language: str) -> str:
    return f"/{language}/{PrisonerIndexPage.address_root}/"


def numbers_address(language: str) -> str:
    return f"/{language}/statistics/"


def person_address(language: str, slug: str) -> str:
    return f"/{language}/{PrisonerPage.address_root}/{slug}/"


def public_pages(languages: Iterable[str]) -> PageQuerySet:
    """Return the pages a visitor may open, without stories: a person has a page in each of the languages.

    By their kind: the public host's database user doesn't see that somebody hidden has a story.
    """
    pages = Page.objects.live().filter(locale__language_code__in=languages, depth__gte=2)
    return pages.not_type(PrisonerPage).exclude(Exists(_restrictions()))


def _restrictions() -> QuerySet[PageViewRestriction]:
    """Return what keeps a page from visitors: a restriction of its own, or of a page above it."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return PageViewRestriction.objects.annotate(path=path).filter(path__startswith=F("page__path"))


def address_of(language: str, content_type_id: int, slug: str, url_path: str) -> str:
    """Return the address of a page: flat for people, campaigns and events, else its path below its home."""
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    if model in FLAT:
        return f"/{language}/{model.address_root}/{slug}/"
    return f"/{language}/{url_path.split('/', 2)[2]}"


def paths_of(page_ids: Collection[int], *, language: str, languages: Sequence[str]) -> dict[int, str]:
    """Return {page id: address} of the pages a visitor may open, in this language where they have it.

    A story leads to the page of its person; "" stands for each page's own language. Two queries, none for no
    page.
    """
    if not page_ids:
        return {}
    stories = PrisonerPage.objects.in_languages(languages).filter(prisoner__in=Prisoner.objects.public())
    rows = stories.filter(pk__in=page_ids).values_list("pk", "slug", "locale__language_code")
    people = {pk: person_address(language or own, slug) for pk, slug, own in rows}
    return people | _paths_of_pages(page_ids, language, languages)


def _paths_of_pages(page_ids: Collection[int], language: str, languages: Sequence[str]) -> dict[int, str]:
    keys = Page.objects.filter(pk__in=page_ids).values("translation_key")
    pages = Page.objects.filter(translation_key__in=keys, locale__language_code__in=languages)
    pages = pages.annotate(is_open=Exists(public_pages(languages).filter(pk=OuterRef("pk"))))
    rows = list(pages.values_list("pk", "translation_key", "is_open", *ADDRESS_COLUMNS))
    own = {key: columns for _pk, key, is_open, *columns in rows if is_open and columns[0] == language}
    found = {
        pk: own.get(key) or (columns if is_open else None)
        for pk, key, is_open, *columns in rows
        if pk in page_ids
    }
    return {pk: address_of(*columns) for pk, columns in found.items() if columns}
