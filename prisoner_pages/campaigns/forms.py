"""Who takes part in a campaign or an event, the code of an event; a published figure put right."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from home.languages.ordering import by_alphabet
from prisoner_pages.campaigns.event_codes import is_easily_guessed, new_code
from prisoner_pages.campaigns.read_models.organisations import Organisations
from prisoner_pages.choices import ParticipationRole
from prisoner_pages.models import CampaignPage, EventPage, Figure, Partner

BETWEEN_NAMES = " / "
NOT_ON_THE_LIST = _("“%(name)s” is not on the list yet. Choose one from the list, or add it there.")


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Partner
        fields = ["name_uk", "name_en", "kind"]
        help_texts = {"name_uk": _("Or both names in one line: Ukrainian / English.")}

    def clean(self) -> dict[str, Any]:
        """Part two names that stand in one line."""
        data = super().clean() or self.cleaned_data
        ukrainian, is_two, english = data.get("name_uk", "").partition(BETWEEN_NAMES)
        if is_two and not data.get("name_en"):
            data |= {"name_uk": ukrainian.strip(), "name_en": english.strip()}
        if not data.get("name_uk") and "name_uk" not in self.errors:
            self.add_error("name_uk", _("Write the name of the organisation."))
        return data


class ParticipationForm(WagtailAdminModelForm):
    """An organisation chosen by typing, and what it was. The form of the page says which are offered."""

    def __init__(self, *args: Any, organisations: Organisations | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["partner"])
        if organisations:
            field.queryset = organisations.offered
            field.widget.choices = organisations.choices
            field.widget.attrs |= organisations.adding
        if not self.instance.pk:
            # Autosave counts a row that is still empty among those that were there before.
            self.empty_permitted = True
            self.initial["role"] = self.initial.get("role") or ParticipationRole.PARTICIPANT

    @property
    def typed(self) -> str:
        """Return what was typed and is not on the list; the script sends it beside the choice."""
        name = self.add_prefix("partner")
        return "" if self.data.get(name) else self.data.get(f"{name}-typed", "").strip()

    def has_changed(self) -> bool:
        """A row that nobody filled in is none, whatever role the row before it gave it."""
        changed = set(self.changed_data) - (set() if self.instance.pk else {"role"})
        return bool(self.typed or changed)

    def clean(self) -> dict[str, Any]:
        if self.typed:
            del self.errors["partner"]
            self.add_error("partner", ValidationError(NOT_ON_THE_LIST, params={"name": self.typed}))
        return super().clean() or self.cleaned_data


# --- The code of an event -----------------------------------------------------------------------------
class EventCode(forms.TextInput):
    """The code of an event, typed or taken; a weak one is warned of and never refused."""

    template_name = "prisoner_pages/campaigns/event_code.html"

    class Media:
        js = [Script("prisoner_pages/event_code.js", type="module")]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        is_weak = bool(value) and is_easily_guessed(value)
        # Slips may be printed with a good one that is there.
        context["widget"] |= {"is_weak": is_weak, "offered": new_code() if is_weak or not value else ""}
        return context


# --- Published figures ------------------------------------------------------------------------------
class TakeBackForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"), max_length=255, help_text=_("For staff: what was wrong, and how that is known.")
    )


class CorrectFigureForm(forms.ModelForm):
    reason = forms.CharField(
        label=_("Why"), max_length=255, help_text=_("For staff: what was wrong, and how that is known.")
    )

    class Meta:
        model = Figure
        fields = (
            *("date", "subject", "counted_by_uk", "counted_by_en", "qualifier", "total", "of_them"),
            *("definition_uk", "definition_en", "source_url", "campaign", "event"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, pages in {"campaign": CampaignPage.objects, "event": EventPage.objects}.items():
            field: Any = self.fields[name]
            field.queryset = pages.live().source().order_by(*by_alphabet("title"))
        for field in self.fields.values():
            field.label = capfirst(field.label)
