"""GET /figures: numbers that others published, each with who counted and when."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query
from pydantic import Field

from home.caching.read_models import Numbers
from home.headless.answers.api.locales import Asked
from home.headless.answers.api.router import ApiRouter
from prisoner_pages.api.routers.pagination import InParts, checked, documented
from prisoner_pages.api.routers.parameters import one_of
from prisoner_pages.api.routers.reference import listed
from prisoner_pages.api.schemas.pages import Figure, FigureList
from prisoner_pages.campaigns.read_models.figures import published
from prisoner_pages.choices import FigureSubject
from prisoner_pages.models import CampaignPage, EventPage
from prisoner_pages.public.read_models.all_languages import everywhere
from prisoner_pages.public.read_models.reference_lists import published_figures
from prisoner_pages.public.read_models.words import Words

router = ApiRouter(tags=["figures"])


class FigureQuery(InParts):
    subject: str = one_of("What was counted.", *FigureSubject.values)
    campaign: str = Field("", description="Slug of the campaign whose letters were counted.")
    event: str = Field("", description="Slug of the event whose letters were counted.")


@router.get(
    "figures",
    response=FigureList,
    summary="Published figures, the newest first",
    **documented("listFigures"),
)
def figures(request: HttpRequest, query: Query[FigureQuery]) -> HttpResponseBase:
    """Never add one to another: each covers what its own definition says. Ours are in `/statistics`."""
    return listed(request, query, "figures", FigureList, partial(figure_rows, query))


def figure_rows(
    query: FigureQuery, asked: Asked, root: str, generations: Numbers
) -> Iterator[tuple[list[int], Figure]]:
    """Yield (place in the list, Figure) of what the query leaves. Raises a Problem (400)."""
    checked("subject", query.subject, FigureSubject.values)
    words = Words(asked.served)
    campaigns, events = (
        {thing.source.pk: thing.source.slug for thing in everywhere(model, generations=generations)}
        for model in (CampaignPage, EventPage)
    )
    for figure in published_figures(generations=generations):
        campaign, event = campaigns.get(figure.campaign_id), events.get(figure.event_id)
        wanted = (query.subject, query.campaign, query.event)
        if all(
            value == (wish or value)
            for wish, value in zip(wanted, (figure.subject, campaign, event), strict=True)
        ):
            yield (
                _place(figure),
                published(
                    figure,
                    words,
                    Figure,
                    id=figure.pk,
                    subject=words.word(FigureSubject(figure.subject)),
                    campaign=campaign,
                    event=event,
                ),
            )


def _place(figure: Any) -> list[int]:
    """Return where a figure stands: the newest day first, whole years after their days."""
    digits = "".join(letter for letter in figure.date if letter.isdecimal())
    return [-int(digits[:8].ljust(8, "0")), -figure.pk]
