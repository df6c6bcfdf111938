import pytest
from hypothesis import given, strategies as st

from home.site.reference_texts import TEXTS
from letters.text.cleaning import MAX_CHARS, MAX_LINES, clean_line, clean_text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_end_is_a_newline(end):
    assert clean_text(f"один{end}два").text == "один\nдва"
    assert not clean_text(f"один{end}два").is_changed


@pytest.mark.parametrize(
    "unseen", ["\u202e", "\u2066", "\u200b", "\ufeff", "\u00ad", "\x07", "\x00", "\ue000"]
)
def test_unseen_characters_are_dropped_and_told(unseen):
    cleaned = clean_text(f"сло{unseen}во")

    assert cleaned.text == "слово"
    assert cleaned.is_changed


def test_two_marks_at_most_stand_on_a_letter():
    assert clean_text("б" + "\u0301" * 20).text == "б\u0301\u0301"
    assert clean_text("б" + "\u0301" * 20).is_changed


@pytest.mark.parametrize(
    "text",
    [
        "-- \n=====\n+ список\n- список",
        "SELECT * FROM життя; -- жарт",
        "О’Коннор-Ґалаґан, з’їзд, Qırım, ñ ğ ş ç ö ü â İ ı",
        "\tвідступ  і  два  пробіли \n\n\nкінець\n",
        "👨‍👩‍👧 🫶 ❤️",
        "Ѝ ѝ й ї",
        "שלום عليكم",
    ],
)
def test_honest_text_stays_exactly(text):
    assert clean_text(text).text == text
    assert not clean_text(text).is_changed


def test_decomposed_letters_are_composed_without_a_word():
    assert clean_text("и\u0306").text == "й"
    assert not clean_text("и\u0306").is_changed


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\u200b" * 200, "\u00a0\u3000", "\u200d\u2800\u3164", "\u115f", "\ufe0f"]
)
def test_nothing_to_see_is_empty(text):
    assert clean_text(text).is_empty


@pytest.mark.parametrize("text", ["李", ".", "❤️"])
def test_one_character_is_a_text(text):
    assert not clean_text(text).is_empty


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing(text):
    once = clean_text(text).text

    assert clean_text(once).text == once
    assert not clean_text(once).is_changed


def test_line_has_no_breaks_and_no_spaces_around():
    assert clean_line("\t=1+1\r\nBcc: x ").text == "=1+1 Bcc: x"


@pytest.mark.parametrize(
    ("text", "pages"), [("", 1), ("а" * 2200, 1), ("а" * 2201, 2), ("а\n" * 39, 1), ("а\n" * 40, 2)]
)
def test_pages_are_estimated_by_length_and_lines(text, pages):
    assert clean_text(text).page_count == pages


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("uk", ("6000 знаків", "120 рядків", "трьох сторінок")),
        ("en", ("6,000 characters", "120 lines", "three pages")),
    ],
)
@pytest.mark.parametrize("page", ["what-happens", "how-to-write"])
def test_pages_tell_the_limits_that_hold(page, language, told):
    longest = (clean_text("а" * MAX_CHARS), clean_text("\n" * (MAX_LINES - 1)))

    assert (MAX_CHARS, MAX_LINES, max(text.page_count for text in longest)) == (6000, 120, 3)
    text = (TEXTS / f"{page}.{language}.md").read_text()
    assert [limit for limit in told if limit not in text] == []
