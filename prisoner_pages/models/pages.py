from typing import Any, ClassVar, Self

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField, TranslatableField

from home.fields import BodyField
from home.models import BasePage
from prisoner_pages.models.dated import dated
from prisoner_pages.models.flat import FlatAddressMixin, FlatIndexMixin
from prisoner_pages.models.page_panels import by_rule, what_is_missing, who_took_part
from prisoner_pages.models.partner import Partner
from prisoner_pages.models.prisoner import Prisoner
from prisoner_pages.models.section import InSection
from prisoner_pages.models.words import Observance
from prisoner_pages.querysets.pages import (
    CampaignQuerySet,
    EventQuerySet,
    LocalePageQuerySet,
    SectionQuerySet,
    StoryQuerySet,
)

TITLE_FIELDS = [
    TranslatableField("title"),
    TranslatableField("seo_title"),
    TranslatableField("search_description"),
    SynchronizedField("slug", overridable=False),
]


class IndexPage(BasePage):
    """What the leaf pages of lists share."""

    intro = models.TextField(_("introduction"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]
    translatable_fields = [*TITLE_FIELDS, TranslatableField("intro")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent: Any = 1

    objects: ClassVar = PageManager.from_queryset(LocalePageQuerySet)()

    class Meta:
        abstract = True


class PrisonerIndexPage(FlatIndexMixin, IndexPage):
    serves = "prisoner_pages.PrisonerPage"
    address_root = "prisoners"
    template = "prisoner_pages/prisoner_index_page.html"
    in_every_language = True

    class Meta:
        verbose_name = _("list of people")
        verbose_name_plural = _("lists of people")


class CampaignIndexPage(FlatIndexMixin, IndexPage):
    serves = "prisoner_pages.CampaignPage"
    address_root = "campaigns"
    template = "prisoner_pages/campaign_index_page.html"

    class Meta:
        verbose_name = _("list of campaigns")
        verbose_name_plural = _("lists of campaigns")


class EventIndexPage(FlatIndexMixin, IndexPage):
    serves = "prisoner_pages.EventPage"
    address_root = "events"
    template = "prisoner_pages/event_index_page.html"

    class Meta:
        verbose_name = _("list of events")
        verbose_name_plural = _("lists of events")


class PartnerIndexPage(IndexPage):
    """The partners; each section below is one partner's workspace."""

    address_root = "partners"
    subpage_types = ["prisoner_pages.PartnerPage"]
    template = "prisoner_pages/partner_index_page.html"

    class Meta:
        verbose_name = _("list of partners")
        verbose_name_plural = _("lists of partners")


class PartnerPage(InSection, BasePage):
    """A partner's page, and in the tree the section in which its stories and campaigns lie."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="pages", verbose_name=_("partner"))
    intro = models.TextField(_("introduction"), blank=True)
    body = BodyField(verbose_name=_("body"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("partner", read_only=True),
        FieldPanel("intro"),
        FieldPanel("body"),
    ]
    translatable_fields = [
        *TITLE_FIELDS,
        TranslatableField("intro"),
        TranslatableField("body"),
        SynchronizedField("partner", overridable=False),
    ]
    parent_page_types = ["prisoner_pages.PartnerIndexPage"]
    subpage_types = [
        "prisoner_pages.PrisonerPage",
        "prisoner_pages.CampaignPage",
        "prisoner_pages.EventPage",
    ]
    template = "prisoner_pages/partner_page.html"
    is_made_by_hand = False

    objects: ClassVar = PageManager.from_queryset(SectionQuerySet)()

    class Meta:
        verbose_name = _("partner’s page")
        verbose_name_plural = _("partners’ pages")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        return False  # a section comes with its partner's workspace


class PrisonerPage(FlatAddressMixin, BasePage):
    """The story of one person in one language. Facts are the record's; the address is the record's."""

    prisoner = models.ForeignKey(Prisoner, models.PROTECT, related_name="pages", verbose_name=_("record"))
    intro = models.TextField(_("in short"), blank=True, help_text=_("Who this person is: work, home, loves."))
    body = BodyField(verbose_name=_("story"))
    photo_alt = models.CharField(
        _("description of the photo"), max_length=255, blank=True, help_text=_("For those who cannot see it.")
    )

    content_panels = [
        what_is_missing(),
        FieldPanel("prisoner", read_only=True),
        *BasePage.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        FieldPanel("photo_alt"),
    ]
    translatable_fields = [
        TranslatableField("title"),
        TranslatableField("seo_title"),
        TranslatableField("search_description"),
        TranslatableField("intro"),
        TranslatableField("body"),
        TranslatableField("photo_alt"),
        SynchronizedField("slug", overridable=False),
        SynchronizedField("prisoner", overridable=False),
    ]
    parent_page_types = ["prisoner_pages.PartnerPage"]
    subpage_types: list[str] = []
    template = "prisoner_pages/prisoner_page.html"
    is_made_by_hand = False
    address_root = "prisoners"
    in_every_language = True  # the person's page is, with the facts alone where there is no story

    objects: ClassVar = PageManager.from_queryset(StoryQuerySet)()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "prisoner": self.prisoner, "story": self}

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if not self.prisoner.is_public:
            raise Http404
        return super().route(request, path_components)

    def is_site_root(self) -> bool:
        return False  # each save would ask

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        return False  # a story comes from its record

    def can_move_to(self, parent: Page) -> bool:
        section = parent.specific
        return (
            isinstance(section, PartnerPage)
            and section.partner_id == self.prisoner.partner_id
            and section.locale_id == self.locale_id
        )

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """A draft changes neither whose story it is nor its address."""
        kept = {"slug": self.prisoner.slug, "prisoner": self.prisoner_id}
        return super().with_content_json({**content, **kept})

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._take_address()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self._take_address()
        super().minimal_clean()

    def _take_address(self) -> None:
        self.slug = self.prisoner.slug


class CampaignPage(FlatAddressMixin, BasePage):
    """A call to write, with a beginning and perhaps no end.

    Dates, occasion, participations and recipients are facts: read them from `source`, the page in the
    source locale; translated pages hold only text.
    """

    start = models.DateField(_("from"), null=True, blank=True)
    start_precision = dated("start", _("precision of the first day"))
    end = models.DateField(_("until"), null=True, blank=True)
    end_condition = models.CharField(_("ends when (in words)"), max_length=255, blank=True)
    parent_campaign = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    observance = models.ForeignKey(
        "prisoner_pages.Observance",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("occasion"),
    )
    # The release before reads and writes these; nothing here does. To be taken out with the next release.
    occasion = models.CharField(max_length=10, blank=True, editable=False, default="", db_default="")
    everyone_in_case = models.ForeignKey(
        "prisoner_pages.CaseGroup", models.SET_NULL, null=True, editable=False, related_name="+"
    )
    goal_letters = models.PositiveIntegerField(_("letters hoped for"), null=True, blank=True)
    letters_counted = models.PositiveIntegerField(_("letters collected, as published"), null=True, blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    recipients = ParentalManyToManyField(
        Prisoner, blank=True, related_name="campaigns", verbose_name=_("recipients")
    )
    recipient_rule = models.JSONField(
        _("everybody who fits all of these"), default=dict, db_default={}, blank=True
    )
    intro = models.TextField(_("in short"), blank=True)
    call_to_action = models.CharField(_("call to action"), max_length=255, blank=True)
    body = BodyField(verbose_name=_("body"))

    content_panels = [
        what_is_missing(),
        *BasePage.content_panels,
        FieldPanel("intro"),
        FieldPanel("call_to_action"),
        FieldPanel("start"),
        FieldPanel("start_precision"),
        FieldPanel("end"),
        FieldPanel("end_condition"),
        FieldPanel("observance"),
        FieldPanel("parent_campaign"),
        FieldPanel("goal_letters"),
        FieldPanel("letters_counted"),
        FieldPanel("source_url"),
        who_took_part(_("Organisers and others who take part")),
        by_rule(),
        FieldPanel("recipients"),
        FieldPanel("body"),
    ]
    translatable_fields = [
        *TITLE_FIELDS,
        TranslatableField("intro"),
        TranslatableField("call_to_action"),
        TranslatableField("end_condition"),
        TranslatableField("body"),
    ]
    untouched_fields = [
        *("start", "start_precision", "end", "parent_campaign", "recipients", "recipient_rule"),
        *("observance", "goal_letters", "letters_counted", "source_url", "participations"),
    ]
    parent_page_types = ["prisoner_pages.PartnerPage"]
    subpage_types: list[str] = []
    template = "prisoner_pages/campaign_page.html"
    address_root = "campaigns"

    objects: ClassVar = PageManager.from_queryset(CampaignQuerySet)()

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """A draft may be older than what it names: the list of days, rules, a merging of records."""
        if "observance" not in content and content.get("occasion"):
            content = {**content, "observance": Observance.objects.key_of(content["occasion"])}
        if "recipient_rule" not in content and (case := content.get("everyone_in_case")):
            content = {**content, "recipient_rule": {"case": str(case)}}
        return super().with_content_json(self._of_merged(content))

    def _of_merged(self, content: dict[str, Any]) -> dict[str, Any]:
        """A draft from before a merging asks for letters to the record that took the other's place."""
        if chosen := content.get("recipients"):
            merged = Prisoner.everyone.filter(pk__in=chosen).exclude(merged_into=None)
            into = dict(merged.values_list("pk", "merged_into"))
            content = {**content, "recipients": list(dict.fromkeys(into.get(pk, pk) for pk in chosen))}
        return content

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")


class EventPage(FlatAddressMixin, BasePage):
    """A meeting at which people write. Facts are read from the page in the source locale."""

    campaign = models.ForeignKey(
        CampaignPage,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("campaign"),
    )
    date = models.DateField(_("date"), null=True, blank=True)
    date_precision = dated("date")
    end_date = models.DateField(_("last day"), null=True, blank=True)
    place_hidden = models.BooleanField(
        _("hide the place until it is over"), default=False, help_text=_("For the safety of guests.")
    )
    code = models.SlugField(_("code for its letters"), max_length=20, blank=True)
    is_class = models.BooleanField(
        _("a school class writes"), default=False, db_default=False, help_text=_("Pupils give no e-mail.")
    )
    photo = models.ForeignKey(
        "home.SiteImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    letters_counted = models.PositiveIntegerField(_("letters collected, as published"), null=True, blank=True)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    intro = models.TextField(_("in short"), blank=True)
    place = models.CharField(_("place"), max_length=255, blank=True)
    photo_alt = models.CharField(_("description of the photo"), max_length=255, blank=True)
    body = BodyField(verbose_name=_("body"), help_text=_("With the statements of those who took part."))

    content_panels = [
        what_is_missing(),
        *BasePage.content_panels,
        FieldPanel("intro"),
        FieldPanel("campaign"),
        FieldPanel("date"),
        FieldPanel("date_precision"),
        FieldPanel("end_date"),
        FieldPanel("place"),
        FieldPanel("place_hidden"),
        who_took_part(_("Hosts and others who take part")),
        FieldPanel("code"),
        FieldPanel("is_class"),
        FieldPanel("photo"),
        FieldPanel("photo_alt"),
        FieldPanel("letters_counted"),
        FieldPanel("source_url"),
        FieldPanel("body"),
    ]
    translatable_fields = [
        *TITLE_FIELDS,
        TranslatableField("intro"),
        TranslatableField("place"),
        TranslatableField("photo_alt"),
        TranslatableField("body"),
    ]
    untouched_fields = [
        *("campaign", "date", "date_precision", "end_date", "place_hidden", "code", "photo"),
        *("is_class", "letters_counted", "source_url", "participations"),
    ]
    parent_page_types = ["prisoner_pages.PartnerPage"]
    subpage_types: list[str] = []
    template = "prisoner_pages/event_page.html"
    address_root = "events"

    objects: ClassVar = PageManager.from_queryset(EventQuerySet)()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
