from datetime import date
from typing import Any, ClassVar, Self, cast

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from home.languages.info import CONTENT_LANGUAGES, collation_key
from home.private_parts import RowWithoutChildren
from home.written_once import Asked, written_once
from prisoner_pages.can_be_written_to import WrittenTo
from prisoner_pages.choices import (
    DatePrecision,
    FactGroup,
    MailReason,
    MailStatus,
    Origin,
    Scope,
    Sex,
    Status,
)
from prisoner_pages.fact_sheet import FactSheet, sheet_of
from prisoner_pages.models.dated import dated, refuse_days_to_come
from prisoner_pages.models.facility import Facility
from prisoner_pages.models.partner import Partner
from prisoner_pages.models.section import ApprovedRevisions
from prisoner_pages.models.words import CaseGroup, Interest, Occupation, Place, Topic
from prisoner_pages.names import NAME_FIELDS, name_in, search_text, surname_first
from prisoner_pages.policies import ANNOUNCED_STATUSES, HEALTH_PLACES, HEALTH_STATUSES, groups_told
from prisoner_pages.querysets.consents import bases_on
from prisoner_pages.querysets.records import TO_DRAW, PrisonerQuerySet

ANNOUNCED_BY_TWO = _("A release, an exchange or a death is announced by two people, not by an edit.")
ADDRESS_OF_ANOTHER = _(
    "This address leads to another person: it was the address of a record merged with theirs."
)
# Never travels in a draft: whose record it is, where it is found, and what actions alone change.
OUTSIDE_DRAFTS = (
    "partner",
    "slug",
    "invented",
    "paused_at",
    "held_at",
    "answers_refused_at",
    "merged_into",
    "search_text",
    "sheet",
)


class PeopleManager(models.Manager["Prisoner"]):
    """Leaves out records that were merged into another: nobody finds or changes them."""

    def get_queryset(self) -> PrisonerQuerySet:
        return PrisonerQuerySet(self.model, using=self.db).filter(merged_into=None)


class Prisoner(
    WrittenTo,
    ApprovedRevisions,
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    index.Indexed,
    RowWithoutChildren,
):
    """The record of facts about one person, true in every language at once.

    Stories (`PrisonerPage`, one a locale) and letters point here. Consents and contacts lie beside
    it (`Consent`, `PrisonerPrivate`) and never enter a draft, a revision or a sheet.
    """

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="prisoners", verbose_name=_("partner"))
    slug = models.SlugField(_("address"), unique=True, help_text=_("The same in all languages."))
    invented = models.BooleanField(
        _("invented person"), default=False, help_text=_("For demonstrations; marked on every page.")
    )
    paused_at = models.DateTimeField(null=True, editable=False)
    held_at = models.DateTimeField(null=True, editable=False)  # staff hold this person's letters
    # Whoever answers would be punished for it: no answer is promised, and none passed on.
    answers_refused_at = models.DateTimeField(null=True, editable=False)
    # The record of the same person that took this one's place; what this one said stays in it.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    name_uk = models.CharField(pgettext_lazy("of a person", "name in Ukrainian"), max_length=255)
    patronymic_uk = models.CharField(_("patronymic in Ukrainian"), max_length=100, blank=True)
    name_en = models.CharField(pgettext_lazy("of a person", "name in English"), max_length=255, blank=True)
    name_crh = models.CharField(_("name in Crimean Tatar (Latin script)"), max_length=255, blank=True)
    name_ru = models.CharField(
        _("full name in Russian, as in prison papers"),
        max_length=255,
        blank=True,
        help_text=_("Surname, name, patronymic: it stands on the envelope."),
    )
    has_no_patronymic = models.BooleanField(
        _("no patronymic"),
        default=False,
        help_text=_("The prison papers have none; otherwise letters wait until it is known."),
    )
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    birth_precision = dated("birth_date", _("precision of the date of birth"))
    home_place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("home")
    )
    origin = models.CharField(_("origin"), max_length=20, choices=Origin.choices, blank=True)
    occupations = ParentalManyToManyField(
        Occupation, blank=True, related_name="+", verbose_name=_("occupations")
    )
    interests = ParentalManyToManyField(Interest, blank=True, related_name="+", verbose_name=_("interests"))
    topics_to_avoid = ParentalManyToManyField(
        Topic, blank=True, related_name="+", verbose_name=_("please do not mention")
    )
    cases = ParentalManyToManyField(CaseGroup, blank=True, related_name="+", verbose_name=_("cases"))

    status = models.CharField(_("status"), max_length=30, choices=Status.choices, default=Status.UNKNOWN)
    status_since = models.DateField(_("status since"), null=True, blank=True)
    status_since_precision = dated("status_since")
    facility = models.ForeignKey(
        Facility,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="prisoners",
        verbose_name=_("place of detention"),
    )
    place_as_stated = models.CharField(
        _("place as the source states it"),
        max_length=255,
        blank=True,
        help_text=_("For staff, where the source names no exact place."),
    )
    mail_status = models.CharField(
        _("letters"), max_length=10, choices=MailStatus.choices, default=MailStatus.UNKNOWN
    )
    mail_reason = models.CharField(_("why"), max_length=20, choices=MailReason.choices, blank=True)
    mail_since = models.DateField(_("since"), null=True, blank=True)
    mail_checked_on = models.DateField(_("checked on"), null=True, blank=True)
    photo = models.ForeignKey(
        "home.SiteImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    photo_credit = models.CharField(_("credit of the photo"), max_length=255, blank=True)

    # Written by save(): what search reads, and the facts as a page shows them (prisoner_pages.fact_sheet).
    search_text = models.TextField(blank=True, editable=False)
    sheet = models.JSONField(default=dict, editable=False)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="prisoner")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="prisoner",
        for_concrete_model=False,
    )

    in_every_language = True  # as a page says of itself (home.site.read_models): facts need no story

    objects: ClassVar = PeopleManager.from_queryset(PrisonerQuerySet)()
    everyone = PrisonerQuerySet.as_manager()  # with those that were merged
    search_fields = [
        index.AutocompleteField("search_text"),
        index.SearchField("search_text"),
        index.FilterField("partner"),
    ]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name_uk"]
        indexes = [models.Index(fields=["live", "status"], name="prisoner_live_status"), TO_DRAW]

    def __str__(self) -> str:
        """Tell staff who it is, also among people of one name."""
        known = ", ".join(str(part) for part in (self.patronymic_uk, self.birth_year) if part)
        return f"{self.name_uk} ({known})" if known else self.name_uk

    @property
    def revisions(self) -> QuerySet[Revision]:
        return self._revisions

    # --- Saving -------------------------------------------------------------------------------

    def is_read(self, revision: Revision) -> bool:
        """Whoever confirms an announcement is told what was edited after this revision."""
        return super().is_read(revision) or self.announcements.filter(revision=revision.pk).exists()

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """Keep what is no part of a draft; without this a draft could carry the record to another partner.

        The kept values are the stored ones: the instance at hand may be an edited form's.
        """
        draft = super().with_content_json(content)
        for name, value in type(self).everyone.filter(pk=self.pk).values(*OUTSIDE_DRAFTS).get().items():
            setattr(draft, cast(models.Field, type(self)._meta.get_field(name)).attname, value)
        return draft

    def clean(self) -> None:
        super().clean()
        refuse_days_to_come(self, "birth_date", "status_since", "mail_since", "mail_checked_on")
        self._refuse_announcement()
        if _former_at().ask(slug=self.slug):
            raise ValidationError({"slug": ADDRESS_OF_ANOTHER})

    @transaction.atomic  # the names after the record, and what tells the caches before them
    def save(self, **kwargs: Any) -> None:
        self._refuse_announcement()
        if "update_fields" in kwargs:
            super().save(**kwargs)
            return
        self.search_text = search_text(self.spellings)
        self.sheet = sheet_of(self).model_dump(mode="json")
        forms, is_new = self.name_forms, self._state.adding  # before: every look asks the database afterwards
        super().save(**kwargs)
        self._list_names(forms, is_new=is_new)

    def _refuse_announcement(self) -> None:
        """A live record becomes released, exchanged or died only when two people announce it."""
        if not self.pk or self.status not in ANNOUNCED_STATUSES:
            return
        shown = type(self).objects.filter(pk=self.pk).exclude(live=False, paused_at__isnull=True)
        before = shown.values_list("status", flat=True).first()
        if before is not None and before != self.status and not self._is_told_by_two():
            raise ValidationError({"status": ANNOUNCED_BY_TWO})

    def _is_told_by_two(self) -> bool:
        return self.announcements.being_told().filter(announcement__status=self.status).exists()

    def _list_names(self, forms: dict[str, str], *, is_new: bool) -> None:
        if not is_new:
            ListedName.objects.filter(prisoner=self).delete()
        ListedName.objects.bulk_create(
            ListedName(
                prisoner=self,
                language=language,
                name=(name := name_in(language, forms)),
                sort_key=collation_key(surname_first(name), language),
            )
            for language, _own_name in CONTENT_LANGUAGES
        )

    # --- Preview -----------------------------------------------------------------------------------
    @property
    def preview_modes(self) -> list[tuple[str, Promise]]:
        return [("", _("page of the person"))] if self.pk else []

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "prisoner_pages/prisoner_page.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Show the facts of this draft with the newest text of the story, if there is one."""
        self.sheet = {}
        story = self.pages.order_by("locale__language_code").last()
        if story:
            story = story.get_latest_revision_as_object()
            story.prisoner = self
        return {"prisoner": self, "story": story}

    # --- Names --------------------------------------------------------------------------------

    @property
    def name_forms(self) -> dict[str, str]:
        """Return {language: own form}, blank ones left out; children may add forms in other languages."""
        own = {language: getattr(self, field) for language, field in NAME_FIELDS.items()}
        own |= {form.language: form.name for form in self.other_names.all() if form.is_main}
        return {language: name for language, name in own.items() if name}

    @property
    def spellings(self) -> list[str]:
        """Every form of the name by which a person may be looked for."""
        return [
            *self.name_forms.values(),
            f"{self.name_uk} {self.patronymic_uk}".strip(),
            *(form.name for form in self.other_names.all()),
        ]

    def name_in(self, language: str) -> str:
        return name_in(language, self.name_forms)

    # --- Facts --------------------------------------------------------------------------------

    @cached_property
    def facts(self) -> FactSheet:
        """The facts as published; a draft being previewed shows its own."""
        return FactSheet.model_validate(self.sheet) if self.sheet else sheet_of(self)

    @cached_property
    def bases(self) -> set[str]:
        """Scopes with a basis that holds today; `for_cards` or `valid_consents` bring them for a list."""
        if (brought := getattr(self, "scopes_held", None)) is not None:
            return set(filter(None, brought.split(",")))
        held = getattr(self, "valid_consents", None)
        if held is None:
            return {scope for _pk, scope in bases_on(timezone.localdate()).ask(people=[self.pk])}
        return {consent.scope for consent in held}

    @cached_property
    def place_verified_on(self) -> date | None:
        """The day, or None. `with_place_check` brings it with the row; otherwise it costs a query."""
        checks = {check.group: check.verified_on for check in self.verifications.all()}
        return checks.get(FactGroup.PLACE)

    @property
    def groups_told(self) -> set[FactGroup]:
        """The groups of facts of which the record says something; of health, as far as that may be told."""
        is_ill = self.status in HEALTH_STATUSES or (self.facility and self.facility.kind in HEALTH_PLACES)
        return groups_told(
            place=self.facility_id,
            charges=self.charges.all(),
            sentences=self.sentences.all(),
            mail_status=self.mail_status,
            tells_health=bool(is_ill) and Scope.HEALTH in self.bases,
        )

    @property
    def is_kept_verified(self) -> bool:
        """Say whether what the record tells is to be verified again and again."""
        return self.live and self.status not in ANNOUNCED_STATUSES

    @cached_property
    def is_being_announced(self) -> bool:
        """Say whether an announcement waits for its second person: staff know, and nothing public tells it.

        `with_announcements` brings it with the row; otherwise it costs a query.
        """
        return self.announcements.waiting().exists()

    @property
    def birth_year(self) -> int | None:
        """The year, which needs no basis; None where it is not known for sure."""
        known = self.birth_precision not in (DatePrecision.BEFORE, DatePrecision.AFTER)
        return self.birth_date.year if self.birth_date and known else None

    @property
    def is_public(self) -> bool:
        return self.live and self.paused_at is None and "name" in self.bases

    @property
    def public_state(self) -> Promise:
        """Say in words whether the site shows the person, for staff."""
        if self.paused_at:
            return _("hidden")
        if not self.live:
            return _("draft")
        return _("shown") if "name" in self.bases else _("no basis for the name")

    def age_on(self, day: date | None = None) -> int | None:
        """Full years on that day, or None unless the whole birth date is known."""
        if not self.birth_date or self.birth_precision != DatePrecision.DAY:
            return None
        day = day or timezone.localdate()
        had_birthday = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (not had_birthday)


class ListedName(models.Model):
    """How a person is named and sorted in one language; rebuilt whenever the record is saved."""

    prisoner = models.ForeignKey(Prisoner, models.CASCADE, related_name="listed_names")
    language = models.CharField(max_length=10)
    name = models.CharField(max_length=255)
    sort_key = models.CharField(max_length=1000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prisoner", "language"], name="one_name_a_language")]
        indexes = [models.Index(fields=["language", "sort_key"], name="listed_name_order")]


class FormerAddress(models.Model):
    """The address of a record that was merged into another: whoever follows it comes to that person."""

    prisoner = models.ForeignKey(Prisoner, models.CASCADE, related_name="former_addresses")
    slug = models.SlugField(unique=True)

    class Meta:
        default_permissions = ()


@written_once
def _former_at() -> "QuerySet[FormerAddress, tuple[int]]":
    return FormerAddress.objects.filter(slug=Asked("slug")).values_list("pk")[:1]
