"""One row of the sheet: a field for what is missing of a person for a letter, none for what is known."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from home.languages.date_fields import PastDayField, reading, refuse_future
from home.languages.written_dates import PartialDate, read_date
from prisoner_pages.choices import Basis, MailStatus, Scope
from prisoner_pages.consents.consent_words import ASKED_FOR, faults_of
from prisoner_pages.facts import person_names
from prisoner_pages.facts.cells import CellRefused
from prisoner_pages.facts.person_names import LONGEST_NAME
from prisoner_pages.models import Facility
from prisoner_pages.records.read_models.letter_sheet import FindPlace, Said

WHICH_PLACE = _("None or several places of detention are known by these words: choose one of the list.")
ON_WHICH_DAY = _("On which day does the source say so?")
LETTERS = [("", "—"), *((each.value, each.label) for each in (MailStatus.CAN, MailStatus.CANNOT))]


class YearField(forms.CharField):
    """A date of birth as exactly as it is known: a year is enough."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return reading(read_date, text) if text else None

    def validate(self, value: PartialDate | None) -> None:
        refuse_future(value.day if value else None)


class PapersField(forms.CharField):
    """A name as in prison papers: surname first."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        try:
            return person_names.surname_first(text) if text else None
        except CellRefused as refused:
            raise ValidationError(str(refused)) from refused

    def run_validators(self, value: Any) -> None:
        """The reader of names says what is wrong with one."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or "").strip() != (data or "").strip()


def fields_of_row() -> dict[str, forms.Field]:
    short = {"autocomplete": "off"}
    return {
        "listed": forms.BooleanField(label=_("listed as a recipient"), required=False),
        "name_ru": PapersField(
            label=_("full name in Russian"),
            required=False,
            max_length=LONGEST_NAME,
            widget=forms.TextInput(short),
        ),
        "no_patronymic": forms.BooleanField(label=_("no patronymic"), required=False),
        "birth_date": YearField(
            label=_("date or year of birth"), required=False, widget=forms.TextInput(short | {"size": 10})
        ),
        "place": forms.CharField(
            label=_("place of detention"),
            required=False,
            max_length=300,
            widget=forms.TextInput(short | {"list": "places"}),
        ),
        "still_there": forms.BooleanField(label=_("still held there"), required=False),
        "letters": forms.ChoiceField(label=_("do letters arrive?"), choices=LETTERS, required=False),
        "source": forms.URLField(label=_("source"), required=False, max_length=500, assume_scheme="https"),
        "on": PastDayField(label=_("day of the source"), required=False),
    }


# What can be said of many at once, in the order of the columns.
SHARED = ("listed", "place", "still_there", "letters", "source", "on", "no_patronymic")
NAMES = (*fields_of_row(),)
# Says nothing by itself.
SOURCE = {"source", "on"}


class RowForm(forms.Form):
    """`needs` names what is missing; `held_name` is the name in Russian as far as it is known."""

    def __init__(
        self, *args: Any, needs: set[str], held_name: str, find_place: FindPlace, who: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.held_name, self.find_place = held_name, find_place
        self.fields = {name: field for name, field in fields_of_row().items() if name in needs}
        for field in self.fields.values():
            field.label = capfirst(field.label)
            field.widget.attrs["aria-label"] = f"{field.label}: {who}"
        if "name_ru" in self.fields:
            self.fields["name_ru"].initial = held_name

    def clean_place(self) -> Facility | None:
        words = self.cleaned_data["place"]
        place = self.find_place(words) if words else None
        if words and place is None:
            raise ValidationError(WHICH_PLACE)
        return place

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("listed"):
            faults = faults_of(Scope.LETTERS, Basis.LISTED, source_url=said.get("source"))
            self._fault("source", faults.get("source_url"))
        if said.get("place") or said.get("still_there") or said.get("letters"):
            self._fault("source", "" if said.get("source") else ASKED_FOR["source_url"])
            self._fault("on", "" if said.get("on") else ON_WHICH_DAY)
        name = said.get("name_ru")
        if name and name.in_papers == self.held_name:
            said["name_ru"] = None
        return said

    @property
    def held_at(self) -> int | None:
        """Return the key of the place that the row showed."""
        text = self.data.get(self.add_prefix("held_at"), "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None

    def _fault(self, field: str, fault: Any) -> None:
        if fault and field not in self.errors:
            self.add_error(field, fault)

    @property
    def said(self) -> Said:
        given = self.cleaned_data
        facts = {name: given[name] for name in ("name_ru", "birth_date") if given.get(name)}
        return Said(
            is_listed=bool(given.get("listed")),
            facts=facts,
            has_no_patronymic=bool(given.get("no_patronymic")),
            place=given.get("place"),
            is_still_there=bool(given.get("still_there")),
            held_at=self.held_at,
            letters=given.get("letters") or "",
            source_url=given.get("source") or "",
            on=given.get("on"),
        )
