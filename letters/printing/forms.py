"""What dispatchers send about packs."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from letters.models import LetterDesk
from letters.paper_sizes import address_formats

TICKED, ALL = "ticked", "all"


class PackForm(forms.Form):
    """A new pack of the user's `desks`: of ticked letters, or of all that wait."""

    desk = forms.ChoiceField(label=_("Desk"))
    envelope_format = forms.ChoiceField(label=_("Envelopes"), choices=address_formats)
    has_blank_sheets = forms.BooleanField(
        label=_("A blank sheet for the answer with each letter"), required=False
    )
    nonce = forms.UUIDField(widget=forms.HiddenInput)
    which = forms.ChoiceField(choices=[(TICKED, TICKED), (ALL, ALL)], required=False)

    def __init__(self, *args: Any, desks: Sequence[LetterDesk], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desks = {str(desk.pk): desk for desk in desks}
        cast(forms.ChoiceField, self.fields["desk"]).choices = [
            (pk, str(desk)) for pk, desk in self.desks.items()
        ]
        if len(desks) == 1:
            self.fields["desk"].widget = forms.HiddenInput()

    def clean_desk(self) -> LetterDesk:
        return self.desks[self.cleaned_data["desk"]]


class RowIdForm(forms.Form):
    row = forms.IntegerField(min_value=1, max_value=2**62)


class RowForm(RowIdForm):
    """One printed letter, and the version of it that the person has seen."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)
