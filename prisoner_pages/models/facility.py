import uuid

from django.conf import settings
from django.contrib.admin import display
from django.db import models
from django.utils.translation import get_language, gettext_lazy as _, pgettext_lazy
from wagtail.search import index

from home.fields import StatedDate
from home.languages.info import SOURCE_LANGUAGE, reading_order
from home.languages.ordering import by_alphabet
from home.security.encryption import PrivateText
from prisoner_pages.choices import FacilityKind, FacilityMail, PostAnswer, ToldBy
from prisoner_pages.models.dated import dated
from prisoner_pages.querysets.post import FacilityQuerySet, PlaceProposalQuerySet, PostNoteQuerySet


class Facility(index.Indexed, models.Model):
    """A place where people are held, with its address as printed on an envelope (in Russian)."""

    name_uk = models.CharField(_("name in Ukrainian"), max_length=255, blank=True)
    name_en = models.CharField(_("name in English"), max_length=255, blank=True)
    name_ru = models.CharField(_("name in Russian, as printed"), max_length=255, unique=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=FacilityKind.choices, default=FacilityKind.OTHER
    )
    address_ru = models.TextField(
        _("postal address in Russian, as printed"),
        blank=True,
        help_text=_("Without the name and the index: town, street, house."),
    )
    postal_index = models.CharField(_("postal index"), max_length=10, blank=True)
    region_ru = models.CharField(_("region in Russian, as printed"), max_length=255, blank=True)
    town_uk = models.CharField(_("town in Ukrainian"), max_length=100, blank=True)
    town_en = models.CharField(_("town in English"), max_length=100, blank=True)
    # A point of the town, never of the building.
    latitude = models.DecimalField(
        _("latitude of the town"), max_digits=6, decimal_places=3, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude of the town"), max_digits=6, decimal_places=3, null=True, blank=True
    )
    languages_read = models.CharField(
        _("languages the censor reads"), max_length=50, default="ru", help_text=_("Codes divided by commas.")
    )
    max_pages = models.PositiveSmallIntegerField(_("pages in one letter at most"), null=True, blank=True)
    max_grams = models.PositiveSmallIntegerField(_("grams in one envelope at most"), null=True, blank=True)
    max_images = models.PositiveSmallIntegerField(_("pictures in one letter at most"), null=True, blank=True)
    answers_refused = models.BooleanField(
        _("whoever answers letters here is punished for it"),
        default=False,
        db_default=False,
        help_text=_("Writers are then promised no answer, and none that comes is passed on to them."),
    )
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    source_date = StatedDate(_("date of the source"), max_length=10, blank=True)
    note = models.TextField(_("note for staff"), blank=True)
    # The newest row of the history, kept here so that no page asks for the history.
    mail_status = models.CharField(
        _("letters"),
        max_length=20,
        choices=FacilityMail.choices,
        default=FacilityMail.UNKNOWN,
        editable=False,
    )
    # Since when nothing is posted there because letters came back; kept by who looks after the post.
    letters_stopped_on = models.DateField(null=True, editable=False)
    # What the notes on its post come to (`facts.actions.post_notes`): the first day of the month in which
    # letters are last known to arrive, where that may be told; and whether the newest says that they do not.
    letters_arrived_in = models.DateField(null=True, editable=False)
    letters_are_doubted = models.BooleanField(default=False, db_default=False, editable=False)

    search_fields = [index.AutocompleteField("name_uk"), index.AutocompleteField("name_ru")]

    objects = FacilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("place of detention")
        verbose_name_plural = _("places of detention")
        ordering = by_alphabet("name_uk", "name_ru")

    def __str__(self) -> str:
        return self.name_uk or self.name_ru

    def name_in(self, language: str) -> tuple[str, str]:
        """Return (name, language it is in): the language's own, else the nearest one's, else Russian."""
        named = ((getattr(self, f"name_{code}", ""), code) for code in (*reading_order(language), "ru"))
        return next((each for each in named if each[0]), ("", ""))

    @display(description=pgettext_lazy("of a thing", "name"), ordering="name_uk")
    def name_for_reader(self) -> str:
        return self.name_in(get_language() or SOURCE_LANGUAGE)[0]

    @display(description=_("town"), ordering="town_uk")
    def town_for_reader(self) -> str:
        towns = (
            getattr(self, f"town_{code}", "") for code in reading_order(get_language() or SOURCE_LANGUAGE)
        )
        return next(filter(None, towns), "")

    @property
    def address_is_complete(self) -> bool:
        return bool(self.name_ru and self.address_ru and self.postal_index)


class FacilityMailStatus(models.Model):
    """What was known of a place's post, since when and from whom. Rows are added, never changed."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="mail_history")
    status = models.CharField(_("letters"), max_length=20, choices=FacilityMail.choices)
    since = models.DateField(_("since"))
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    checked_on = models.DateField(_("checked on"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("state of the post")
        verbose_name_plural = _("states of the post")
        ordering = ["-since", "-pk"]


class PostNote(models.Model):
    """What a family, a lawyer, somebody freed or a partner tells of the post at a place. Names nobody.

    It counts once a moderator of the partner that noted it has taken it. Who told it, and how, is encrypted,
    read by that partner alone, and forgotten in time.
    """

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="post_notes")
    partner = models.ForeignKey("prisoner_pages.Partner", models.CASCADE, related_name="+")
    row_key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    answer = models.CharField(_("letters"), max_length=10, choices=PostAnswer.choices)
    on = models.DateField(_("day or month"))
    precision = dated("on")
    told_by = models.CharField(_("told by"), max_length=10, choices=ToldBy.choices)
    source_encrypted = models.BinaryField(default=bytes, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_taken = models.BooleanField(default=False, db_default=False)

    source = PrivateText()

    objects = PostNoteQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("note on the post")
        verbose_name_plural = _("notes on the post")
        ordering = ["-on", "-pk"]

    @property
    def waits(self) -> bool:
        return self.decided_at is None


class PlaceProposal(models.Model):
    """A place that the list lacks, or what a place's address lacks: proposed by a partner, with its source.

    Nothing of it is a place until a coordinator takes it.
    """

    facility = models.ForeignKey(Facility, models.CASCADE, null=True, blank=True, related_name="+")
    partner = models.ForeignKey(
        "prisoner_pages.Partner", models.CASCADE, related_name="+", verbose_name=_("partner")
    )
    name_uk = models.CharField(_("name in Ukrainian"), max_length=255)
    name_ru = models.CharField(_("name in Russian, as printed"), max_length=255)
    kind = models.CharField(
        _("kind"), max_length=20, choices=FacilityKind.choices, default=FacilityKind.OTHER
    )
    address_ru = models.CharField(
        _("postal address in Russian, as printed"),
        max_length=500,
        blank=True,
        help_text=_("Without the name and the index: town, street, house."),
    )
    postal_index = models.CharField(_("postal index"), max_length=10, blank=True)
    region_ru = models.CharField(_("region in Russian, as printed"), max_length=255, blank=True)
    source_url = models.URLField(_("source"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    is_taken = models.BooleanField(default=False, db_default=False)
    was_known = models.BooleanField(default=False, db_default=False)  # closed: the list holds it already

    objects = PlaceProposalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.facility or self.name_uk)
