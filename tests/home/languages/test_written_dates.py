"""What people write is read as they meant it; what has no reading, or two, is refused."""

from datetime import date, datetime

import pytest

from home.languages.dates import PRECISIONS, date_in_words
from home.languages.info import CONTENT_LANGUAGES
from home.languages.written_dates import DateRefused, PartialDate, date_to_type, read_date, read_moment

DAY = date(1980, 4, 27)
READ = {
    "27.04.1980": ("day", DAY),
    "27.4.1980": ("day", DAY),
    " 27. 04. 1980 ": ("day", DAY),
    "27/04/1980": ("day", DAY),
    "27-04-1980": ("day", DAY),
    "5/5/1980": ("day", date(1980, 5, 5)),
    "1980-04-27": ("day", DAY),
    "1980/04/27": ("day", DAY),
    "27 квітня 1980": ("day", DAY),
    "27 квітня 1980 року": ("day", DAY),
    "27 квітня 1980 р.": ("day", DAY),
    "27 КВІТНЯ 1980": ("day", DAY),
    "27 кві 1980": ("day", DAY),
    "27 квіт. 1980": ("day", DAY),
    "27 April 1980": ("day", DAY),
    "27th of April 1980": ("day", DAY),
    "27. April 1980": ("day", DAY),
    "April 27, 1980": ("day", DAY),
    "27 Apr 1980": ("day", DAY),
    "27 aprel 1980": ("day", DAY),
    "04.1980": ("month", date(1980, 4, 1)),
    "4/1980": ("month", date(1980, 4, 1)),
    "1980-04": ("month", date(1980, 4, 1)),
    "квітень 1980": ("month", date(1980, 4, 1)),
    "квітень 1980 року": ("month", date(1980, 4, 1)),
    "April 1980": ("month", date(1980, 4, 1)),
    "1980": ("year", date(1980, 1, 1)),
    "1980 р.": ("year", date(1980, 1, 1)),
    "1980 рік": ("year", date(1980, 1, 1)),
}
REFUSED = [
    *("1980-04-31", "31.04.1980", "29 лютого 1981", "00.1980", "1980-13", "32.01.1980"),
    *("27.04.80", "04/05/1980", "04-05-1980", "0980", "3980", "19800", "1899"),
    *(
        "квітень",
        "27 квітня",
        "27 м 1980",
        "27 ма 1980",
        "сьогодні",
        "---",
        "1980\x00",
        "1980 " + "9" * 10_000,
    ),
]


@pytest.mark.parametrize("text", READ)
def test_it_is_read_as_exactly_as_it_was_written(text):
    precision, day = READ[text]

    assert read_date(text) == PartialDate(day, precision)


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:20])
def test_nothing_is_guessed(text):
    with pytest.raises(DateRefused):
        read_date(text)


@pytest.mark.parametrize("language", [code for code, _name in CONTENT_LANGUAGES])
@pytest.mark.parametrize("month", range(1, 13))
def test_what_a_page_says_can_be_typed(language, month):
    for precision in ("day", "month", "year"):
        words = date_in_words(date(2014, month, 7), precision, language)
        assert read_date(words).precision == precision
        assert read_date(words).year == 2014
        assert precision == "year" or read_date(words).day.month == month


@pytest.mark.parametrize("precision", PRECISIONS)
def test_what_a_field_shows_is_read_as_what_is_kept(precision):
    kept = date(1980, 1, 1)

    assert read_date(date_to_type(kept, precision)).day == kept


@pytest.mark.parametrize(
    "text",
    ["27.11.2026 14:30", "2026-11-27 14:30", "27 листопада 2026 року, 14:30", "27 листопада 2026 о 14.30"],
)
def test_a_moment_has_a_day_and_a_time(text):
    assert read_moment(text) == datetime(2026, 11, 27, 14, 30)


@pytest.mark.parametrize(
    "text", ["27.11.2026", "11.2026 14:30", "27.11.2026 25:00", "31.11.2026 14:30", "14:30"]
)
def test_a_moment_without_a_day_or_a_time_is_refused(text):
    with pytest.raises(DateRefused):
        read_moment(text)
