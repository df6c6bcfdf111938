"""A title is found in whatever case it is typed, in every script of the site."""

import pytest

from home.translation.matching.search import holds


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Третя Назва", "третя назва"),
        ("третя назва", "ТРЕТЯ"),
        ("Єфремова Їжа Ґанок", "ЄФРЕМ їжа ґан"),
        ("Ганок", "ґанок"),
        ("Qırım", "QIRIM"),
        ("QIRIM", "qırım"),
        ("İsmail", "ismail"),
        ("ISMAIL", "İsmail"),
        ("Ñesin Ğafar", "ñesin ğafar"),
        ("Мар’яна", "мар'яна"),
        ("Лист до Петра", "петра лист"),
        ("Повідомлення", "відом"),
        ("Йосип", "йосип"),
        ("Straße", "STRASSE"),
        ("Назва", ""),
    ],
)
def test_case_apostrophe_and_order_make_no_difference(text, query):
    assert holds(text, query)


@pytest.mark.parametrize(("text", "query"), [("Назва", "назви"), ("Йосип", "иосип"), ("Один", "один два")])
def test_other_words_are_other_words(text, query):
    assert not holds(text, query)
