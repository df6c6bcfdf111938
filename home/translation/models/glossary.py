from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from home.languages.info import text_languages
from home.translation.choices import Subject, Verdict

LONGEST_TERM = 200  # characters


class GlossaryTerm(ClusterableModel):
    """A word or phrase of one language whose translations are agreed; found in texts in any inflection."""

    language = models.CharField(_("language"), max_length=10, choices=text_languages, default="uk")
    term = models.CharField(
        pgettext_lazy("of a glossary", "term"),
        max_length=LONGEST_TERM,
        help_text=_("In its dictionary form: other forms are found by themselves."),
    )
    explanation = models.TextField(
        _("explanation"), blank=True, help_text=_("What it means here, for whoever translates.")
    )
    subject = models.CharField(
        _("what it is about"), max_length=20, choices=Subject.choices, default=Subject.EVERYDAY
    )
    source = models.CharField(
        pgettext_lazy("of a glossary", "source"),
        max_length=255,
        blank=True,
        help_text=_("Where it is said so: an address or a publication."),
    )

    class Meta:
        verbose_name = pgettext_lazy("of a glossary", "term")
        verbose_name_plural = pgettext_lazy("of a glossary", "terms")
        ordering = ["term", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "term"],
                name="one_term_a_language",
                violation_error_message=_("The glossary has this term already."),
            )
        ]

    def __str__(self) -> str:
        return self.term


class GlossaryTranslation(Orderable):
    """What to say for a term in another language, or what never to say; offered in their order."""

    term = ParentalKey(GlossaryTerm, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=10, choices=text_languages)
    verdict = models.CharField(
        pgettext_lazy("of a glossary", "verdict"),
        max_length=10,
        choices=Verdict.choices,
        default=Verdict.PREFERRED,
    )
    text = models.CharField(pgettext_lazy("of a glossary", "translation"), max_length=LONGEST_TERM)
    note = models.CharField(
        pgettext_lazy("of a glossary", "note"),
        max_length=255,
        blank=True,
        help_text=_("When it fits, why it is forbidden, or its source."),
    )

    class Meta(Orderable.Meta):
        verbose_name = pgettext_lazy("of a glossary", "translation")
        verbose_name_plural = pgettext_lazy("of a glossary", "translations")
        constraints = [
            models.UniqueConstraint(
                fields=["term", "language", "text"],
                name="one_verdict_a_translation",
                violation_error_message=_("This translation stands here already."),
            )
        ]

    def __str__(self) -> str:
        return self.text
