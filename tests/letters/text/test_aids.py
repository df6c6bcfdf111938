"""The beginnings and examples that writers are offered keep to our own advice."""

import pytest

from letters.choices.words import AidKind
from letters.text.cleaning import clean_text
from letters.text.watched_words import marks_in
from letters.text.word_lists import aids, watched_words
from letters.typesetting.glyphs import unprintable
from tests.letters.our_languages import OURS

TEXTS = [
    pytest.param(aid, language, text, id=f"{aid.slug}-{language}")
    for aid in aids()
    for language, text in aid.texts.items()
]


@pytest.mark.parametrize(("aid", "language", "text"), TEXTS)
def test_first_reader_stops_at_nothing_and_the_print_lacks_nothing(aid, language, text):
    words = [word for word in watched_words() if word.language == language or word.is_clear]

    assert words and marks_in(text, "", words, language) == ([], [])
    assert clean_text(text).text == text and unprintable(text) == []


@pytest.mark.parametrize(("aid", "language", "text"), TEXTS)
def test_what_asks_for_an_answer_is_marked_in_every_language(aid, language, text):
    if aid.kind == AidKind.START:
        assert text.endswith("…") and len(text) < 60
    else:
        assert ("?" in text) == aid.asks_for_answer


def test_beginnings_that_ask_without_a_question_mark_are_marked_as_well():
    assert {aid.slug for aid in aids() if aid.asks_for_answer and aid.kind == AidKind.START} == {
        "love",
        "remember",
    }


def test_each_mood_has_three_letters_in_our_languages_one_of_which_asks_nothing_and_beginnings_do_as_well():
    for kind in AidKind:
        of_kind = [aid for aid in aids() if aid.kind == kind]
        assert len(of_kind) >= 3 and not all(aid.asks_for_answer for aid in of_kind), kind
        for aid in of_kind:
            assert set(aid.texts) == OURS, aid.slug
    assert len({aid.slug for aid in aids()}) == len(aids())
