"""Each kind of page that is told: texts, campaigns, events, partners. Each field is made when it is read."""

from collections.abc import Callable, Iterable
from functools import cached_property
from operator import attrgetter
from typing import Any, ClassVar

from wagtail.models import Page

from home.headless.answers.schemas import Shape, Text
from home.headless.content.serializers.images import Photo, photo_of
from home.languages.info import SOURCE_LANGUAGE
from home.models import HomePage, StandardPage
from prisoner_pages.campaigns.read_models.counters import Counter
from prisoner_pages.campaigns.read_models.observances import observances
from prisoner_pages.campaigns.read_models.pages import is_over, is_past, name_then
from prisoner_pages.campaigns.read_models.telling import PageLink, PeopleLink, Telling, Told, ToldPage
from prisoner_pages.choices import ParticipationRole, PartnerKind
from prisoner_pages.models import CampaignPage, EventPage, Participation, PartnerPage, Prisoner
from prisoner_pages.public.read_models.all_languages import Everywhere, everywhere, participations
from prisoner_pages.public.read_models.words import Day, Word, day_of
from prisoner_pages.querysets.records import PrisonerQuerySet


class CountedLetters(Shape):
    """Letters collected, as published."""

    total: int
    source_url: str | None


class TakingPart(Shape):
    """A partner and its part, under the name it bore then."""

    name: Text
    role: Word
    url: str | None


class ToldText(ToldPage):
    model = StandardPage


class ToldHome(ToldPage):
    model = HomePage

    def address(self, language: str) -> str:
        return f"{self.telling.root}/{language}/"


class ToldGathering(ToldPage):
    """A campaign or an event."""

    relation: ClassVar[str]  # of a participation to it

    @property
    def counter(self) -> Counter | None:
        return self.telling.counters.get(self.source.pk)

    @property
    def letters_counted(self) -> CountedLetters | None:
        total = self.source.letters_counted
        return (
            None
            if self.counter or not total
            else CountedLetters.of(total=total, source_url=self.source.source_url or None)
        )

    @property
    def taking_part(self) -> list[TakingPart]:
        """Who took part and how, organisers first; of a page that is asked for, as its draft says."""
        if self.is_asked:
            parts = sorted(self.source.participations.select_related("partner"), key=attrgetter("rank"))
        else:
            known = participations(generations=self.telling.generations)
            parts = known.get((self.relation, self.source.pk), [])
        sections = {told.source.partner_id: told for told in self.telling.in_own_language(ToldPartner)}
        return [self._part(part, sections.get(part.partner_id)) for part in parts]

    def _part(self, part: Participation, section: ToldPage | None) -> TakingPart:
        return TakingPart.of(
            name=name_then(part, self.telling.language),
            role=self.words.word(ParticipationRole(part.role)),
            url=section.url if section else None,
        )

    def campaign_by(self, pk: int | None) -> "ToldCampaign | None":
        """Return the campaign that has this source page; None for none, or one not told."""
        return next((told for told in self.telling.all(ToldCampaign) if told.source.pk == pk), None)


class ToldCampaign(ToldGathering):
    model, root, relation = CampaignPage, "campaigns/", "campaign"

    @property
    def call_to_action(self) -> Text | None:
        return self.text(self.page.call_to_action)

    @property
    def starts(self) -> Day | None:
        return day_of(self.source.start, self.source.start_precision)

    @property
    def ends(self) -> Day | None:
        return day_of(self.source.end, "day")

    @property
    def end_condition(self) -> Text | None:
        return self.text(self.page.end_condition)

    @property
    def occasion(self) -> Word | None:
        if self.source.observance_id is None:
            return None
        known = observances(generations=self.telling.generations).get(self.source.observance_id)
        return known.told_in(self.telling.language) if known else None

    @property
    def is_over(self) -> bool:
        return is_past(self.source)

    @property
    def goal(self) -> int | None:
        return self.source.goal_letters

    @property
    def letters_here(self) -> int | None:
        return self.telling.beside_goals.get(self.source.pk)

    @property
    def write_url(self) -> str | None:
        address = f"{self.telling.root}/{self.telling.language}/letters/write/?campaign={self.slug}"
        return None if self.is_over else address

    @cached_property
    def parent(self) -> "ToldCampaign | None":
        return self.campaign_by(self.source.parent_campaign_id)

    @property
    def part_of(self) -> PageLink | None:
        return self.parent.link if self.parent else None

    @cached_property
    def events_told(self) -> "list[ToldEvent]":
        return [told for told in self.telling.all(ToldEvent) if told.source.campaign_id == self.source.pk]

    @property
    def events(self) -> list[PageLink]:
        return [told.link for told in self.events_told]

    @property
    def recipients(self) -> PrisonerQuerySet:
        return Prisoner.objects.addressed_by(self.source)

    @property
    def people(self) -> PeopleLink:
        return self.link_to_people(self.recipients, "campaign")


class ToldEvent(ToldGathering):
    model, root, relation = EventPage, "events/", "event"

    @property
    def starts(self) -> Day | None:
        return day_of(self.source.date, self.source.date_precision)

    @property
    def ends(self) -> Day | None:
        end, first = self.source.end_date, self.source.date
        return day_of(end, "day") if end and end != first else None

    @property
    def is_over(self) -> bool:
        return is_over(self.source)

    @property
    def place_hidden(self) -> bool:
        """Say whether the place is withheld for the safety of guests."""
        return self.source.place_hidden and not self.is_over

    @property
    def place(self) -> Text | None:
        return None if self.place_hidden else self.text(self.page.place)

    @cached_property
    def parent(self) -> ToldCampaign | None:
        return self.campaign_by(self.source.campaign_id)

    @property
    def campaign(self) -> PageLink | None:
        return self.parent.link if self.parent else None

    @property
    def photo(self) -> Photo | None:
        image = self.telling.material.images.get(self.source.photo_id)
        if image is None:
            return None
        return photo_of(image, root=self.telling.root, alt=self.page.photo_alt, alt_lang=self.language)


class ToldPartner(ToldPage):
    model, root = PartnerPage, "partners/"

    @property
    def place_in_list(self) -> list[Any]:
        return [0, self.page.title, self.source.pk]

    @property
    def name(self) -> Text | None:
        return self.title

    @property
    def kind(self) -> Word:
        return self.words.word(PartnerKind(self.source.partner.kind))

    @property
    def website(self) -> str | None:
        return self.source.partner.website or None

    @property
    def campaigns_told(self) -> list[ToldCampaign]:
        return self.within(self.telling.all(ToldCampaign))

    @property
    def events_told(self) -> list[ToldEvent]:
        return self.within(self.telling.all(ToldEvent))

    @property
    def campaigns(self) -> list[PageLink]:
        return [told.link for told in self.campaigns_told]

    @property
    def events(self) -> list[PageLink]:
        return [told.link for told in self.events_told]

    @property
    def kept(self) -> PrisonerQuerySet:
        return Prisoner.objects.for_partner(self.source.partner_id)

    @property
    def people(self) -> PeopleLink:
        return self.link_to_people(self.kept, "partner")

    def within(self, found: "Iterable[Told]") -> "list[Told]":
        """Return those in this partner's section."""
        return [told for told in found if told.source.path.startswith(self.source.path)]


TOLD_BY_MODEL: dict[type[Page], type[ToldPage]] = {
    kind.model: kind for kind in (ToldText, ToldHome, ToldCampaign, ToldEvent, ToldPartner)
}


def told_page(telling: Telling, page: Page, original: Callable[[Any], Any]) -> Any:
    """Return this very page as a ToldPage, a draft or kept from the public as it may be.

    `original(page)` gives that of one whose original is not told; None where there is none.
    """
    things = everywhere(type(page), generations=telling.generations)
    known = next((each for each in things if each.source.translation_key == page.translation_key), None)
    language = page.locale.language_code
    is_source = language == SOURCE_LANGUAGE
    source = page if is_source else known.source if known else original(page)
    if source is None:
        return None
    thing = Everywhere(source, {**(known.pages if known else {}), language: page})
    return TOLD_BY_MODEL[type(page)](thing, language, telling, is_asked=True)
