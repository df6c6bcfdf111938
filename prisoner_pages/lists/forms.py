"""The form that takes a list in, and the one for what is known of one person."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from prisoner_pages.choices import Regime, Status
from prisoner_pages.importing.forms import TableForm
from prisoner_pages.importing.read_models.person_rows import facts_in
from prisoner_pages.importing.reading import MAX_CELL_CHARS
from prisoner_pages.lists.read_models.columns import LABELS
from prisoner_pages.models import Partner
from prisoner_pages.querysets.partners import PartnerQuerySet
from prisoner_pages.records.forms.announcements import SourcedForm

NOTHING = ("", _("nothing is said of it"))
# What is stated of one person by hand, in the words of a list; and what is chosen there, not written.
STATED = (
    *("full_name_uk", "patronymic_uk", "full_name_en", "full_name_ru", "birth_date"),
    *("status", "facility_name", "can_receive_letters"),
    *("charge_articles", "detention_date", "sentence_years", "sentence_months", "regime"),
)
CHOSEN = {
    "status": [each for each in Status.choices if each[0] != Status.UNKNOWN],
    "regime": [each for each in Regime.choices if each[0]],
    "can_receive_letters": [("yes", _("yes")), ("no", _("no"))],
}


class ListForm(TableForm):
    partner_label = _("Whose list it is")
    file_help = _("CSV in UTF-8 or XLSX, up to 5 MB and 20,000 rows, with headings in the first row.")


class StatementForm(SourcedForm):
    """What else is known of one person, and who says so. `said` is {name of a fact: value}."""

    partner = forms.ModelChoiceField(
        label=_("who states it"), queryset=Partner.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, partners: PartnerQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said: dict[str, Any] = {}
        field = cast(forms.ModelChoiceField, self.fields["partner"])
        field.queryset, field.initial = partners, partners.first()
        self.fields = dict(_facts()) | self.fields

    def clean(self) -> dict[str, Any]:
        sent = super().clean()
        self.said, faults = facts_in({name: sent.get(name) or "" for name in STATED})
        for fault in faults:
            self.add_error(fault.column, fault.message)
        if not self.said and not self.errors:
            self.add_error(None, _("Say at least one thing about the person."))
        return sent

    @property
    def source(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in STATED}


def _facts() -> Iterator[tuple[str, forms.Field]]:
    for column in STATED:
        label = capfirst(LABELS[column])
        if column in CHOSEN:
            yield column, forms.ChoiceField(label=label, choices=[NOTHING, *CHOSEN[column]], required=False)
        else:
            yield column, forms.CharField(label=label, max_length=MAX_CELL_CHARS, required=False)
