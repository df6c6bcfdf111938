"""What an editor chooses for a card on the partner's own site."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from home.languages.info import CONTENT_LANGUAGES, SOURCE_LANGUAGE
from home.languages.ordering import by_alphabet
from prisoner_pages.choices import EmbedKind
from prisoner_pages.models import CampaignPage, Partner, Prisoner
from prisoner_pages.permissions.partners import partners_for

# Kinds that are about one thing, and the field that names it.
NAMED_BY: dict[str, str] = {
    EmbedKind.PERSON: "person",
    EmbedKind.CAMPAIGN: "campaign",
    EmbedKind.COUNTER: "campaign",
}
CHOOSE = {"person": _("Choose the person."), "campaign": _("Choose the campaign.")}


class PersonChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, record: Prisoner) -> str:
        return record.name_uk


class CampaignChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, page: CampaignPage) -> str:
        return page.title


class EmbedForm(forms.Form):
    """Sent by GET, so that an editor can keep the address of a card. People are the chosen partner's own."""

    partner = forms.ModelChoiceField(
        label=_("partner"), queryset=Partner.objects.none(), to_field_name="slug", empty_label=None
    )
    kind = forms.ChoiceField(label=_("what the embed shows"), choices=EmbedKind.choices)
    person = PersonChoiceField(
        label=_("person"),
        queryset=Prisoner.objects.none(),
        to_field_name="slug",
        required=False,
        help_text=_("Your own people who are on the site now."),
    )
    campaign = CampaignChoiceField(
        label=_("campaign"),
        queryset=CampaignPage.objects.live().source().order_by(*by_alphabet("title")),
        to_field_name="slug",
        required=False,
    )
    language = forms.ChoiceField(label=_("language of the embed"))

    def __init__(self, *args: Any, user: User, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        partners = partners_for(user)
        fields["partner"].queryset = partners
        people = Prisoner.objects.public().filter(partner__in=partners)
        fields["person"].queryset = people.named(SOURCE_LANGUAGE)
        names = dict(CONTENT_LANGUAGES)
        fields["language"].choices = [(code, names[code]) for code in languages]
        for field in fields.values():
            field.label = capfirst(field.label)
            field.widget.attrs["class"] = "w-w-full"  # long titles would widen a telephone's page

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        named_by = NAMED_BY.get(data.get("kind", ""))
        if named_by and not data.get(named_by) and named_by not in self.errors:
            self.add_error(named_by, CHOOSE[named_by])
        return data

    @property
    def name(self) -> str:
        """The slug of the person or campaign, "" for kinds that have none."""
        named_by = NAMED_BY.get(self.cleaned_data["kind"])
        return self.cleaned_data[named_by].slug if named_by else ""
