"""Reads of pages, as verbs: by language, by what they are about, by who takes part."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from home.languages.info import SOURCE_LANGUAGE
from prisoner_pages.choices import DatePrecision, FigureSubject
from prisoner_pages.policies import TREASON_ARTICLES

if TYPE_CHECKING:
    from prisoner_pages.models import Partner


class LocalePageQuerySet(PageQuerySet):
    """Pages of which there is one a locale."""

    def in_languages(self, languages: Iterable[str]) -> Self:
        return self.filter(locale__language_code__in=languages)

    def source(self) -> Self:
        """The pages that hold the facts."""
        return self.in_languages([SOURCE_LANGUAGE])

    def named_in_address(self, slug: str) -> Self:
        return self.filter(slug=slug)

    def translations_of(self, page: Page) -> Self:
        return self.filter(translation_key=page.translation_key)


class StoryQuerySet(LocalePageQuerySet):
    """PrisonerPage: stories, one a locale."""

    def languages(self) -> QuerySet[Any, str]:
        """Return the languages of these stories, in no order."""
        return self.order_by().values_list("locale__language_code", flat=True)

    def in_open_sections(self) -> Self:
        """Leave out what lies below a page with a password or a login, as `public` does, without a query."""
        path = ExpressionWrapper(OuterRef("path"), CharField())
        restricted = PageViewRestriction.objects.annotate(of_story=path)
        return self.filter(~Exists(restricted.filter(of_story__startswith=F("page__path"))))


class CampaignQuerySet(LocalePageQuerySet):
    def not_over(self, on: date) -> Self:
        """Campaigns (their source pages) that go on that day; one without an end always does."""
        return self.filter(Q(end=None) | Q(end__gte=on))

    def with_goal_alone(self) -> Self:
        """Campaigns (their source pages) with a goal, beside which no published number of letters stands."""
        figures: Any = apps.get_model("prisoner_pages", "Figure").objects
        published = figures.about(FigureSubject.LETTERS).filter(campaign=OuterRef("pk"))
        hoping = self.filter(goal_letters__gt=0).exclude(letters_counted__gt=0)
        return hoping.filter(~Exists(published))

    def naming_endangered(self) -> Self:
        """Campaigns for somebody public who is charged with treason, whom nobody has let pass there.

        Charges and facts change after a page was approved: then it is nobody's edit that made it dangerous.
        One query at once, for the rules of these campaigns.
        """
        people: Any = apps.get_model("prisoner_pages", "Prisoner").objects
        let_pass: Any = apps.get_model("prisoner_pages", "LetPass").objects
        passed = let_pass.filter(campaign=OuterRef(OuterRef("pk")), prisoner=OuterRef("pk"))
        charged = people.public().charged_with(TREASON_ARTICLES).filter(~Exists(passed))
        found = Q(Exists(charged.filter(campaigns=OuterRef("pk"))))
        for campaign, rule in self.with_rule().values_list("pk", "recipient_rule"):
            found |= Q(Exists(charged.fitting(rule)), pk=campaign)
        return self.filter(found)

    def with_rule(self) -> Self:
        """Campaigns that ask for people by what pages say of them, and not by name alone."""
        return self.exclude(recipient_rule={})

    def with_rule_naming(self, filter_name: str, values: Iterable[Any]) -> Self:
        """Campaigns whose rule says one of these values of the filter."""
        return self.filter(**{f"recipient_rule__{filter_name}__in": [str(value) for value in values]})


# While it is some day anywhere on Earth: an embassy's evening overseas is the next day in Kyiv.
FARTHEST_EAST, FARTHEST_WEST = timedelta(hours=14), timedelta(hours=-12)


class EventQuerySet(LocalePageQuerySet):
    def open_by(self, code: str) -> Self:
        """Events (their source pages) with this code, on the days of the event only."""
        now = timezone.now()
        dated = self.source().filter(code__iexact=code, date_precision=DatePrecision.DAY).exclude(code="")
        return dated.annotate(last=Coalesce("end_date", "date")).filter(
            date__lte=(now + FARTHEST_EAST).date(), last__gte=(now + FARTHEST_WEST).date()
        )

    def keeping_place_back(self) -> Self:
        """Events (their source pages) whose place is told to guests only, until they are over."""
        last = Coalesce("end_date", "date")
        dated = self.source().filter(place_hidden=True).annotate(last=last)
        return dated.filter(Q(last=None) | Q(last__gte=timezone.localdate()))


class SectionQuerySet(LocalePageQuerySet):
    """PartnerPage: the public page of a partner."""

    def of_partners(self, partners: "Iterable[Partner]") -> Self:
        return self.filter(partner__in=partners)
