"""The live pages of a language that are not about one person: to choose from, and as a search finds them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, TextField, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from home.caching.read_models import BESIDE_PEOPLE, memoized_for
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
FOUND_AT_MOST = 5  # of each kind
GROUPS: dict[type[Model], Promise] = {
    CampaignPage: _("Campaigns"),
    EventPage: _("Events"),
    PartnerPage: _("Partners"),
    StandardPage: _("Other pages"),
}


@dataclass(frozen=True)
class PageLine:
    model: type[Model]
    slug: str
    title: str
    intro: str
    url: str
    pk: int


@memoized_for(BESIDE_PEOPLE)
def pages_in(language: str) -> list[PageLine]:
    """Return the live campaigns, events, partners and reference pages, by title. One query, no bodies."""
    models = {kind.pk: model for model, kind in ContentType.objects.get_for_models(*ROOTS).items()}
    pages = Page.objects.live().filter(locale__language_code=language, content_type__in=models)
    columns = ("content_type_id", "pk", "slug", "title")
    rows = pages.order_by("title").values_list(*columns, INTRO)
    return [_line(language, models[kind], *texts) for kind, *texts in rows]


def _line(language: str, model: type[Model], pk: int, slug: str, title: str, intro: str) -> PageLine:
    return PageLine(
        model=model,
        slug=slug,
        title=title,
        intro=intro,
        url=f"/{language}/{ROOTS[model]}{slug}/",
        pk=pk,
    )


@dataclass(frozen=True)
class PageGroup:
    title: Promise
    pages: list[PageLine]


def grouped(found: Iterable[int], pages: Iterable[PageLine]) -> list[PageGroup]:
    """Return those of the pages that were found, by what they are; few of each, the likeliest first."""
    lines = {page.pk: page for page in pages}
    shown = [lines[pk] for pk in found if pk in lines]
    groups = (
        PageGroup(title, [page for page in shown if page.model is model][:FOUND_AT_MOST])
        for model, title in GROUPS.items()
    )
    return [group for group in groups if group.pages]
