"""Small forms for what is done to a record at once, without a draft. Field names are the actions' own."""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from home.languages.date_fields import DayField, PastDayField, PrecisionChoice, StatedDateField
from home.languages.info import CONTENT_LANGUAGES, SOURCE_LANGUAGE
from home.languages.written_dates import PartialDate, read_date
from home.widgets import FindInList
from prisoner_pages.choices import (
    Basis,
    DatePrecision,
    FacilityMail,
    PauseForm,
    PostAnswer,
    Scope,
    Status,
    ToldBy,
)
from prisoner_pages.consents.consent_words import faults_of
from prisoner_pages.facts.actions.post_notes import refuse_unfit
from prisoner_pages.models import Consent, Facility, Partner, Prisoner
from prisoner_pages.permissions.partners import colleagues_of, partners_for
from prisoner_pages.policies import HELD_STATUSES
from prisoner_pages.records.read_models.translations import languages_to_ask

# Of a basis; another word than "about" before a number.
SCOPE = Consent._meta.get_field("scope").verbose_name
SOURCE_URL: dict[str, Any] = {"label": _("public source"), "required": False, "assume_scheme": "https"}


class ActForm(forms.Form):
    """Labels begin as the admin's own do. `record` is what the act is done to, `by` who fills it in."""

    def __init__(
        self, *args: Any, record: Prisoner | None = None, by: User | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capfirst(field.label)


class NothingForm(ActForm):
    """Nothing to fill in: the button is the decision."""


class HideForm(ActForm):
    form = forms.ChoiceField(label=_("form"), choices=PauseForm.choices, initial=PauseForm.QUIET)
    reason = forms.CharField(
        label=_("reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Encrypted; read by moderators of your partner."),
    )


class PlaceForm(ActForm):
    facility = forms.ModelChoiceField(
        label=_("place of detention"), queryset=Facility.objects.all(), widget=FindInList
    )
    source_url = forms.URLField(**SOURCE_URL)

    def __init__(self, *args: Any, record: Prisoner | None = None, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        field: Any = self.fields["facility"]
        field.queryset = field.queryset.exclude(pk=record.facility_id if record else None)


class StatusForm(ActForm):
    status = forms.ChoiceField(
        label=_("status"),
        choices=[(each.value, each.label) for each in Status if each in HELD_STATUSES - {Status.IN_TRANSFER}],
    )
    on = PastDayField(
        label=_("since when"), required=False, help_text=_("Empty: today."), precision="precision"
    )
    precision = PrecisionChoice(
        label=_("precision of the date"), choices=DatePrecision.choices, initial=DatePrecision.DAY, of="on"
    )
    source_url = forms.URLField(**SOURCE_URL)

    def __init__(self, *args: Any, record: Prisoner | None = None, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        field: Any = self.fields["status"]
        now = record.status if record else None
        field.choices = [choice for choice in field.choices if choice[0] != now]


class ColleagueField(forms.ModelChoiceField):
    def label_from_instance(self, user: Any) -> str:
        return user.get_full_name() or user.get_username()


class AssignForm(ActForm):
    to = ColleagueField(
        label=_("to the colleague"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("to nobody any more"),
    )

    def __init__(self, *args: Any, by: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        if by:
            cast(ColleagueField, self.fields["to"]).queryset = colleagues_of(by)


class TranslationForm(ActForm):
    language = forms.ChoiceField(label=_("into the language"), choices=())

    def __init__(self, *args: Any, record: Prisoner | None = None, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        known = languages_to_ask(record) if record else _languages_of_translations()
        field = cast(forms.ChoiceField, self.fields["language"])
        field.choices = [(code, name) for code, name in CONTENT_LANGUAGES if code in known]


def _languages_of_translations() -> set[str]:
    return set(Locale.objects.values_list("language_code", flat=True)) - {SOURCE_LANGUAGE}


class PostNoteForm(ActForm):
    answer = forms.ChoiceField(label=_("letters"), choices=PostAnswer.choices)
    on = StatedDateField(
        label=_("day or month"),
        help_text=_("When it was so: 14.10.2026 or 10.2026. Nobody outside is told the day."),
    )
    told_by = forms.ChoiceField(label=_("told by"), choices=ToldBy.choices)
    source = forms.CharField(
        label=_("who told it, and how"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Encrypted; read by your partner alone, and forgotten after half a year."),
    )

    def clean_on(self) -> PartialDate:
        said = read_date(self.cleaned_data["on"])
        refuse_unfit(said)
        return said


class PlacePostNoteForm(PostNoteForm):
    """From the screen of a place: for which of one's partners it is noted."""

    partner = forms.ModelChoiceField(label=_("for the partner"), queryset=Partner.objects.none())

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["partner"])
        field.queryset = partners_for(by).with_workspace()
        if field.queryset.count() == 1:
            field.initial, field.widget = field.queryset.get(), forms.HiddenInput()


class HandOverForm(ActForm):
    to = forms.ModelChoiceField(label=_("to the partner"), queryset=Partner.objects.with_workspace().open())

    def __init__(self, *args: Any, record: Prisoner | None = None, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        field: Any = self.fields["to"]
        field.queryset = field.queryset.exclude(pk=record.partner_id if record else None)


class ConsentForm(ActForm):
    scope = forms.ChoiceField(label=SCOPE, choices=Scope.choices)
    basis = forms.ChoiceField(label=_("basis"), choices=Basis.choices)
    given_by = forms.CharField(
        label=_("given by"), required=False, max_length=255, help_text=_("Who and how related. Encrypted.")
    )
    given_on = PastDayField(label=_("given on"), required=False)
    expires_on = DayField(
        label=_("expires on"),
        required=False,
        help_text=_("From the next day on it no longer holds."),
    )
    proof = forms.CharField(
        label=_("how it was given"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("In a letter, a message, a call; where it is kept. Encrypted."),
    )
    source_url = forms.URLField(**SOURCE_URL)

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if "scope" in data and "basis" in data:
            faults = faults_of(Scope(data["scope"]), Basis(data["basis"]), **data)
            for name, fault in faults.items():
                if name not in self.errors:
                    self.add_error(name, fault)
        return data


class PrivateForm(ActForm):
    """Contacts, proof and notes; encrypted before they are stored."""

    contacts = forms.CharField(
        label=_("contacts of the family and the lawyer"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea({"rows": 5}),
    )
    proof = forms.CharField(
        label=_("proof"), required=False, max_length=10_000, widget=forms.Textarea({"rows": 4})
    )
    notes = forms.CharField(
        label=_("notes"), required=False, max_length=10_000, widget=forms.Textarea({"rows": 6})
    )


class FacilityMailForm(ActForm):
    """All pages about a place say so from then on, and the API on which day by which source."""

    status = forms.ChoiceField(label=_("letters"), choices=FacilityMail.choices)
    since = PastDayField(
        label=_("since when"), required=False, help_text=_("Empty: from the day of which the source speaks.")
    )
    checked_on = PastDayField(label=_("checked on"), help_text=_("The day of which the source speaks."))
    source_url = forms.URLField(**(SOURCE_URL | {"required": True}))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        return {**said, "since": said.get("since") or said.get("checked_on")}
