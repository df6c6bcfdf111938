"""Dates and terms in the record's form: what cannot be is refused at its field, and what was typed stays."""

from datetime import date

import pytest
from wagtail.test.utils.form_data import inline_formset

from tests.factories.partners import employ_editor, logged_in, open_partner
from tests.factories.prisoner_pages import PrisonerFactory, open_locales
from tests.prisoner_pages.records.test_record_screens import fields_of, url
from tests.standing import standing
from tests.tiers import LONG, first_of


@standing
def record(db):
    open_locales("uk", "en")
    return PrisonerFactory(partner=open_partner("zmina"))


@pytest.fixture
def send(record):
    """Return a function that saves the record's form as its editor; returns the answer."""
    client = logged_in(employ_editor(record.partner))
    return lambda **fields: client.post(url("edit", record.pk), fields_of(record, **fields))


def sentence(**fields):
    return {"sentences": inline_formset([{"date_precision": "day", **fields}])}


REFUSED = {
    "birth_date": ["27.04.2199", "1980-04-31", "27.04.80", "1899"],
    "status_since": ["27.04.2199"],
    "mail_since": ["04.2020"],
    "mail_checked_on": ["27.04.2199"],
}


@pytest.mark.full(LONG)
@pytest.mark.parametrize(
    ("name", "typed"),
    first_of([(name, typed) for name, many in REFUSED.items() for typed in many]),
)
def test_a_date_that_cannot_be_is_refused_at_its_field(record, send, name, typed):
    answer = send(**{name: typed})

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [name]
    assert f'value="{typed}"' in answer.content.decode()
    assert not record.revisions.exists()


@pytest.mark.parametrize(
    ("name", "fields"),
    first_of(
        [
            ("years", {"years": 700}),
            ("months", {"years": 2, "months": 13}),
            ("months", {"months": 12}),
            ("prison_months", {"years": 2, "prison_months": 25}),
            ("date", {"date": "27.04.2199"}),
        ]
    ),
)
def test_a_term_that_cannot_be_is_refused_at_its_field(record, send, name, fields):
    answer = send(**sentence(**fields))

    assert answer.status_code == 200
    (line,) = answer.context["form"].formsets["sentences"].forms
    assert list(line.errors) == [name]
    assert not record.revisions.exists()


def test_a_month_in_a_line_of_the_form_sets_its_precision(record, send):
    answer = send(**sentence(date="квітень 2021", years=13, months=6, prison_months=58))

    assert answer.status_code == 302
    record.refresh_from_db()
    (line,) = record.get_latest_revision_as_object().sentences.all()
    assert (line.date, line.date_precision) == (date(2021, 4, 1), "month")


def test_a_source_is_cited_by_the_date_that_was_typed(record, send):
    lines = [
        {"url": "https://example.org/", "kind": "media", "date": "27 квітня 2021", "seen_on": "1.5.2021"}
    ]

    assert send(sources=inline_formset(lines)).status_code == 302

    record.refresh_from_db()
    (source,) = record.get_latest_revision_as_object().sources.all()
    assert (source.date, source.seen_on) == ("2021-04-27", date(2021, 5, 1))


def test_the_form_shows_a_month_as_a_month(record, send):
    record.birth_date, record.birth_precision = date(1980, 4, 1), "month"
    record.save()

    client = logged_in(employ_editor(record.partner, "other"))
    assert 'value="04.1980"' in client.get(url("edit", record.pk)).content.decode()
