"""What the desk knows of a translation, beside wagtail-localize's tables of strings and drafts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Revision
from wagtail_localize.models import String, StringTranslation, Translation, TranslationContext

from home.translation.choices import Right, UnitAct, UnitState
from home.translation.querysets import UnitEventQuerySet, UnitQuerySet


class DeskTranslation(models.Model):
    """The work on one page or word in one language."""

    translation = models.OneToOneField(Translation, models.CASCADE, related_name="desk", primary_key=True)
    first_published_at = models.DateTimeField(null=True, blank=True)
    last_published_at = models.DateTimeField(null=True, blank=True)
    last_published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The source as it was when this was last published: a later source waits to be taken over.
    published_source_at = models.DateTimeField(null=True, blank=True)
    # The last revision of the page or word that the desk made or took over: a later one was made elsewhere.
    known_revision = models.ForeignKey(
        Revision, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    # A page of its own, no longer a translation: the desk leaves it alone, and it is edited like any page.
    is_detached = models.BooleanField(default=False)
    # Since when its public page has contained unapproved text; checked once a day.
    unapproved_since = models.DateTimeField(null=True, blank=True, editable=False)

    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="texts_to_translate",
        verbose_name=_("translator"),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="texts_to_review",
        verbose_name=_("reviewer"),
    )
    due = models.DateField(_("due"), null=True, blank=True)
    # When it is to become public by itself, and who decided so; empty: not planned.
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    publish_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    # When a planned publishing was refused; empty again with the next plan or publishing.
    publish_refused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("translation of a text")
        verbose_name_plural = _("translations of texts")
        # Given with the first right in a language, so that showing the link to the desk costs no query.
        permissions = [("work_at_desk", "Can come to the translation desk")]


class Unit(models.Model):
    """One string of a text in one language. Only its approved or carried text is public.

    Drafts are wagtail-localize's; nothing written there can become public.
    """

    # The index of `units_in_their_order` begins with it.
    translation = models.ForeignKey(Translation, models.CASCADE, related_name="units", db_index=False)
    context = models.ForeignKey(TranslationContext, models.CASCADE, related_name="+")
    string = models.ForeignKey(String, models.CASCADE, related_name="units")
    order = models.PositiveIntegerField()
    # {"a1": {"href": "..."}}: what the links of the source lead to.
    attrs = models.JSONField(default=dict, blank=True)
    # False once the string has left the source; it comes back with its approval.
    is_active = models.BooleanField(default=True)

    # What a reviewer accepted for exactly this string; empty with a day: left out in this language.
    approved_text = models.TextField(blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The approved text of the string that this one replaced, and that string: it stays public until this one
    # is approved. Its links are those of `carried_attrs`.
    carried_text = models.TextField(blank=True)
    carried_source = models.TextField(blank=True)
    carried_attrs = models.JSONField(default=dict, blank=True)
    carried_likeness = models.PositiveSmallIntegerField(null=True, blank=True)
    # An unapproved draft of the string that this one replaced: offered, never public.
    former_draft = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = UnitQuerySet.as_manager()
    # What `with_drafts` and `with_authors` add.
    draft: str | None
    draft_type: str | None
    draft_error: bool | None
    is_returned: bool
    draft_by: int | None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["translation", "context", "string"], name="one_unit_a_string")
        ]
        indexes = [models.Index(fields=["translation", "is_active", "order"], name="units_in_their_order")]

    def __str__(self) -> str:
        return f"{self.context.path}: {self.string.data}"

    @property
    def state(self) -> UnitState:
        """Return how far it is. Needs `with_drafts()`."""
        if self.draft is None:
            return self._state_without_draft()
        if self.draft_error:
            return UnitState.ERROR
        if self.approved_at and self.draft == self.approved_text:
            return UnitState.REVIEWED
        if self.is_returned:
            return UnitState.RETURNED
        is_machine = self.draft_type == StringTranslation.TRANSLATION_TYPE_MACHINE
        return UnitState.MACHINE if is_machine else UnitState.TRANSLATED

    def _state_without_draft(self) -> UnitState:
        if self.approved_at:
            return UnitState.REVIEWED if self.approved_text else UnitState.LEFT_OUT
        return UnitState.CHANGED if self.carried_text else UnitState.EMPTY


class UnitEvent(models.Model):
    """One step in the life of a string."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    act = models.CharField(max_length=20, choices=UnitAct.choices)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    # Why it was returned: ReturnReason values, and a sentence.
    reasons = models.JSONField(default=list, blank=True)
    reason = models.TextField(blank=True)

    objects = UnitEventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]


class LocalePolicy(models.Model):
    """The rules for translations into a language; without a row: a second person, and no machine."""

    locale = models.OneToOneField(Locale, models.CASCADE, related_name="policy", verbose_name=_("language"))
    needs_review = models.BooleanField(
        _("a second person reviews"),
        default=True,
        help_text=_("Without it a translator approves their own text: for a language that has one person."),
    )
    allows_machine = models.BooleanField(_("machine drafts"), default=False)

    class Meta:
        verbose_name = _("rules of a language")
        verbose_name_plural = _("rules of the languages")

    def __str__(self) -> str:
        return str(self.locale)


class LocaleRole(models.Model):
    """A right of a person in a language. It needs no permission on pages; it ends by itself after `until`."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="locale_roles", verbose_name=_("person")
    )
    locale = models.ForeignKey(Locale, models.CASCADE, related_name="roles", verbose_name=_("language"))
    right = models.CharField(_("right"), max_length=10, choices=Right.choices)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day; empty: no end."))

    class Meta:
        verbose_name = _("right in a language")
        verbose_name_plural = _("rights in languages")
        constraints = [
            models.UniqueConstraint(fields=["user", "locale", "right"], name="one_right_a_language")
        ]
