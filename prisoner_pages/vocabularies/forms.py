"""The form by which another word takes the place of one."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _


class MergeForm(forms.Form):
    into: Any = forms.ModelChoiceField(
        label=_("Word that stays"), queryset=None, help_text=_("It takes the place everywhere.")
    )

    def __init__(self, *args: Any, offered: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["into"]
        field.queryset = offered
