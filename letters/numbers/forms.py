"""Which letters are to be counted."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from home.languages.date_fields import MonthField
from letters.models import LetterDesk

ALL = ""


class NumbersForm(forms.Form):
    desk = forms.ModelChoiceField(label=_("Desk"), queryset=LetterDesk.objects.none(), required=False)
    # Whole months only: days would tell single letters.
    first = MonthField(label=_("From month"), required=False)
    last = MonthField(label=_("To month"), required=False)

    def __init__(
        self, data: QueryDict | None = None, *, desks: QuerySet[LetterDesk], may_see_all: bool
    ) -> None:
        super().__init__(data)
        self.desks, self.may_see_all = desks, may_see_all
        desk = cast(forms.ModelChoiceField, self.fields["desk"])
        desk.queryset, desk.empty_label = desks, _("All desks") if may_see_all else None

    @property
    def chosen(self) -> list[LetterDesk] | None:
        """Return the desks whose letters are counted, None for all; without a choice the first, or all."""
        desk = self.cleaned_data.get("desk") if self.is_valid() else None
        if desk:
            return [desk]
        return None if self.may_see_all else list(self.desks[:1])

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", _("This month lies before the first one."))
        return self.cleaned_data
