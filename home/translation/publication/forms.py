"""The form that says what to open for translation, and in which languages."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from home.languages.info import SOURCE_LANGUAGE
from home.translation.core.read_models.sources import word_models
from home.translation.publication.read_models import sections


def target_locales() -> QuerySet[Locale]:
    return Locale.objects.exclude(language_code=SOURCE_LANGUAGE).order_by("pk")


class BulkForm(forms.Form):
    """A section or all words of a kind, in several languages at once."""

    fields: dict[str, Any]
    what = forms.ChoiceField(label=_("What"))
    locales = forms.ModelMultipleChoiceField(
        Locale.objects.none(),
        to_field_name="language_code",
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = {f"page-{page.pk}": page for page in sections()}
        self.words = {model._meta.label_lower: model for model in word_models()}
        pages = [(key, "– " * (page.depth - 2) + page.title) for key, page in self.sections.items()]
        words = [(key, capfirst(model._meta.verbose_name_plural)) for key, model in self.words.items()]
        self.fields["what"].choices = [(_("A page with all below it"), pages), (_("All words"), words)]
        self.fields["locales"].queryset = target_locales()

    def asked(self) -> dict[str, Any]:
        """Return the arguments for `ask_for_bulk`."""
        what = self.cleaned_data["what"]
        chosen = {"section": self.sections[what]} if what in self.sections else {"words": what}
        return {"locales": self.cleaned_data["locales"], **chosen}
