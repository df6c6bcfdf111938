"""Form fields for dates: plain text, read as people write dates, never put right in silence.

No calendar of a browser or of Wagtail: both replace what they cannot read, by today or by another day.
Wagtail's forms get these fields for every date of a model (`home.fields`); a form of ours names them itself.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.languages.dates import AFTER, BEFORE, DAY, MONTH, YEAR
from home.languages.written_dates import (
    DateRefused,
    PartialDate,
    date_to_type,
    read_date,
    read_moment,
    whole_day,
)

TEXT_ATTRS = {"autocomplete": "off"}
# What a choice of precision holds where a month or a year is to be a bound, which only a day can be.
INEXACT_BOUND = "inexact-bound"


Written = TypeVar("Written")
Read = TypeVar("Read")


def reading(reader: Callable[[Written], Read], written: Written) -> Read:
    """Return what the reader makes of it; what it refuses is a fault of the form."""
    try:
        return reader(written)
    except DateRefused as refusal:
        raise ValidationError(str(refusal), code="invalid") from refusal


class DayInput(forms.DateInput):
    """A line of text."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({**TEXT_ATTRS, "placeholder": "27.04.1980", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return date_to_type(value) if isinstance(value, date) else super().format_value(value)


class MomentInput(forms.DateTimeInput):
    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__({**TEXT_ATTRS, "placeholder": "27.04.2026 14:30", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return f"{value:%d.%m.%Y %H:%M}" if isinstance(value, datetime) else super().format_value(value)


class DayBound(BoundField):
    """A date in a form, which may hold beside it how exactly it is known."""

    field: "DayField"

    @property
    def precision_name(self) -> str:
        """The field of the form that holds the precision, or "": then only a whole day is taken."""
        name = self.field.precision
        return name if name in self.form.fields else ""

    def value(self) -> Any:
        value = super().value()
        if isinstance(value, date) and self.precision_name:
            return date_to_type(value, self.form[self.precision_name].initial or DAY)
        return value


class DayField(forms.DateField):
    """A date; where `precision` names a field beside it, a month or a year alone is taken as well."""

    widget: Any = DayInput
    bound_field_class = DayBound

    def __init__(self, *, precision: str = "", widget: Any = None, **kwargs: Any) -> None:
        self.precision = precision
        own = isinstance(widget, DayInput) or (isinstance(widget, type) and issubclass(widget, DayInput))
        super().__init__(widget=widget if own else None, **kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> DayBound:
        bound = DayBound(form, self, field_name)
        self.precision = bound.precision_name
        return bound

    def to_python(self, value: Any) -> date | None:
        written = self.read(value)
        if written is None:
            return None
        return written.day if self.precision else reading(whole_day, written)

    def read(self, value: Any) -> PartialDate | None:
        """Return what was typed as exactly as it was typed. Raises ValidationError."""
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, date):
            return PartialDate(value, DAY)
        text = str(value).strip() if value else ""
        return reading(read_date, text) if text else None


class PastDayField(DayField):
    """A date of what has happened."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        refuse_future(value)


def refuse_future(value: date | None) -> None:
    if value and value > timezone.localdate():
        raise ValidationError(_("This day is still to come."), code="future")


class MonthField(DayField):
    """A month; its first day. A day or a year is refused."""

    widget = DayInput({"placeholder": "04.2026"})

    def to_python(self, value: Any) -> date | None:
        written = self.read(value)
        if written and written.precision != MONTH and not isinstance(value, date):
            raise ValidationError(_("Write a month and a year, like 04.2026."), code="invalid")
        return written.day if written else None

    def prepare_value(self, value: Any) -> Any:
        return date_to_type(value, MONTH) if isinstance(value, date) else value


class MomentField(forms.DateTimeField):
    """A day and a time, by the clock of the site."""

    widget = MomentInput

    def __init__(self, *, widget: Any = None, **kwargs: Any) -> None:
        # Wagtail's own panels bring their calendar, whose attributes their scripts look for.
        super().__init__(widget=MomentInput(getattr(widget, "attrs", None)), **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, str) and value.strip():
            value = reading(read_moment, value)
        return super().to_python(value)


class StatedDateBound(BoundField):
    def value(self) -> Any:
        value = super().value()
        return value if self.form.is_bound else stated_to_type(value)


def stated_to_type(text: str | None) -> str | None:
    """Write what is kept as people write it; what is no date stands as it is."""
    try:
        written = read_date(text or "")
    except DateRefused:
        return text
    return date_to_type(written.day, written.precision)


class StatedDateField(forms.CharField):
    """A date as a source states it, kept as text: 1980, 1980-04 or 1980-04-27."""

    bound_field_class = StatedDateBound

    def __init__(self, *, max_length: int | None = None, widget: Any = None, **kwargs: Any) -> None:
        super().__init__(widget=DayInput, **kwargs)  # as long as people write it; what is kept is short

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return str(reading(read_date, text)) if text else text


# What is counted from a day on: kept as "since 2014-02-26".
SINCE = re.compile(r"(?:since|from|з|із|від)\s+(.+)", re.IGNORECASE)


class StatedPeriodField(StatedDateField):
    """A date as a source states it, or all time since one."""

    def to_python(self, value: Any) -> str | None:
        since = SINCE.fullmatch(value.strip()) if isinstance(value, str) else None
        return f"since {super().to_python(since[1])}" if since else super().to_python(value)


# --- How exactly -------------------------------------------------------------------------------------
class PrecisionBound(BoundField):
    """The choice beside a date. A month or a year that was typed is known no more exactly than that."""

    @property
    def data(self) -> Any:
        chosen, written = super().data, self._written()
        if written is None:
            return chosen
        if written.precision != DAY:
            return INEXACT_BOUND if chosen in (BEFORE, AFTER) else written.precision
        # A choice of before is left behind by a day that is typed over a month.
        is_left = chosen == (self.initial or DAY)
        return DAY if is_left and chosen in (MONTH, YEAR) else chosen

    def value(self) -> Any:
        return super().data if self.form.is_bound and self.data == INEXACT_BOUND else super().value()

    def _written(self) -> PartialDate | None:
        field: Any = self.field
        beside: Any = self.form.fields.get(field.of)
        try:
            return beside and beside.read(self.form[field.of].data)
        except ValidationError:
            return None  # refused at its own field


class PrecisionChoice(forms.TypedChoiceField):
    """How exactly the date in the field `of` is known."""

    bound_field_class = PrecisionBound

    def __init__(self, *, of: str, **kwargs: Any) -> None:
        self.of = of
        super().__init__(**kwargs)

    def validate(self, value: Any) -> None:
        if value == INEXACT_BOUND:
            raise ValidationError(_("Before or after which day? Write the whole day beside it."))
        super().validate(value)
