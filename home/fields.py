"""Model fields that the apps share, and what Wagtail's forms show for dates."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import models
from wagtail.admin.forms.models import register_form_field_override
from wagtail.fields import StreamField

from home.blocks import BodyBlock
from home.languages.date_fields import (
    DayField,
    MomentField,
    PrecisionChoice,
    StatedDateField,
    StatedPeriodField,
)
from home.languages.dates import DAY

# Name, path, arguments, keyword arguments: what a migration writes of a field.
Deconstructed = tuple[str, str, Sequence[Any], dict[str, Any]]


class BodyField(StreamField):
    """The body of a page; its block definitions stay out of migrations, which would repeat them all."""

    def __init__(
        self, block_types: BodyBlock | Sequence[tuple[str, Any]] | None = None, **kwargs: Any
    ) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(block_types or BodyBlock(), **{"blank": True, **kwargs})

    def deconstruct(self) -> Deconstructed:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class PlainText(models.CharField):  # type: ignore[type-arg]
    """A text like any other to the database and to migrations; only its form is special."""

    def deconstruct(self) -> Deconstructed:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class StatedDate(PlainText):
    """A date as a source states it: 1980, 1980-04 or 1980-04-27."""

    form_class = StatedDateField

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": self.form_class, **kwargs})


class StatedPeriod(StatedDate):
    """The same, or "since 1980-04-27"."""

    form_class = StatedPeriodField


class PrecisionField(PlainText):
    """How exactly the date in the field `of` of the same model is known."""

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{"max_length": 10, "default": DAY, **kwargs})

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"choices_form_class": partial(PrecisionChoice, of=self.of), **kwargs})


def day_of_model(field: "models.DateField[Any, Any]") -> dict[str, Any]:
    """Return the form field of a date; one with a precision field beside it also takes a month or a year."""
    beside = (each for each in field.model._meta.fields if isinstance(each, PrecisionField))
    precision = next((each.name for each in beside if each.of == field.name), "")
    return {"form_class": partial(DayField, precision=precision)}


def show_dates_in_admin() -> None:
    """Replace Wagtail's calendar with our fields, in each of its forms."""
    register_form_field_override(models.DateField, override=day_of_model)
    register_form_field_override(models.DateTimeField, override={"form_class": MomentField})
