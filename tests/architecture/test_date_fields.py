"""Every date in every form is typed and read in one way (home.languages.date_fields)."""

from collections.abc import Iterator

import pytest
from django import forms
from django.apps import apps
from django.urls import get_resolver
from wagtail.admin.panels import get_edit_handler
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from home.languages.date_fields import DayField, DayInput, MomentField, MomentInput, StatedDateField
from tests.tiers import first_of

APPS = ("home", "letters", "prisoner_pages", "cms")
OURS = (DayField, MomentField, StatedDateField)
NATIVE = {"date", "month", "week", "time", "datetime-local"}


def is_date(field: forms.Field) -> bool:
    return (
        isinstance(field, (*OURS, forms.DateField, forms.DateTimeField, forms.SplitDateTimeField))
        or getattr(field.widget, "input_type", "") in NATIVE
        or "date" in getattr(field.widget, "attrs", {}).get("type", "")
    )


def is_ours(field: forms.Field) -> bool:
    widget = field.widget
    kept = isinstance(widget, (DayInput, MomentInput)) and widget.attrs.get("type", "text") == "text"
    return isinstance(field, OURS) and kept and widget.input_type == "text"


def own_forms() -> Iterator[type]:
    get_resolver().url_patterns  # noqa: B018 - imports every view, and with it every form
    classes = [forms.BaseForm]
    while classes:
        found = classes.pop()
        classes += found.__subclasses__()
        if found.__module__.split(".")[0] in APPS:
            yield found


def panelled_forms() -> Iterator[type]:
    """Yield the forms of pages and snippets in the admin, and of the lines inside them."""
    pages = [model for model in apps.get_models() if issubclass(model, Page) and is_own(model)]
    for model in pages:
        yield from with_lines(get_edit_handler(model).get_form_class())
    for model in filter(is_own, get_snippet_models()):
        yield from with_lines(model.snippet_viewset.get_edit_handler().get_form_class())


def is_own(model: type) -> bool:
    return model.__module__.split(".")[0] in APPS


def with_lines(form: type) -> Iterator[type]:
    yield form
    yield from (formset.form for formset in form.formsets.values())


def dates_in(form: type) -> dict[str, forms.Field]:
    fields = form.base_fields if hasattr(form, "base_fields") else {}
    return {f"{form.__name__}.{name}": field for name, field in fields.items() if is_date(field)}


@pytest.mark.parametrize("forms_of", first_of([own_forms, panelled_forms]))
def test_every_date_field_is_our_own(db, forms_of):
    dates = {name: field for form in forms_of() for name, field in dates_in(form).items()}

    assert len(dates) > 10
    assert [name for name, field in dates.items() if not is_ours(field)] == []
