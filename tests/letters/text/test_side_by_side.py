from hypothesis import given, strategies as st

from letters.text.parts import left_out
from letters.text.side_by_side import in_rows, plain, rows_of

SOURCE = "Liebe Olena,\n\nzwei Zeilen\nwie im Lied\n\nDein Max"
ROWS = ["Дорогая Олена,", "две строки", "как в песне", "Твой Макс"]
WORDS = st.text(st.sampled_from("аб \n"), max_size=6)


def test_printed_text_is_divided_as_the_original():
    assert plain(in_rows(ROWS, SOURCE)) == "Дорогая Олена,\n\nдве строки\nкак в песне\n\nТвой Макс"


def test_row_without_a_translation_keeps_its_place_and_leaves_no_trace_on_paper():
    marked = in_rows(["Дорогая Олена,", "", "как в песне", "Твой Макс"], SOURCE)

    assert [row.target.text for row in rows_of(SOURCE, marked)][1] == ""
    assert plain(marked) == "Дорогая Олена,\n\nкак в песне\n\nТвой Макс"


def test_two_paragraphs_for_one_stay_in_its_row():
    rows = ["Дорогая\n\nОлена,", *ROWS[1:]]

    assert [row.target.text for row in rows_of(SOURCE, in_rows(rows, SOURCE))] == rows


def test_text_without_marks_is_set_beside_by_order():
    assert [row.target.text for row in rows_of(SOURCE, "\n\n".join(ROWS))] == ROWS


@given(st.lists(WORDS, min_size=1, max_size=5), WORDS)
def test_rows_come_back_as_they_were_given(rows, source):
    found = [row.target.text for row in rows_of(source, in_rows(rows, source))]

    assert found[: len(rows)] == [row.strip() for row in rows]
    assert not any(found[len(rows) :])


@given(WORDS)
def test_what_is_marked_has_every_word_of_the_rows(text):
    assert plain(in_rows([text, text], "а\nб")).split() == (text + " " + text).split()


def cut(text, *parts):
    return left_out(
        text, [{"start": text.index(part), "end": text.index(part) + len(part)} for part in parts]
    )


def test_part_left_out_for_paper_leaves_no_hole():
    assert cut("Привіт, мій друже Ахмеде, як ти?", "мій друже ") == "Привіт, Ахмеде, як ти?"
    assert cut("Пишу тобі з Києва.", "з Києва") == "Пишу тобі."
    assert cut("Один\n\nДва\n\nТри", "Два") == "Один\n\nТри"
    assert cut("Один\n\nДва", "Один") == "Два"
    assert cut("незабутній", "забут") == "неній"
