from functools import reduce
from operator import and_, or_

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from home.languages.info import text_languages
from letters.choices.limits import SendingLimit
from letters.choices.paper import PostState
from letters.choices.words import AidKind, ChipKind, WatchKind
from letters.querysets.words import WatchedWordQuerySet
from letters.rules import DRAW_BOUNDS, SENDING_LIMITS
from prisoner_pages.people.draw_rule import WIDTHS, DrawRule


class AdviceReason(ClusterableModel):
    """Why some watched words can harm, as whoever writes one is told while writing."""

    slug = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("as staff see it"), max_length=100)

    class Meta:
        verbose_name = _("advice to writers")
        verbose_name_plural = _("advice to writers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AdviceText(models.Model):
    """A piece of advice in the words of one language."""

    advice = ParentalKey(AdviceReason, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10, choices=text_languages)
    text = models.TextField(_("why, as the writer reads it"))
    grave = models.TextField(
        _("why, where the person is charged with treason or espionage"),
        blank=True,
        help_text=_("Stands in its place; empty: the same words for all."),
    )
    softer = models.TextField(
        _("softer wording"), blank=True, help_text=_("How the same can be said; follows “Better:”.")
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["advice", "language"], name="one_advice_text")]


class WatchedWord(models.Model):
    """A word at which a reader must stop, in one language, with the reason."""

    language = models.CharField(_("language"), max_length=10, choices=text_languages)
    kind = models.CharField(_("kind"), max_length=10, choices=WatchKind.choices)
    word = models.CharField(
        _("word"), max_length=100, help_text=_("A star at the end stands for any ending: депутат*")
    )
    is_clear = models.BooleanField(
        _("means nothing else"),
        default=False,
        db_default=False,
        help_text=_(
            "Tick for a word like “embassy”: it is looked for in the whole letter, whatever its language. Of"
            " offices, parties, ranks and letterheads, a word without the tick, like “general”, is looked for"
            " in the signature and in the first and last lines alone."
        ),
    )
    reason = models.CharField(_("reason"), max_length=255)
    advice = models.ForeignKey(
        AdviceReason,
        verbose_name=_("advice to the writer"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="words",
        help_text=_(
            "Told quietly below the letter while it is written. Empty: only staff stop at this word."
        ),
    )

    objects = WatchedWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("watched word")
        verbose_name_plural = _("watched words")
        ordering = ["language", "word"]
        constraints = [models.UniqueConstraint(fields=["language", "kind", "word"], name="one_watched_word")]

    def __str__(self) -> str:
        return self.word


class OfferedWords(ClusterableModel):
    """Words of some kind that are offered in their order, in each language, until they are taken back."""

    slug = models.SlugField(_("short name"), unique=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_offered = models.BooleanField(_("offered"), default=True)

    class Meta:
        abstract = True
        ordering = ["kind", "position", "slug"]


class ReasonChip(OfferedWords):
    """A reason why a letter cannot go as it is, chosen by a screener, told to the writer in fixed words."""

    kind = models.CharField(_("kind"), max_length=10, choices=ChipKind.choices)

    class Meta(OfferedWords.Meta):
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")

    def __str__(self) -> str:
        return self.slug


class ReasonText(models.Model):
    """A reason in the words of one language."""

    chip = ParentalKey(ReasonChip, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10, choices=text_languages)
    label = models.CharField(_("as staff see it"), max_length=100)
    text = models.TextField(_("as the writer reads it"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chip", "language"], name="one_reason_text")]


class WritingAid(OfferedWords):
    """A beginning of a sentence, or a whole letter as an example, offered below the field of a letter."""

    name = models.CharField(_("as staff see it"), max_length=100)
    kind = models.CharField(_("kind"), max_length=10, choices=AidKind.choices)
    asks_for_answer = models.BooleanField(
        _("asks for an answer"),
        default=False,
        help_text=_("Tick where it has a question: it is left out for people who are punished for answers."),
    )

    class Meta(OfferedWords.Meta):
        verbose_name = _("beginning or example")
        verbose_name_plural = _("beginnings and examples")

    def __str__(self) -> str:
        return self.name


class WritingAidText(models.Model):
    """A beginning or an example in the words of one language."""

    aid = ParentalKey(WritingAid, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10, choices=text_languages)
    text = models.TextField(_("as the writer reads it"), max_length=1500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["aid", "language"], name="one_writing_aid_text")]


class RetentionRule(models.Model):
    """After how many days one kind of thing is deleted; the kinds stand in `letters.retention.rules`."""

    kind = models.CharField(_("what"), max_length=40, unique=True)
    days = models.PositiveIntegerField(_("days"))

    class Meta:
        verbose_name = _("time of keeping")
        verbose_name_plural = _("times of keeping")


def within_bounds() -> Q:
    """Return the condition that the database asks of each row."""
    return reduce(
        or_,
        (
            Q(kind=kind.value, number__gte=bounds.least, number__lte=bounds.most)
            for kind, bounds in SENDING_LIMITS.items()
        ),
    )


class LetterLimit(models.Model):
    """A limit of sending that a coordinator has set otherwise than usual."""

    kind = models.CharField(_("what"), max_length=20, unique=True, choices=SendingLimit.choices)
    number = models.PositiveIntegerField(_("number"))

    class Meta:
        verbose_name = _("limit of letters")
        verbose_name_plural = _("limits of letters")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=within_bounds(), name="letter_limit_within_bounds")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


def draw_within_bounds() -> Q:
    """Return the condition that the database asks of each row."""
    each = (
        Q(**{f"{name}__gte": bounds.least, f"{name}__lte": bounds.most})
        for name, bounds in DRAW_BOUNDS.items()
    )
    falls = Q(few__gte=F("some"), some__gte=F("many"))
    return reduce(and_, each) & falls & Q(many_from__gte=F("some_from") + WIDTHS[0])


class DrawChange(models.Model):
    """By what the draw of somebody who waits for a letter goes from a Monday on; the last one holds.

    One that has begun is neither changed nor deleted.
    """

    since = models.DateField(_("from this day on"), unique=True)
    few = models.PositiveSmallIntegerField(_("lots of each person who has had few letters"))
    some = models.PositiveSmallIntegerField(_("lots of each person who has had some"))
    many = models.PositiveSmallIntegerField(_("lots of each person who has had many"))
    some_from = models.PositiveSmallIntegerField(_("“some” begins at this many letters, at the earliest"))
    many_from = models.PositiveSmallIntegerField(_("“many” begins at this many letters, at the earliest"))

    class Meta:
        verbose_name = _("change of the draw")
        verbose_name_plural = _("changes of the draw")
        default_permissions = ()
        ordering = ["-since"]
        constraints = [models.CheckConstraint(condition=draw_within_bounds(), name="draw_within_bounds")]

    def __str__(self) -> str:
        return str(self.since)

    @property
    def rule(self) -> DrawRule:
        return DrawRule(**{name: getattr(self, name) for name in DRAW_BOUNDS})


class PostCountry(ClusterableModel):
    """A country from which somebody may post a letter without us, and what a source says of its post."""

    name = models.CharField(_("as staff see it"), max_length=100, unique=True)
    post = models.CharField(_("its post"), max_length=10, choices=PostState.choices)
    source_url = models.URLField(
        _("source"), max_length=500, blank=True, validators=[URLValidator(["http", "https"])]
    )
    as_of = models.DateField(_("as of"), null=True, blank=True)

    class Meta:
        verbose_name = _("country of the post")
        verbose_name_plural = _("countries of the post")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.post != PostState.UNKNOWN and not (self.source_url and self.as_of):
            raise ValidationError(_("Say which source tells so, and as of which day."))
        if self.as_of and self.as_of > timezone.localdate():
            raise ValidationError({"as_of": _("This day is still to come.")})


class CountryName(models.Model):
    """A country in the words of one language."""

    country = ParentalKey(PostCountry, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(_("language"), max_length=10, choices=text_languages)
    name = models.CharField(_("name of the country"), max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "language"], name="one_country_name")]
