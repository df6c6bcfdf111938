"""The live pages of a language that are not about one person: to choose from, and to search."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, TextField, Value
from django.db.models.functions import Coalesce
from wagtail.models import Page

from home.languages.info import APOSTROPHES, lower
from home.models import StandardPage
from prisoner_pages.models import CampaignPage, EventPage, PartnerPage

# Their addresses below a language, and the column of their introduction, as seen from a page.
ROOTS: dict[type[Model], str] = {
    CampaignPage: "campaigns/",
    EventPage: "events/",
    PartnerPage: "partners/",
    StandardPage: "",
}
INTRO = Coalesce(
    *(f"{model._meta.model_name}__intro" for model in ROOTS), Value(""), output_field=TextField()
)
FOUND_AT_MOST = 5
SHORTEST_WORD = 2  # letters


@dataclass(frozen=True)
class PageLine:
    model: type[Model]
    slug: str
    title: str
    intro: str
    url: str
    words: str = field(repr=False)  # all that is searched, folded


def pages_in(language: str) -> list[PageLine]:
    """Return the live campaigns, events, partners and reference pages, by title. One query, no bodies."""
    models = {kind.pk: model for model, kind in ContentType.objects.get_for_models(*ROOTS).items()}
    pages = Page.objects.live().filter(locale__language_code=language, content_type__in=models)
    columns = ("content_type_id", "slug", "title", "search_description")
    rows = pages.order_by("title").values_list(*columns, INTRO)
    return [_line(language, models[kind], *texts) for kind, *texts in rows]


def _line(language: str, model: type[Model], slug: str, title: str, description: str, intro: str) -> PageLine:
    return PageLine(
        model=model,
        slug=slug,
        title=title,
        intro=intro,
        url=f"/{language}/{ROOTS[model]}{slug}/",
        words=_folded(f"{title} {description} {intro}", language),
    )


def with_words(query: str, pages: Iterable[PageLine], language: str) -> list[PageLine]:
    """Return the pages that contain every word of the query, those with all of them in the title first."""
    words = [word for word in _folded(query, language).split() if len(word) >= SHORTEST_WORD]
    if not words:
        return []
    found = [page for page in pages if all(word in page.words for word in words)]
    found.sort(key=lambda page: not all(word in _folded(page.title, language) for word in words))
    return found[:FOUND_AT_MOST]


def _folded(text: str, language: str) -> str:
    return lower("".join(letter for letter in text if letter not in APOSTROPHES), language)
