"""Date fields of forms: exactly what was typed, or a refusal beside it."""

from datetime import date

import pytest
from django import forms
from django.utils import timezone
from django.utils.translation import override

from home.languages.date_fields import (
    DayField,
    MomentField,
    MonthField,
    PastDayField,
    PrecisionChoice,
    StatedDateField,
    StatedPeriodField,
)
from prisoner_pages.choices import DatePrecision


class Dated(forms.Form):
    on = DayField(precision="precision", required=False)
    precision = PrecisionChoice(of="on", choices=DatePrecision.choices, initial="day")


class Plain(forms.Form):
    day = DayField(required=False)
    past = PastDayField(required=False)
    month = MonthField(required=False)
    moment = MomentField(required=False)
    stated = StatedDateField(required=False)
    period = StatedPeriodField(required=False)


def sent(typed, chosen="day", **initial):
    form = Dated({"on": typed, "precision": chosen}, initial=initial or None)
    return form.is_valid(), form


@pytest.mark.parametrize(
    ("typed", "chosen", "kept"),
    [
        ("27.04.1980", "day", (date(1980, 4, 27), "day")),
        ("04.1980", "day", (date(1980, 4, 1), "month")),
        ("1980", "month", (date(1980, 1, 1), "year")),
        ("27.04.1980", "before", (date(1980, 4, 27), "before")),
        ("27.04.1980", "month", (date(1980, 4, 27), "month")),  # chosen on purpose
        ("", "day", (None, "day")),
    ],
)
def test_a_partial_date_sets_the_precision(typed, chosen, kept):
    is_valid, form = sent(typed, chosen)

    assert is_valid
    assert (form.cleaned_data["on"], form.cleaned_data["precision"]) == kept


def test_a_kept_month_is_shown_as_a_month_and_sending_it_again_is_no_change():
    kept = {"on": date(1980, 4, 1), "precision": "month"}
    shown = Dated(initial=kept)["on"].value()

    is_valid, form = sent(shown, "month", **kept)

    assert shown == "04.1980"
    assert is_valid
    assert not form.has_changed()


def test_a_day_typed_over_a_month_is_a_day():
    is_valid, form = sent("27.04.1980", "month", on=date(1980, 4, 1), precision="month")

    assert is_valid
    assert form.cleaned_data["precision"] == "day"


@pytest.mark.parametrize("bound", ["before", "after"])
def test_a_month_is_no_bound(bound):
    is_valid, form = sent("04.1980", bound)

    assert not is_valid
    assert list(form.errors) == ["precision"]
    assert (form["on"].value(), form["precision"].value()) == ("04.1980", bound)


@pytest.mark.parametrize("name", ["day", "past", "moment"])
@pytest.mark.parametrize("typed", ["04.1980", "1980", "1980-04-31", "yesterday"])
def test_where_a_whole_day_is_needed_the_rest_is_refused_and_stays(name, typed):
    form = Plain({name: typed})

    assert list(form.errors) == [name]
    assert f'value="{typed}"' in str(form[name])


def test_a_refusal_is_in_the_readers_language():
    with override("uk"):
        assert Plain({"day": "04.1980"}).errors["day"] == ["Напишіть день повністю, наприклад 27.04.1980."]


def test_what_has_happened_lies_not_ahead():
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)

    assert list(Plain({"past": f"{tomorrow:%d.%m.%Y}", "day": f"{tomorrow:%d.%m.%Y}"}).errors) == ["past"]


def test_a_month_alone():
    assert Plain({"month": "квітень 2026"}).is_valid()
    assert list(Plain({"month": "27.04.2026"}).errors) == ["month"]
    assert list(Plain({"month": "2026"}).errors) == ["month"]
    assert Plain(initial={"month": date(2026, 4, 1)})["month"].value() == "04.2026"


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("stated", "27 квітня 1980 року", "1980-04-27"),
        ("stated", "04.1980", "1980-04"),
        ("stated", "", ""),
        ("period", "1980", "1980"),
        ("period", "з 26.02.2014", "since 2014-02-26"),
        ("period", "since 2014-02-26", "since 2014-02-26"),
    ],
)
def test_a_date_that_is_cited_is_kept_as_it_is_cited(name, typed, kept):
    form = Plain({name: typed})

    assert form.is_valid()
    assert form.cleaned_data[name] == kept


def test_a_moment_is_by_the_clock_of_the_site():
    form = Plain({"moment": "27.11.2026 14:30"})

    assert form.is_valid()
    assert timezone.localtime(form.cleaned_data["moment"]).hour == 14
    assert Plain(initial=form.cleaned_data)["moment"].as_widget().count('value="27.11.2026 14:30"') == 1
