"""Keeping a list of people under a name."""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from prisoner_pages.models import Partner
from prisoner_pages.permissions.partners import partners_for
from prisoner_pages.records.forms.acts import ActForm


class SavedListForm(ActForm):
    name = forms.CharField(label=_("name of the list"), max_length=60)
    partner = forms.ModelChoiceField(
        label=_("who sees it"),
        queryset=Partner.objects.none(),
        required=False,
        empty_label=_("only me"),
        help_text=_("At a partner: everybody who keeps its records, each with their own rights."),
    )

    def __init__(self, *args: Any, by: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        if by:
            cast(forms.ModelChoiceField, self.fields["partner"]).queryset = partners_for(by)
