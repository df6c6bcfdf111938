"""Forms of the desk: strings, each with the version it was read at, and rights in languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.models import Locale

from home.languages.date_fields import DayField
from home.languages.info import SOURCE_LANGUAGE
from home.translation.choices import Frequency, Right


@dataclass
class Sent:
    """One string as sent from the page. `version` is None where it is no number."""

    unit: Any  # a Unit prepared for the page
    text: str
    version: int | None
    fault: str = ""

    @property
    def is_new(self) -> bool:
        return self.text.strip() not in ("", self.unit.shown.strip())


def version_in(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


def sent_strings(data: Mapping[str, str], units: Iterable[Any]) -> list[Sent]:
    """Return a Sent for each string that the form contains; unknown names are ignored."""
    found = []
    for unit in units:
        text = data.get(f"text-{unit.pk}")
        if text is not None:
            version = version_in(data.get(f"version-{unit.pk}", ""))
            found.append(Sent(unit, text.replace("\r\n", "\n").strip(), version))
    return found


class RoleForm(forms.Form):
    """Rights of one person, in several languages at once."""

    fields: dict[str, Any]
    user = forms.ModelChoiceField(get_user_model().objects.none(), label=_("Person"))
    locales = forms.ModelMultipleChoiceField(
        Locale.objects.none(), label=_("Languages"), widget=forms.CheckboxSelectMultiple
    )
    rights = forms.MultipleChoiceField(
        choices=Right.choices,
        label=pgettext_lazy("in a language", "Rights"),
        widget=forms.CheckboxSelectMultiple,
    )
    until = DayField(label=_("Until"), required=False, help_text=_("The last day; empty: no end."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = get_user_model().objects.filter(is_active=True).order_by("username")
        self.fields["locales"].queryset = Locale.objects.exclude(language_code=SOURCE_LANGUAGE).order_by("pk")

    def clean_until(self) -> date | None:
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return until


class MailForm(forms.Form):
    frequency = forms.ChoiceField(choices=Frequency.choices, label=_("How often"), widget=forms.RadioSelect)
