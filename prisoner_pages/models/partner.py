from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Collection

from home.languages.info import SOURCE_LANGUAGE, collation_key, reading_order
from home.languages.ordering import by_alphabet
from prisoner_pages.choices import ParticipationRole, PartnerKind
from prisoner_pages.querysets.partners import PartnerQuerySet


class Partner(models.Model):
    """An organisation. One with a workspace has groups, a collection and a section in each locale."""

    kind = models.CharField(_("kind"), max_length=20, choices=PartnerKind.choices)
    name_uk = models.CharField(_("name in Ukrainian"), max_length=255)
    name_en = models.CharField(_("name in English"), max_length=255, blank=True)
    slug = models.SlugField(_("address"), unique=True)
    website = models.URLField(_("website"), blank=True)
    editors = models.OneToOneField(
        Group, models.PROTECT, null=True, blank=True, related_name="edits_for", verbose_name=_("editors")
    )
    moderators = models.OneToOneField(
        Group,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="moderates_for",
        verbose_name=_("moderators"),
    )
    collection = models.OneToOneField(
        Collection, models.PROTECT, null=True, blank=True, related_name="partner", verbose_name=_("images")
    )
    letter_desk = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="desk_for",
        verbose_name=_("letter desk"),
        help_text=_("The partner whose staff handle the letters; empty: its own."),
    )
    # Since when nobody works here for it; its people may still be shown under its name.
    closed_on = models.DateField(null=True, editable=False)

    added_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="added",
        verbose_name=_("added by"),
        help_text=_("Others are offered it once a campaign or an event with it is public."),
    )

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = by_alphabet("name_uk")
        permissions = [("all_partners", _("May work for all partners (coordinators)"))]

    def __str__(self) -> str:
        return self.name_uk

    def name_in(self, language: str) -> str:
        names = (getattr(self, f"name_{code}", "") for code in reading_order(language))
        return next(filter(None, names), "")

    def has_moderator(self, user: User) -> bool:
        return self.moderators is not None and self.moderators.user_set.filter(pk=user.pk).exists()

    @property
    def desk(self) -> "Partner":
        return self.letter_desk or self


class Participation(models.Model):
    """What a partner was to a campaign or an event, under the name it bore then.

    Drafted and approved with the page; the pages of other languages have none and read the source's.
    """

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="participations", verbose_name=_("partner")
    )
    campaign = ParentalKey(
        "prisoner_pages.CampaignPage",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="participations",
    )
    event = ParentalKey(
        "prisoner_pages.EventPage",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="participations",
    )
    role = models.CharField(_("role"), max_length=20, choices=ParticipationRole.choices)
    from_date = models.DateField(_("from"), null=True, blank=True)
    to_date = models.DateField(_("until"), null=True, blank=True)
    name_then = models.CharField(
        _("name as it was then"),
        max_length=255,
        blank=True,
        help_text=_("Only where the partner bore another name than today."),
    )

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(campaign__isnull=False, event__isnull=True)
                | models.Q(campaign__isnull=True, event__isnull=False),
                name="participation_in_one_thing",
            ),
            models.UniqueConstraint(fields=["campaign", "partner", "role"], name="one_role_in_a_campaign"),
            models.UniqueConstraint(fields=["event", "partner", "role"], name="one_role_at_an_event"),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_role_display()}"

    @property
    def rank(self) -> tuple[int, str]:
        """The organisers come first, then hosts; those of one role by name."""
        return ParticipationRole.values.index(self.role), collation_key(self.partner.name_uk, SOURCE_LANGUAGE)

    def clean(self) -> None:
        if self.from_date and self.to_date and self.to_date < self.from_date:
            raise ValidationError({"to_date": _("The last day is before the first.")})
