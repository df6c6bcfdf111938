from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from letters.choices.desk import DeskRole
from letters.choices.paper import COUNTRY
from letters.paper_sizes import ENVELOPE, address_formats
from letters.querysets.desks import DeskMemberQuerySet, LetterDeskQuerySet
from prisoner_pages.models import Partner


class LetterDesk(models.Model):
    """The staff of one partner who handle letters, for its own people and those of partners it works for."""

    partner = models.OneToOneField(
        Partner, models.PROTECT, related_name="desk_staff", verbose_name=_("partner")
    )
    return_address_ru = models.TextField(
        _("return address in Russian, as printed"),
        blank=True,
        help_text=_("A neutral one: no name of the initiative. Without it envelopes carry none."),
    )
    envelope_format = models.CharField(
        _("envelopes"), max_length=10, choices=address_formats, default=ENVELOPE
    )
    country = models.CharField(
        _("country on envelopes"),
        max_length=40,
        blank=True,
        default=COUNTRY,
        validators=[RegexValidator(r"[A-Z][A-Z .,'/-]*\Z", _("Write it in capital Latin letters."))],
        help_text=_(
            "The last line, for the post of the country from which letters go. Empty: none. It never stands"
            " under the address of a place in occupied Crimea."
        ),
    )
    marks_envelopes = models.BooleanField(_("print the number on envelopes too"), default=False)
    # What posting costs: the steps are `postage`.
    postage_currency = models.CharField(_("currency"), max_length=3, blank=True)
    postage_source = models.URLField(_("where the prices stand"), max_length=500, blank=True)
    postage_since = models.DateField(_("prices hold since"), null=True, blank=True)
    electronic_chars = models.PositiveIntegerField(
        _("characters on a page of electronic prison mail"), default=2500
    )
    openings_a_day = models.PositiveIntegerField(_("letters one person may open in a day"), default=200)
    closings_a_day = models.PositiveIntegerField(
        _("letters one person may return, reject, mark as the same or ask about in a day"), default=100
    )
    prints_a_day = models.PositiveIntegerField(_("letters one person may print in a day"), default=200)
    # Only the sole translator of a language may approve their own text; such letters are marked.
    allows_lone_translators = models.BooleanField(
        _("a lone translator may approve"),
        default=False,
        help_text=_("Only where nobody else at the desk reads the language; each such letter is marked."),
    )

    # Written by the worker (letters.oversight.actions.languages): the public host reads no seat.
    languages_now = models.JSONField(default=list, db_default=[], editable=False)

    objects = LetterDeskQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter desk")
        verbose_name_plural = _("letter desks")

    def __str__(self) -> str:
        return str(self.partner)


class PostageStep(models.Model):
    """What a letter up to this weight costs, in the currency of its desk."""

    desk = models.ForeignKey(LetterDesk, models.CASCADE, related_name="postage", verbose_name=_("desk"))
    up_to_grams = models.PositiveSmallIntegerField(_("up to, g"))
    price = models.DecimalField(_("price"), max_digits=8, decimal_places=2)

    class Meta:
        verbose_name = _("step of postage")
        verbose_name_plural = _("steps of postage")
        ordering = ["desk", "up_to_grams"]
        constraints = [models.UniqueConstraint(fields=["desk", "up_to_grams"], name="one_price_a_weight")]

    def __str__(self) -> str:
        return f"{self.up_to_grams} g: {self.price}"


class DeskMember(models.Model):
    """A seat at a desk: one person in one role, with an end for those who help for a time."""

    desk = models.ForeignKey(LetterDesk, models.CASCADE, related_name="members", verbose_name=_("desk"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_seats", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=DeskRole.choices)
    languages = models.CharField(
        _("languages"),
        max_length=60,
        blank=True,
        help_text=_("For translators: codes divided by commas. Letters in other languages are not shown."),
    )
    until = models.DateField(_("until"), null=True, blank=True)

    objects = DeskMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat at a letter desk")
        verbose_name_plural = _("seats at letter desks")
        constraints = [models.UniqueConstraint(fields=["desk", "user", "role"], name="one_seat_a_role")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    @property
    def has_ended(self) -> bool:
        return bool(self.until and self.until < timezone.localdate())

    @property
    def language_codes(self) -> list[str]:
        return [code.strip() for code in self.languages.split(",") if code.strip()]
