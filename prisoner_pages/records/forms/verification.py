"""Forms in which a source verifies facts: one that is known already, or a new one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from home.languages.date_fields import PastDayField, PrecisionChoice, StatedDateField, refuse_future
from home.languages.written_dates import read_date
from home.widgets import FindInList
from prisoner_pages.choices import DatePrecision, FactGroup, MailReason, MailStatus, SourceKind, Status
from prisoner_pages.facts.actions.sources import NAMELESS, StatedSource, stated_in
from prisoner_pages.models import Facility, Prisoner, Source
from prisoner_pages.policies import PRIVATE_SOURCES
from prisoner_pages.records.forms.acts import SOURCE_URL, ActForm
from prisoner_pages.records.read_models.sources import known_sources, source_in_words


class VerifyingForm(ActForm):
    """The source, chosen among `known` or written anew; `cleaned_data` holds it as a StatedSource."""

    known = forms.ModelChoiceField(
        label=_("source"), queryset=Source.objects.none(), required=False, empty_label=_("another source:")
    )
    kind = forms.ChoiceField(
        label=_("who says so"),
        choices=SourceKind.choices,
        initial=SourceKind.MEDIA,
        help_text=_("What a family or a lawyer says is kept as a source, and not shown."),
    )
    url = forms.URLField(**SOURCE_URL | {"label": _("address of the page")}, max_length=500)
    title = forms.CharField(label=_("title"), required=False, max_length=255)
    on = StatedDateField(
        label=_("date of the source"),
        required=False,
        help_text=_("The day, month or year of which it speaks. Nothing is verified later than that."),
    )
    is_private = forms.BooleanField(label=_("for us only: not to be shown"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].required = False

    def needs_source(self, _said: dict[str, Any]) -> bool:
        """Say whether what is said counts as verified: else a source may be left out."""
        return True

    def offer(self, sources: Iterable[Source]) -> None:
        """Offer these sources of the user's own records, none of them without a day."""
        found = list(sources)
        field: Any = self.fields["known"]
        field.queryset = Source.objects.filter(pk__in=[each.pk for each in found])
        field.choices = [("", field.empty_label), *((each.pk, source_in_words(each)) for each in found)]

    def clean_on(self) -> str:
        written: str = self.cleaned_data["on"]
        refuse_future(read_date(written).day if written else None)
        return written

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("known"):
            return {**said, "source": stated_in(said["known"])}
        if not (self.needs_source(said) or _is_begun(said)):
            return {**said, "source": None}
        if not said.get("on") and "on" not in self.errors:
            self.add_error("on", _("Say of which day the source speaks."))
        is_family = said.get("kind") in PRIVATE_SOURCES
        if not (said.get("url") or said.get("title") or is_family) and "url" not in self.errors:
            self.add_error("url", ValidationError(NAMELESS))
        return said if self.errors else {**said, "source": _written(said)}


def _is_begun(said: dict[str, Any]) -> bool:
    is_another = said.get("kind") not in ("", SourceKind.MEDIA)
    return is_another or any(said.get(name) for name in ("url", "title", "on"))


def _written(said: dict[str, Any]) -> StatedSource:
    kind = said["kind"] or SourceKind.MEDIA
    return StatedSource(
        read_date(said["on"]),
        kind,
        said["url"],
        said["title"],
        is_public=not said["is_private"] and kind not in PRIVATE_SOURCES,
    )


class SourcedActForm(VerifyingForm):
    """An act that a source bears out, done to one record or to many; of many no source is known."""

    def __init__(self, *args: Any, record: Prisoner | None = None, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        if record:
            self.offer(known_sources(Prisoner.objects.filter(pk=record.pk)))
        else:
            del self.fields["known"]


class VerifyForm(SourcedActForm):
    """One group of facts."""

    group = forms.ChoiceField(label=_("facts"), choices=FactGroup.choices)
    held_at = forms.IntegerField(required=False, widget=forms.HiddenInput)  # what was shown
    field_order = ["group"]

    def __init__(self, *args: Any, record: Prisoner | None = None, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        self.fields["held_at"].initial = record and record.facility_id
        if record:
            told: Any = self.fields["group"]
            # An empty one first: what was asked for may not be told any more, and nothing else is meant then.
            offered = [choice for choice in FactGroup.choices if choice[0] in record.groups_told]
            told.choices = [("", "—"), *offered]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        held_at = said.get("held_at") if said.get("group") == FactGroup.PLACE else None
        return {name: said[name] for name in ("group", "source") if name in said} | {"held_at": held_at}


class PlaceOrTransfer(forms.ModelChoiceField):
    """A place, or None for a transfer, which is chosen as well: nobody is on the way by a careless press."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices: Any = self._offered

    def _offered(self) -> list[tuple[Any, Any]]:
        empty, *places = ModelChoiceIterator(self)
        return [empty, (Status.IN_TRANSFER.value, _("not known: being transferred")), *places]

    def clean(self, value: Any) -> Facility | None:
        return None if value == Status.IN_TRANSFER else super().clean(value)


class TransferForm(SourcedActForm):
    facility = PlaceOrTransfer(
        label=_("new place of detention"), queryset=Facility.objects.all(), widget=FindInList
    )
    since = PastDayField(
        label=_("since when"),
        required=False,
        help_text=_("Empty: not known; by the day of the source at the latest."),
        precision="precision",
    )
    precision = PrecisionChoice(
        label=_("precision of the date"),
        choices=DatePrecision.choices,
        initial=DatePrecision.DAY,
        of="since",
    )
    field_order = ("facility", "since", "precision")

    def needs_source(self, said: dict[str, Any]) -> bool:
        return "facility" not in said or said["facility"] is not None

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        source, since = said.get("source"), said.get("since")
        if source and since and source.on.precision == DatePrecision.DAY and since > source.on.day:
            self.add_error("since", _("The source speaks of an earlier day: it can’t know of this move."))
        taken = {"facility": said.get("facility"), "precision": said.get("precision")}
        return taken | {"source": source, "on": since}


class MailForm(SourcedActForm):
    status = forms.ChoiceField(label=_("letters"), choices=MailStatus.choices)
    reason = forms.ChoiceField(label=_("why"), choices=MailReason.choices, required=False)
    since = PastDayField(label=_("since when"), required=False)
    field_order = ("status", "reason", "since")

    def needs_source(self, said: dict[str, Any]) -> bool:
        return said.get("status") != MailStatus.UNKNOWN

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        return {name: said[name] for name in ("status", "reason", "since", "source") if name in said}


class VerifyPlaceForm(VerifyingForm):
    """One group of facts of everybody who is ticked."""

    people = forms.ModelMultipleChoiceField(
        label=_("People"),
        queryset=Prisoner.objects.none(),
        error_messages={
            "required": _("Tick those of whom the source says so."),
            "invalid_choice": _("Somebody you had ticked is no longer here: moved, freed or handed over."),
        },
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        field.queryset = people
