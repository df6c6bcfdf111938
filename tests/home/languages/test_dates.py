import re
from dataclasses import replace
from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import date_format

from home.languages.dates import PRECISIONS, date_in_words, since_in_words
from home.languages.info import CONTENT_LANGUAGES, CYRILLIC, script_of, scripts_in
from home.languages.table import LANGUAGES, declared

CODES = [language for language, _name in CONTENT_LANGUAGES]
DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "language,day,month,year,before,after",
    [
        (
            "uk",
            "24 листопада 2026 року",
            "листопад 2026 року",
            "2026 рік",
            "до 24 листопада 2026 року",
            "після 24 листопада 2026 року",
        ),
        (
            "en",
            "24 November 2026",
            "November 2026",
            "2026",
            "before 24 November 2026",
            "after 24 November 2026",
        ),
        ("crh", "24 noyabr 2026", "noyabr 2026", "2026", "… – 24 noyabr 2026", "24 noyabr 2026 – …"),
        (
            "de",
            "24. November 2026",
            "November 2026",
            "2026",
            "vor dem 24. November 2026",
            "nach dem 24. November 2026",
        ),
        (
            "fr",
            "24 novembre 2026",
            "novembre 2026",
            "2026",
            "avant le 24 novembre 2026",
            "après le 24 novembre 2026",
        ),
        (
            "pl",
            "24 listopada 2026 r.",
            "listopad 2026 r.",
            "2026 r.",
            "przed 24 listopada 2026 r.",
            "po 24 listopada 2026 r.",
        ),
        (
            "cs",
            "24. listopadu 2026",
            "listopad 2026",
            "2026",
            "před 24. listopadem 2026",
            "po 24. listopadu 2026",
        ),
        (
            "bg",
            "24 ноември 2026 г.",
            "ноември 2026 г.",
            "2026 г.",
            "преди 24 ноември 2026 г.",
            "след 24 ноември 2026 г.",
        ),
        (
            "sv",
            "24 november 2026",
            "november 2026",
            "2026",
            "före den 24 november 2026",
            "efter den 24 november 2026",
        ),
    ],
)
def test_date_is_told_as_exactly_as_it_is_known(language, day, month, year, before, after):
    told = {precision: date_in_words(DAY, precision, language) for precision in PRECISIONS}

    assert told == {"day": day, "month": month, "year": year, "before": before, "after": after}


@pytest.mark.parametrize("language", CODES)
class TestEveryLanguage:
    def test_has_twelve_different_months_in_its_own_script(self, language):
        names = declared(language).dates.alone or declared(language).dates.months

        assert len(set(names)) == 12
        assert scripts_in("".join(names)) == {script_of(language)}

    def test_page_language_is_used_when_none_is_given(self, language):
        with translation.override(language):
            assert date_in_words(DAY) == date_in_words(DAY, "day", language)

    def test_date_filters_speak_the_language_too(self, language):
        with translation.override(language):
            shown = date_format(DAY, "DATE_FORMAT")

        assert re.match(r"0?24\.? ", shown)
        assert scripts_in(shown) == {script_of(language)}
        if language not in ("bg", "uk"):
            assert CYRILLIC not in scripts_in(shown)


def test_first_day_of_a_french_month_is_an_ordinal():
    assert date_in_words(date(2026, 5, 1), "day", "fr") == "1er mai 2026"


def test_unknown_date_says_nothing():
    assert date_in_words(None) == ""


def test_ukrainian_date_filter_writes_the_genitive_and_the_whole_word():
    with translation.override("uk"):
        assert date_format(DAY, "DATE_FORMAT") == "24 листопада 2026 року"
        assert date_format(DAY, "YEAR_MONTH_FORMAT") == "листопад 2026 року"


def test_a_language_without_its_twelve_months_has_english_dates(monkeypatch):
    half = replace(
        declared("sv"), dates=replace(declared("sv").dates, months=declared("sv").dates.months[:11])
    )
    monkeypatch.setitem(LANGUAGES, "sv", half)

    assert {date_in_words(DAY, "before", code) for code in ("sv", "tr")} == {"before 24 November 2026"}


@pytest.mark.parametrize(
    ("language", "day", "month", "year"),
    [
        ("uk", "з 24 листопада 2026 року", "з листопада 2026 року", "з 2026 року"),
        ("en", "since 24 November 2026", "since November 2026", "since 2026"),
        ("cs", "od 24. listopadu 2026", "od listopadu 2026", "od roku 2026"),
        ("crh", "24 noyabr 2026 – …", "noyabr 2026 – …", "2026 – …"),
        ("tr", "since 24 November 2026", "since November 2026", "since 2026"),
    ],
)
def test_since_when_is_said_as_each_language_says_it(language, day, month, year):
    told = [since_in_words(DAY, precision, language) for precision in ("day", "month", "year")]

    assert told == [day, month, year]
    assert since_in_words(DAY, "before", language) == date_in_words(DAY, "before", language)


@pytest.mark.parametrize(
    ("start", "precision", "end", "words"),
    [
        (date(2024, 1, 1), "year", date(2024, 12, 31), "2024"),
        (date(2024, 3, 1), "year", date(2024, 12, 31), "2024"),
        (date(2024, 5, 1), "month", date(2024, 5, 31), "May 2024"),
        (date(2024, 2, 1), "month", date(2024, 2, 29), "February 2024"),
        (date(2024, 5, 30), "day", date(2024, 5, 30), "30 May 2024"),
        (date(2024, 5, 30), "day", date(2024, 6, 2), "30 May 2024 – 2 June 2024"),
        (date(2023, 1, 1), "year", date(2024, 12, 31), "2023 – 31 December 2024"),
        (date(2024, 1, 1), "year", date(2024, 5, 19), "until 19 May 2024"),
        (date(2024, 5, 1), "month", date(2024, 5, 19), "until 19 May 2024"),
        (date(2024, 5, 1), "month", None, "since May 2024"),
        (None, "day", date(2024, 5, 19), "until 19 May 2024"),
        (None, "day", None, ""),
        (date(2024, 5, 1), "before", date(2024, 12, 31), "before 1 May 2024 – 31 December 2024"),
    ],
)
def test_period_tells_no_end_inside_its_own_beginning(start, precision, end, words):
    template = Template("{% load components %}{% period start precision end %}")
    with translation.override("en"):
        shown = template.render(Context({"start": start, "precision": precision, "end": end}))

    assert re.sub("<[^>]+>", "", shown).strip() == words
    assert not words or shown == shown.rstrip()  # a comma may follow
