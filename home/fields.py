"""Model fields that the apps share, and what Wagtail's forms show for dates."""

from functools import partial

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


class BodyField(StreamField):
    """The body of a page; its block definitions stay out of migrations, which would repeat them all."""

    def __init__(self, block_types=None, **kwargs):
        kwargs.pop("block_lookup", None)
        super().__init__(block_types or BodyBlock(), **{"blank": True, **kwargs})

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class PlainText(models.CharField):
    """To the database and to migrations a text like any other; its form knows more."""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class StatedDate(PlainText):
    """A date as a source states it: 1980, 1980-04 or 1980-04-27."""

    form_class = StatedDateField

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": self.form_class, **kwargs})


class StatedPeriod(StatedDate):
    """The same, or "since 1980-04-27"."""

    form_class = StatedPeriodField


class PrecisionField(PlainText):
    """How exactly the date in the field `of` of the same model is known."""

    def __init__(self, *args, of: str = "", **kwargs):
        self.of = of
        super().__init__(*args, **{"max_length": 10, "default": DAY, **kwargs})

    def formfield(self, **kwargs):
        return super().formfield(**{"choices_form_class": partial(PrecisionChoice, of=self.of), **kwargs})


def day_of_model(field: models.DateField) -> dict:
    """Return the form field of a date; with a precision beside it, it takes a month or a year as well."""
    beside = (each for each in field.model._meta.fields if isinstance(each, PrecisionField))
    precision = next((each.name for each in beside if each.of == field.name), "")
    return {"form_class": partial(DayField, precision=precision)}


def show_dates_in_admin() -> None:
    """Put our fields in the place of Wagtail's calendar, in each of its forms."""
    register_form_field_override(models.DateField, override=day_of_model)
    register_form_field_override(models.DateTimeField, override={"form_class": MomentField})
