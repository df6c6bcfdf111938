"""Vocabularies: words a record points at, translated once and used by all.

A record points at the source-locale word. A word missing in a locale is left out of that page; an interest or
a topic, which a writer is to heed, stands there in the next language.
"""

from collections.abc import Collection
from typing import ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.models import DraftStateMixin, Revision, RevisionMixin, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from home.languages.info import SOURCE_LANGUAGE
from prisoner_pages.choices import Region
from prisoner_pages.querysets.facts import ObservanceQuerySet, WordQuerySet


class Word(DraftStateMixin, RevisionMixin, TranslatableMixin, index.Indexed, models.Model):
    """What every vocabulary shares: a name in one locale, with drafts."""

    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=255)

    objects = WordQuerySet.as_manager()
    translatable_fields: list[TranslatableField | SynchronizedField] = [TranslatableField("name")]
    search_fields = [index.AutocompleteField("name"), index.FilterField("locale"), index.FilterField("live")]

    class Meta(TranslatableMixin.Meta):
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name or capfirst(str(self._meta.verbose_name))  # a draft may have no name yet

    @property
    def revisions(self) -> QuerySet[Revision]:
        return self._revisions


class Occupation(Word):
    """A person's work, as one or two words: teacher, builder, citizen journalist."""

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="occupation")

    class Meta(Word.Meta):
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")


class Interest(Word):
    """What a person likes to read and talk about."""

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="interest")

    class Meta(Word.Meta):
        verbose_name = _("interest")
        verbose_name_plural = _("interests")


class Topic(Word):
    """What a letter should not mention to this person."""

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="topic")

    class Meta(Word.Meta):
        verbose_name = _("topic not to mention")
        verbose_name_plural = _("topics not to mention")


class CaseGroup(Word):
    """A group of people tried together, as human rights defenders name it; may lie in a larger one."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("larger group")
    )
    kind = models.CharField(_("kind of case, in English"), max_length=100, blank=True)
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="case_group")
    translatable_fields = [TranslatableField("name"), SynchronizedField("kind", overridable=False)]
    untouched_fields = ["parent"]

    class Meta(Word.Meta):
        verbose_name = _("case")
        verbose_name_plural = _("cases")


class ChargeArticle(Word):
    """An article of the Russian criminal code; `name` is its title, shown in quotation marks."""

    code = models.CharField(_("article"), max_length=10)
    part = models.CharField(_("part"), max_length=10, blank=True)
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="charge_article")
    translatable_fields = [
        TranslatableField("name"),
        SynchronizedField("code", overridable=False),
        SynchronizedField("part", overridable=False),
    ]

    class Meta(Word.Meta):
        verbose_name = _("article of a charge")
        verbose_name_plural = _("articles of charges")

    def __str__(self) -> str:
        return f"{self.code} {self.part} {self.name}".replace("  ", " ")


class Place(Word):
    """A town or village that people call home, with its region."""

    region = models.CharField(_("region"), max_length=20, choices=Region.choices)
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="place")
    translatable_fields = [TranslatableField("name"), SynchronizedField("region", overridable=False)]

    class Meta(Word.Meta):
        verbose_name = _("home place")
        verbose_name_plural = _("home places")


LONG_MONTHS, SHORT_MONTHS = (1, 3, 5, 7, 8, 10, 12), (4, 6, 9, 11)
DAY_EXISTS = (
    Q(month__in=LONG_MONTHS, day__range=(1, 31))
    | Q(month__in=SHORT_MONTHS, day__range=(1, 30))
    | Q(month=2, day__range=(1, 29))
)


class Observance(Word):
    """A day of each year on which campaigns are held; `name` is the line on their pages, its date included.

    The date stands at the word in the source locale alone: two days may change places without their
    translations standing in each other's way.
    """

    month = models.PositiveSmallIntegerField(_("month"), choices=list(MONTHS.items()), null=True)
    day = models.PositiveSmallIntegerField(
        _("day of the month"), null=True, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="observance")

    objects: ClassVar = ObservanceQuerySet.as_manager()
    untouched_fields = ["month", "day"]

    class Meta(Word.Meta):
        ordering = ["month", "day", "name"]
        verbose_name = _("day of observance")
        verbose_name_plural = _("days of observance")
        constraints = [
            models.UniqueConstraint(fields=["locale", "month", "day"], name="one_observance_a_day"),
            models.CheckConstraint(
                condition=Q(month=None, day=None) | DAY_EXISTS,
                name="day_of_observance_exists",
                violation_error_message=_("There is no such day."),
            ),
        ]

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Other languages have no date of their own."""
        dated = () if self.locale.language_code == SOURCE_LANGUAGE else ("month", "day")
        super().clean_fields(exclude={*(exclude or ()), *dated})

    def clean(self) -> None:
        """Forms leave the locale out, and so do not ask the first constraint themselves."""
        super().clean()
        same = type(self).objects.filter(locale=self.locale_id, month=self.month, day=self.day)
        if self.month and (other := same.exclude(pk=self.pk).first()):
            raise ValidationError(_("“%s” is on this day already.") % other)

    @property
    def code(self) -> str:
        """Return what the API calls it, of the source locale's: 02-26."""
        return f"{self.month:02}-{self.day:02}"
