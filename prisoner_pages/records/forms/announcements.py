"""Forms of an announcement: preparing it, and saying that the families know."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from home.languages.date_fields import PastDayField, PrecisionChoice
from prisoner_pages.choices import DatePrecision, SourceKind
from prisoner_pages.models import Partner
from prisoner_pages.models.private import ANNOUNCED_KINDS
from prisoner_pages.policies import PRIVATE_SOURCES
from prisoner_pages.querysets.partners import PartnerQuerySet
from prisoner_pages.records.forms.acts import ActForm

FAMILY_KNOWS = _("the family of each of them knows")


class SourcedForm(ActForm):
    """When it was so, and who says so: a page, or somebody whom no page names."""

    on = PastDayField(label=_("date"), precision="precision")
    precision = PrecisionChoice(
        label=_("precision of the date"), choices=DatePrecision.choices, initial=DatePrecision.DAY, of="on"
    )
    source_kind = forms.ChoiceField(
        label=_("who says so"),
        choices=SourceKind.choices,
        initial=SourceKind.OFFICIAL,
        help_text=_("What a family or a lawyer says is kept as a source, and not shown."),
    )
    source_url = forms.URLField(
        label=_("page that says so"), required=False, max_length=500, assume_scheme="https"
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        has_source = said.get("source_url") or said.get("source_kind") in PRIVATE_SOURCES
        if not has_source and "source_url" not in self.errors:
            self.add_error("source_url", ValidationError(_("Give the page that says so.")))
        return said


class AnnouncementForm(SourcedForm):
    names = forms.CharField(
        label=_("who"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One person a line, by name in any language. Rows of a table can be pasted as they are."),
    )
    status = forms.ChoiceField(
        label=_("what is announced"),
        choices=[(value, capfirst(label)) for value, label in ANNOUNCED_KINDS],
        widget=forms.RadioSelect,
    )
    family_knows = forms.BooleanField(
        label=FAMILY_KNOWS,
        required=False,
        help_text=_("If you don’t know yet, leave it open: nothing is announced before somebody says so."),
    )

    partner = forms.ModelChoiceField(
        label=_("who states it"), queryset=Partner.objects.none(), required=False
    )

    field_order = ("names", "status", "on", "precision", "source_kind", "source_url", "family_knows")

    def __init__(self, *args: Any, partners: PartnerQuerySet, **kwargs: Any) -> None:
        """`partners` are those for whom one works; who works for one only is not asked which."""
        super().__init__(*args, **kwargs)
        self.partners = partners
        if len(partners) > 1:
            cast(forms.ModelChoiceField, self.fields["partner"]).queryset = partners
        else:
            del self.fields["partner"]

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("names", "partner")}

    @property
    def teller(self) -> Partner | None:
        """Return in whose name other partners are told; None where that was not answered."""
        return self.cleaned_data["partner"] if "partner" in self.fields else self.partners.first()


class ConfirmationForm(ActForm):
    seen = forms.CharField(widget=forms.HiddenInput)
    family_knows = forms.BooleanField(label=FAMILY_KNOWS)

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_known:
            del self.fields["family_knows"]
