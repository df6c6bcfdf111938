import re

import pytest

from home.languages.info import (
    CONTENT_LANGUAGES,
    CYRILLIC,
    LATIN,
    alphabet_of,
    collation_key,
    lower,
    script_of,
    scripts_in,
    upper,
)

LANGUAGES = [*(language for language, _name in CONTENT_LANGUAGES), "ru"]


def in_order(language, words):
    return " ".join(sorted(words.split(), key=lambda word: collation_key(word, language)))


@pytest.mark.parametrize("language", LANGUAGES)
class TestEveryLanguage:
    def test_alphabet_is_known_and_in_the_script_of_the_language(self, language):
        assert scripts_in("".join(alphabet_of(language))) == {script_of(language)}

    def test_letters_sort_as_in_the_alphabet_in_both_cases(self, language):
        letters = alphabet_of(language)

        assert in_order(language, " ".join(reversed(letters))) == " ".join(letters)
        assert [collation_key(upper(letter, language), language) for letter in letters] == [
            collation_key(letter, language) for letter in letters
        ]

    def test_key_survives_any_database_collation(self, language):
        for text in ("Сервер Мустафаєв", "Łódź Öberg", "漢字 2025", "", "\x00", "ß" * 5000, "漢" * 5000):
            assert re.fullmatch("[0-9a-f]{2,1000}", collation_key(text, language))

    def test_figures_come_last(self, language):
        assert in_order(language, "1 Z Я a 漢").endswith(" 1")


class TestOrder:
    def test_ukrainian(self):
        assert in_order("uk", "Щур Їжак Іван Ирій Ґудзь Гай Євген Есхар Яна Adam Ёлкин Ева Ж") == (
            "Гай Ґудзь Ева Ёлкин Есхар Євген Ж Ирій Іван Їжак Щур Яна Adam"
        )

    def test_crimean_tatar_dotless_i_before_dotted_and_hooked_letters_after_plain_ones(self):
        assert in_order("crh", "İsmail Isıq Çelebi Cafer Şaban Server Ömer Osman Üsein Umer Ğafar Gafar") == (
            "Cafer Çelebi Gafar Ğafar Isıq İsmail Osman Ömer Server Şaban Umer Üsein"
        )

    def test_czech_ch_follows_h(self):
        assert in_order("cs", "Chalupa Igor Hora Cibule Čapek") == "Cibule Čapek Hora Chalupa Igor"

    def test_swedish_rings_and_dots_end_the_alphabet(self):
        assert in_order("sv", "Öberg Ärlig Ångström Zorn") == "Zorn Ångström Ärlig Öberg"

    def test_german_umlauts_sort_as_their_plain_letters(self):
        assert in_order("de", "Öl Ofen Oz") == "Ofen Öl Oz"

    def test_apostrophes_and_case_do_not_count(self):
        keys = {collation_key(name, "uk") for name in ("Суф'янов", "СУФ’ЯНОВ", "Суфʼянов", "суфянов")}

        assert len(keys) == 1

    def test_words_are_compared_one_by_one(self):
        names = ["Османова Вигадана", "Осман Вигаданий", "Османов Вигаданий"]

        assert sorted(names, key=lambda name: collation_key(name, "uk")) == [names[1], names[2], names[0]]


class TestScriptAndCase:
    def test_script_of_a_mixed_text_is_both(self):
        assert scripts_in("Сервер Mustafayev") == {CYRILLIC, LATIN}
        assert scripts_in("205.5 — №") == set()

    def test_crimean_tatar_keeps_its_two_letters_i(self):
        assert lower("QIRIM İ", "crh") == "qırım i"
        assert upper("qırım i", "crh") == "QIRIM İ"
        assert upper("i", "en") == "I"
