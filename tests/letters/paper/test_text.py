import unicodedata

import pytest
from hypothesis import given, strategies as st

from letters.paper.text import BREAK, UNBROKEN_CHARS, cleaned, lines_to_print, messages, name_to_print
from letters.text.cleaning import clean_text
from letters.typesetting.glyphs import UNSEEN


def test_lines_stay_lines_and_blank_ones_become_one_gap():
    assert lines_to_print("\n\nОдин\n  два\n\n\n\nтри\n\n") == ["Один", "  два", "", "три"]
    assert lines_to_print("") == lines_to_print("\n \n") == []


def test_a_run_that_no_line_can_hold_may_be_broken():
    (line,) = lines_to_print("ж" * 100)

    assert line.replace(BREAK, "") == "ж" * 100
    assert max(map(len, line.split(BREAK))) == UNBROKEN_CHARS


def test_spaces_that_may_not_be_broken_do_not_hide_a_run():
    (line,) = lines_to_print("\u00a0".join(["слово"] * 30))

    assert max(map(len, line.split(BREAK))) <= UNBROKEN_CHARS


def test_no_mark_is_parted_from_its_letter():
    (line,) = lines_to_print("б\u0301" * 60)

    assert not [part for part in line.split(BREAK) if unicodedata.combining(part[0])]


def test_words_of_a_language_are_never_broken():
    words = "Константинопольский-Преображенский сверхъестественнейшими"

    assert lines_to_print(words) == [words]


def test_controls_and_directions_are_dropped():
    assert lines_to_print("а\u202eб\x00в\tг\r\nд") == ["абв    г", "д"]


def test_what_belongs_together_stays_in_one_line():
    assert name_to_print("ул. Садовая,  д. 5, г. Приморск") == "ул.\u00a0Садовая, д.\u00a05, г.\u00a0Приморск"
    assert name_to_print("Иванов, 1985 г. р.") == "Иванов, 1985\u00a0г.\u00a0р."
    assert name_to_print("Тюрьма № 2") == "Тюрьма №\u00a02"


@given(st.text(alphabet="аЯё «»…№~\t\n\r\u0301\u0306\u200d\u202e", max_size=60))
def test_the_short_way_of_cleaning_is_the_long_one(text):
    assert cleaned(text) == UNSEEN.sub("", clean_text(text).text)


@given(st.text(alphabet="аб .!\n-\u0301", max_size=400), st.integers(min_value=4, max_value=50))
def test_messages_hold_the_whole_text_and_no_more_than_the_limit(text, limit):
    found = messages(text, limit=limit)

    assert all(len(message) <= limit for message in found)
    assert "".join("".join(found).split()) == "".join(cleaned(text).split())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Первый абзац.\n\nВторой абзац длиннее.", ["Первый абзац.", "Второй абзац длиннее."]),
        ("Первая фраза тут. Вторая фраза тут.", ["Первая фраза тут.", "Вторая фраза тут."]),
        ("одно два три четыре пять шесть", ["одно два три четыре пять", "шесть"]),
        ("ж" * 50, ["ж" * 24, "ж" * 24, "жж"]),
        ("", []),
    ],
)
def test_messages_end_at_a_paragraph_a_sentence_a_word(text, parts):
    assert messages(text, limit=24) == parts


def test_a_message_may_be_just_as_long_as_the_limit():
    assert messages("а" * 2500) == ["а" * 2500]
    assert [len(part) for part in messages("а" * 2501)] == [2500, 1]
