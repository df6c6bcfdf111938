"""Forms by which a partner is opened and closed."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from prisoner_pages.choices import PartnerKind
from prisoner_pages.models import Partner
from prisoner_pages.partners.read_models.closing import (
    LETTERS_GO_ON,
    desks_for_letters,
    needs_letter_desk,
    successors_of,
)
from prisoner_pages.partners.read_models.overview import address_taken
from prisoner_pages.records.forms.acts import ActForm


class NewPartnerForm(ActForm):
    name_uk = forms.CharField(label=_("name in Ukrainian"), max_length=255)
    name_en = forms.CharField(label=_("name in English"), max_length=255)
    kind = forms.ChoiceField(label=_("kind"), choices=PartnerKind.choices, initial=PartnerKind.NGO)
    slug = forms.SlugField(
        label=_("address"),
        max_length=50,
        help_text=_(
            "A short name in Latin letters. It stands in addresses of pages and can’t be changed later."
        ),
    )
    has_workspace = forms.BooleanField(
        label=_("keeps people here"),
        required=False,
        initial=True,
        help_text=_("Untick it for a partner that is only named in campaigns and events."),
    )

    def clean(self) -> dict[str, Any]:
        """An organisation that somebody typed into a campaign may become a partner who keeps people."""
        super().clean()
        said = self.cleaned_data
        taken = Partner.objects.filter(slug=said.get("slug")).first()
        if taken and not (said.get("has_workspace") and taken.added_by_id and not taken.editors_id):
            self.add_error("slug", address_taken(taken))
        return said


class ClosePartnerForm(ActForm):
    successor = forms.ModelChoiceField(
        label=_("who goes on with its people"),
        queryset=Partner.objects.none(),
        required=False,
        empty_label=_("nobody: they stay shown under its name"),
    )
    letter_desk = forms.ModelChoiceField(
        label=_("whose desk handles letters to them"),
        queryset=Partner.objects.none(),
        required=False,
        empty_label=_("—"),
        help_text=_("Only where they stay; otherwise the desk of the partner who goes on with them does."),
    )

    def __init__(self, *args: Any, partner: Partner, has_people: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_for_desk = has_people and needs_letter_desk(partner)
        if not has_people:
            del self.fields["successor"]
        else:
            field = cast(forms.ModelChoiceField, self.fields["successor"])
            field.queryset = successors_of(partner)
        if not self.asks_for_desk:
            del self.fields["letter_desk"]
        else:
            cast(forms.ModelChoiceField, self.fields["letter_desk"]).queryset = desks_for_letters(partner)

    def clean(self) -> dict[str, Any]:
        super().clean()
        said = self.cleaned_data
        if self.asks_for_desk and not said.get("successor") and not said.get("letter_desk"):
            self.add_error("letter_desk", LETTERS_GO_ON)
        return said
