"""What a list of people can be narrowed by: each filter once, for the public page, the API and the admin."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from home.caching.read_models import Numbers
from prisoner_pages.can_be_written_to import NAME_ONLY_STATUSES
from prisoner_pages.choices import Status
from prisoner_pages.models import CampaignPage, Partner, PartnerPage
from prisoner_pages.public.read_models.lexicon import Lexicon
from prisoner_pages.public.read_models.pages import PageLine, pages_in
from prisoner_pages.public.read_models.reference_lists import words_told
from prisoner_pages.querysets.records import PrisonerQuerySet
from prisoner_pages.querysets.told_facts import RULE_FACTS

Pairs = Iterable[tuple[Any, Any]]  # of a value and its label
Narrow = Callable[[PrisonerQuerySet, Any], PrisonerQuerySet]


@dataclass(frozen=True)
class Offer:
    """What choices are made from: the words and places of a language, and its pages."""

    lexicon: Lexicon
    generations: Numbers

    @cached_property
    def pages(self) -> list[PageLine]:
        return pages_in(self.lexicon.language, generations=self.generations)

    def titles_of(self, model: type) -> Pairs:
        return [(page.slug, page.title) for page in self.pages if page.model is model]

    def told(self, kind: str, choices: Pairs) -> Pairs:
        """Of these words those that the page of anybody names."""
        told = words_told(kind, timezone.localdate(), generations=self.generations)
        return [choice for choice in choices if choice[0] in told]


Choices = Pairs | Callable[[Offer], Pairs] | None


def offered(choices: Choices, offer: Offer) -> list[tuple[str, Any]]:
    pairs = choices(offer) if callable(choices) else choices or ()
    return [(str(value), label) for value, label in pairs]


@dataclass(frozen=True)
class ForStaff:
    """How the admin's list differs: it goes by the record, which says more than its page."""

    narrow: Narrow
    choices: Choices = None  # None: the same
    takes_several: bool = False
    only_across_partners: bool = False  # who works for one has no use for it


@dataclass(frozen=True)
class Filter:
    """A parameter of the lists of people; partners link to its name.

    `narrow(people, value)` finds those of whose page it is true: no filter tells what a page keeps back.
    `choices` are pairs, or what makes them of an Offer; None stands for words that somebody types, for which
    the admin's list has a box of its own. `description` is for the API's document.
    """

    name: str
    label: Any
    description: str
    narrow: Narrow | None  # None: what words find is asked of the index (PeopleFilter)
    choices: Choices
    hint: Any = ""
    nothing_chosen: Any = _("any")
    for_staff: ForStaff | None = None
    is_first: bool = False  # on the page: the others fold away

    @property
    def is_words(self) -> bool:
        return self.narrow is None

    @property
    def takes_several(self) -> bool:
        """Say whether whoever answers any of several values may be asked for: not where there is but one."""
        return not self.is_words and (callable(self.choices) or len(list(self.choices or ())) > 1)

    @property
    def of_records(self) -> ForStaff:
        own = self.for_staff or ForStaff(cast(Narrow, self.narrow))
        return replace(own, choices=own.choices or self.choices)

    @property
    def of_rules(self) -> Choices:
        """What a campaign may go by: words of which no page tells yet, too, since it may be written first."""
        own = self.of_records.choices
        return own if callable(own) else self.choices

    def apply(self, people: PrisonerQuerySet, value: str) -> PrisonerQuerySet:
        narrow = cast(Narrow, self.narrow)
        return narrow(people.showing_facts(), value)


def recipients_of(people: PrisonerQuerySet, slug: str) -> PrisonerQuerySet:
    campaign = CampaignPage.objects.live().source().named_in_address(slug).first()
    return people.addressed_by(campaign) if campaign else people.none()


def workspaces(_offer: Offer) -> Pairs:
    return Partner.objects.with_workspace().values_list("slug", "name_uk")


FILTERS = (
    Filter(
        "q",
        _("Search"),
        "Words of a name in any alphabet and spelling, of the work, home, place, case or story.",
        None,
        None,
        hint=_("A name in any spelling, a place, a trade, a word of a story."),
        is_first=True,
    ),
    Filter(
        "letters",
        _("Letters"),
        "`open`: only people one can write to.",
        lambda people, _open: people.accepting_letters(),
        [("open", _("people one can write to"))],
        nothing_chosen=_("everybody"),
        is_first=True,
    ),
    Filter(
        "status",
        _("Status"),
        "Where a person stands.",
        RULE_FACTS["status"],
        [(value, label) for value, label in Status.choices if value not in NAME_ONLY_STATUSES],
        for_staff=ForStaff(PrisonerQuerySet.with_status_among, Status.choices, takes_several=True),
    ),
    Filter(
        "case",
        _("Case"),
        "Id of a case, see `/cases`.",
        RULE_FACTS["case"],
        lambda offer: offer.told("case", offer.lexicon.case_choices),
        for_staff=ForStaff(PrisonerQuerySet.in_case, lambda offer: offer.lexicon.case_choices),
    ),
    Filter(
        "facility",
        _("Place of detention"),
        "Id of a place of detention, see `/facilities`.",
        RULE_FACTS["facility"],
        lambda offer: offer.lexicon.facility_choices,
        for_staff=ForStaff(PrisonerQuerySet.recorded_at),
    ),
    Filter(
        "interest",
        _("Interest"),
        "Id of an interest.",
        PrisonerQuerySet.with_interest,
        lambda offer: offer.told("interest", offer.lexicon.interest_choices),
        for_staff=ForStaff(PrisonerQuerySet.with_interest, lambda offer: offer.lexicon.interest_choices),
    ),
    Filter(
        "occupation",
        _("Work"),
        "Id of an occupation, see `/occupations`.",
        RULE_FACTS["occupation"],
        lambda offer: offer.told("occupation", offer.lexicon.occupation_choices),
        for_staff=ForStaff(PrisonerQuerySet.with_occupation, lambda offer: offer.lexicon.occupation_choices),
    ),
    Filter(
        "birthday_month",
        _("Birthday in"),
        "Month of the birthday, where it may be told.",
        RULE_FACTS["birthday_month"],
        MONTHS.items(),
    ),
    Filter(
        "campaign",
        _("Campaign"),
        "Slug of a campaign that is told in this language.",
        recipients_of,
        lambda offer: offer.titles_of(CampaignPage),
    ),
    Filter(
        "partner",
        _("Partner"),
        "Slug of a partner that has a page in this language.",
        PrisonerQuerySet.of_partner,
        lambda offer: offer.titles_of(PartnerPage),
        for_staff=ForStaff(PrisonerQuerySet.of_partner, workspaces, only_across_partners=True),
    ),
)

# What the rule of a campaign may go by, in the order of the list's form.
RULE_FILTERS = tuple(each for each in FILTERS if each.name in RULE_FACTS)
