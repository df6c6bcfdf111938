"""What belongs to a record and is drafted and approved with it, and what stands beside it undrafted."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from home.fields import StatedDate
from home.languages.info import text_languages
from prisoner_pages.choices import ClaimOutcome, EventKind, FactGroup, Instance, Regime, SourceKind
from prisoner_pages.models.dated import dated, refuse_days_to_come
from prisoner_pages.models.facility import Facility
from prisoner_pages.models.partner import Partner
from prisoner_pages.models.prisoner import Prisoner
from prisoner_pages.policies import LONGEST_TERM_YEARS
from prisoner_pages.querysets.facts import ClaimQuerySet, FactUpdateQuerySet


# --- Drafted with the record ---------------------------------------------------------------------
class NameForm(Orderable):
    """Another form of the name: the main one of a further language, or one more spelling to be found by."""

    prisoner = ParentalKey(Prisoner, on_delete=models.CASCADE, related_name="other_names")
    language = models.CharField(_("language"), max_length=10, choices=text_languages)
    name = models.CharField(_("name"), max_length=255)
    is_main = models.BooleanField(_("shown on pages in this language"), default=False)
    confirmed = models.BooleanField(_("seen in a source"), default=True)

    class Meta(Orderable.Meta):
        verbose_name = _("form of the name")
        verbose_name_plural = _("forms of the name")


class Charge(Orderable):
    """An article of the Russian criminal code that Russia uses against the person.

    `joined_code` and `joined_part` hold the article it is joined with: "30 ч.1 + 278" is
    code 278 joined with 30 part 1.
    """

    prisoner = ParentalKey(Prisoner, on_delete=models.CASCADE, related_name="charges")
    code = models.CharField(_("article"), max_length=10)
    part = models.CharField(_("part"), max_length=10, blank=True)
    joined_code = models.CharField(_("joined with article"), max_length=10, blank=True)
    joined_part = models.CharField(_("part of that article"), max_length=10, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("charge")
        verbose_name_plural = _("charges")


class Sentence(Orderable):
    prisoner = ParentalKey(Prisoner, on_delete=models.CASCADE, related_name="sentences")
    date = models.DateField(_("date"), null=True, blank=True)
    date_precision = dated("date")
    court = models.CharField(_("court"), max_length=255, blank=True)
    instance = models.CharField(_("instance"), max_length=20, choices=Instance.choices, blank=True)
    years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    regime = models.CharField(_("regime"), max_length=20, choices=Regime.choices, blank=True)
    # "First four years ten months in prison" = 58.
    prison_months = models.PositiveSmallIntegerField(_("of these in prison, months"), null=True, blank=True)
    supersedes = models.BooleanField(_("replaces the earlier sentence"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("sentence")
        verbose_name_plural = _("sentences")

    def clean(self) -> None:
        super().clean()
        refuse_days_to_come(self, "date")
        wrong = {}
        if (self.years or 0) > LONGEST_TERM_YEARS:
            wrong["years"] = _("Nobody is sentenced to so many years: look again.")
        if (self.months or 0) > 11:
            wrong["months"] = _("At most 11: twelve months are a year.")
        if (self.prison_months or 0) > (self.years or 0) * 12 + (self.months or 0):
            wrong["prison_months"] = _("Longer than the whole sentence.")
        if wrong:
            raise ValidationError(wrong)


class Detention(Orderable):
    """A stay in one place of detention. Without `to_date` it lasts."""

    prisoner = ParentalKey(Prisoner, on_delete=models.CASCADE, related_name="detentions")
    facility = models.ForeignKey(
        Facility,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("place of detention"),
    )
    from_date = models.DateField(_("from"), null=True, blank=True)
    from_precision = dated("from_date")
    to_date = models.DateField(_("until"), null=True, blank=True)
    to_precision = dated("to_date")

    class Meta(Orderable.Meta):
        verbose_name = _("stay")
        verbose_name_plural = _("places of detention over time")

    def clean(self) -> None:
        super().clean()
        refuse_days_to_come(self, "from_date", "to_date")


class CaseEvent(Orderable):
    """One dated step of the case. No prose: prose is story."""

    prisoner = ParentalKey(Prisoner, on_delete=models.CASCADE, related_name="case_events")
    kind = models.CharField(_("what happened"), max_length=20, choices=EventKind.choices)
    date = models.DateField(_("date"))
    date_precision = dated("date")
    facility = models.ForeignKey(
        Facility, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("step of the case")
        verbose_name_plural = _("steps of the case")


class Source(Orderable):
    """Where facts come from. A source that is not public reaches no page, sheet or feed."""

    prisoner = ParentalKey(Prisoner, on_delete=models.CASCADE, related_name="sources")
    url = models.URLField(_("address"), max_length=500, blank=True)
    title = models.CharField(_("title"), max_length=255, blank=True)
    publisher = models.CharField(
        _("publisher"),
        max_length=255,
        blank=True,
        default="",
        db_default="",
        help_text=_("Empty: whoever is known to publish at this address."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=SourceKind.choices, default=SourceKind.MEDIA)
    # As precise as the source; text, since that is what is cited.
    date = StatedDate(_("date of the source"), max_length=10, blank=True)
    seen_on = models.DateField(_("seen on"), null=True, blank=True)
    # By hand: nothing of ours asks other people's servers.
    dead_on = models.DateField(_("the link was dead on"), null=True, blank=True)
    archive_url = models.URLField(
        _("archived copy elsewhere"),
        max_length=500,
        blank=True,
        default="",
        db_default="",
        help_text=_("Of an archive of the web: pages lead there once the link is dead."),
    )
    is_public = models.BooleanField(_("may be shown"), default=True)
    groups = models.JSONField(_("facts it supports"), default=list, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def clean(self) -> None:
        super().clean()
        refuse_days_to_come(self, "seen_on", "dead_on")


# --- Beside the record, changed by actions at once -----------------------------------------------
class Claim(models.Model):
    """A value that a source states for a field and that the record does not hold.

    Conflicting values stand side by side; shown on the page once a moderator or the operator of an
    import has said so (`shown_since`). `needs_decision` puts it on the editors' list.
    """

    prisoner = models.ForeignKey(Prisoner, models.CASCADE, related_name="claims")
    field = models.CharField(_("field"), max_length=40)
    value = models.CharField(_("value"), max_length=500)
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    stated_on = models.CharField(_("stated on"), max_length=10, blank=True)
    needs_decision = models.BooleanField(_("needs a decision"), default=False)
    shown_since = models.DateTimeField(null=True, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    was_taken = models.BooleanField(
        default=False, db_default=False, editable=False
    )  # as the record said when it was closed
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["field", "-stated_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["prisoner", "field", "value", "source_url"], name="one_claim_a_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.value}"

    @property
    def outcome(self) -> ClaimOutcome:
        if self.settled_at:
            return ClaimOutcome.TAKEN if self.was_taken else ClaimOutcome.CLOSED
        return ClaimOutcome.WAITS if self.needs_decision else ClaimOutcome.SHOWN


class Proposal(models.Model):
    """Which partner states a claim about a record that another partner keeps."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="proposals")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="proposals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # As that partner names the person: of a record that isn't public it learns nothing, not even the name.
    person = models.CharField(max_length=255)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("proposal to another partner")
        verbose_name_plural = _("proposals to other partners")
        ordering = ["-made_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["claim", "partner"], name="one_proposal_a_partner")]

    def __str__(self) -> str:
        return f"{self.person}: {self.claim}"


class Verification(models.Model):
    """The newest check of a group of facts; an import verifies as of its source's date, never today."""

    prisoner = models.ForeignKey(Prisoner, models.CASCADE, related_name="verifications")
    group = models.CharField(_("facts"), max_length=20, choices=FactGroup.choices)
    verified_on = models.DateField(_("verified on"))
    precision = dated("verified_on")
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        constraints = [models.UniqueConstraint(fields=["prisoner", "group"], name="one_verification_a_group")]


class FactUpdate(models.Model):
    """The public update log: which group of facts changed on which day. Pauses leave no row here."""

    prisoner = models.ForeignKey(Prisoner, models.CASCADE, related_name="updates")
    group = models.CharField(max_length=20, choices=FactGroup.choices)
    changed_on = models.DateField()

    objects = FactUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["prisoner", "group", "changed_on"], name="one_update_a_day")
        ]


class ImageSubject(models.Model):
    """A person whom an image shows. Without that person's basis for photos the image appears nowhere."""

    image = models.ForeignKey("home.SiteImage", models.CASCADE, related_name="subjects")
    prisoner = models.ForeignKey(Prisoner, models.CASCADE, related_name="shown_in")

    class Meta:
        verbose_name = _("person shown")
        verbose_name_plural = _("people shown")
        constraints = [models.UniqueConstraint(fields=["image", "prisoner"], name="one_subject_an_image")]
