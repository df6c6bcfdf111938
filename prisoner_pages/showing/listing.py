"""The list of people: what was asked, what could not be read, and one page of the answer."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.models import Page

from prisoner_pages.filters import SHUFFLED, PeopleFilter
from prisoner_pages.models import CampaignPage, PartnerPage, Prisoner
from prisoner_pages.showing.cards import PersonCard, cards_of

PEOPLE_ON_A_PAGE = 24
FIRST_FILTERS = frozenset({"q", "letters"})
# A page number longer than this is no number of ours; int() of a million digits takes seconds.
LONGEST_PAGE_NUMBER = 6


@dataclass(frozen=True)
class Listing:
    form: PeopleFilter
    cards: list[PersonCard]
    total: int
    page_obj: Any
    page_numbers: list
    query: str  # the chosen filters, urlencoded, for the links to other pages
    page_problem: str  # why another page than the one asked for is shown, or ""

    @property
    def is_narrowed(self):
        return bool(set(self.form.chosen) - {"order"})

    @property
    def more_filters(self):
        """The fields that fold away, in their order."""
        return [self.form[name] for name in self.form.fields if name not in FIRST_FILTERS]

    @property
    def has_more_filters(self):
        """Say whether the folded fields must stand open: one of them was set or could not be read."""
        folded = set(self.form.fields) - FIRST_FILTERS
        return bool(folded & (set(self.form.chosen) | set(self.form.errors)))


def people_asked_for(parameters, reader):
    """Answer the parameters of the list's address. Eight queries at most, however many people."""
    form = filter_form(parameters, reader)
    people = narrowed(form, Prisoner.objects.public().told_in(reader.languages)).named(reader.language)
    if form.chosen.get("order") == SHUFFLED:
        people = people.shuffled(timezone.localdate())
    paginator = Paginator(people.for_cards(), PEOPLE_ON_A_PAGE)
    number, problem = _page_number(parameters.get("page", ""), paginator)
    page = paginator.page(number)
    return Listing(
        form=form,
        cards=cards_of(
            page.object_list, language=reader.language, languages=reader.languages, lexicon=reader.lexicon
        ),
        total=paginator.count,
        page_obj=page,
        page_numbers=list(paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)),
        query=urlencode(form.chosen),
        page_problem=problem,
    )


def filter_form(parameters, reader):
    offered = _pages_to_choose(reader.language)
    return PeopleFilter(
        parameters,
        lexicon=reader.lexicon,
        campaigns=offered.get(ContentType.objects.get_for_model(CampaignPage).pk, []),
        partners=offered.get(ContentType.objects.get_for_model(PartnerPage).pk, []),
    )


def narrowed(form, people):
    slug = form.chosen.get("campaign")
    campaign = CampaignPage.objects.live().source().named_in_address(slug).first() if slug else None
    return form.narrow(people, campaign=campaign)


def _pages_to_choose(language):
    """Return {content type id: [(slug, title)]} of the live campaigns and partners, in one query."""
    types = ContentType.objects.get_for_models(CampaignPage, PartnerPage).values()
    pages = Page.objects.live().filter(locale__language_code=language, content_type__in=types)
    offered = {}
    for content_type, slug, title in pages.order_by("title").values_list("content_type_id", "slug", "title"):
        offered.setdefault(content_type, []).append((slug, title))
    return offered


def _page_number(text, paginator):
    """Return (number, problem): the page asked for, or the first with a sentence saying what is possible."""
    if not text:
        return 1, ""
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_PAGE_NUMBER
    if is_number and 1 <= int(text) <= paginator.num_pages:
        return int(text), ""
    problem = gettext("There is no page “%(page)s”: this list has pages 1 to %(last)s. Here is the first.")
    return 1, problem % {"page": text[:20], "last": paginator.num_pages}
