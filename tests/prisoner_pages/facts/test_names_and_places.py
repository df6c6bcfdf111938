import contextlib

import pytest
from django.utils import translation
from hypothesis import given, strategies as st

from prisoner_pages.facts import person_names, place_hints
from prisoner_pages.facts.cells import CellRefused
from prisoner_pages.facts.person_names import PersonName


class TestNames:
    def test_second_given_name_stands_in_brackets(self):
        assert person_names.given_first("Марко (Сафар) Вигадченко") == PersonName(
            "Марко", "Вигадченко", "Сафар"
        )
        assert person_names.surname_first("Вигадченко Марко (Сафар) Ильич") == PersonName(
            "Марко", "Вигадченко", "Сафар", "Ильич"
        )

    def test_patronymic_of_two_words_is_one(self):
        assert person_names.surname_first("Вигадли Узеир Рза оглы").patronymic == "Рза оглы"
        assert person_names.given_first("Узеїр Вигадли", patronymic="Рза огли").surname == "Вигадли"

    def test_one_word_and_no_patronymic_are_names_too(self):
        assert person_names.surname_first("Вигадченко Марко") == PersonName("Марко", "Вигадченко")
        assert person_names.given_first("Марко") == PersonName("", "Марко")

    @pytest.mark.parametrize("text", ["Mарко Вигадченко", "Марко Вигaдченко"])
    def test_latin_look_alikes_in_a_cyrillic_word_are_refused(self, text):
        with translation.override("en"), pytest.raises(CellRefused, match="mixes"):
            person_names.given_first(text)

    @pytest.mark.parametrize(
        "text", ["=1+1", "<b>Марко</b>", "+380671234567", "(Сафар)", "Марко (Сафар", "x" * 121]
    )
    def test_what_is_no_name_is_refused(self, text):
        with pytest.raises(CellRefused):
            person_names.given_first(text)

    @given(st.text(max_size=40))
    def test_any_text_is_read_or_refused(self, text):
        for read in (person_names.given_first, person_names.surname_first):
            with contextlib.suppress(CellRefused):
                assert (read(text) is None) == (not text)


def hint(name, **about):
    return place_hints.place_hint(name, **about)


class TestPlaces:
    @pytest.mark.parametrize(
        ("known", "stated"),
        [
            (
                hint("ИК-7, г. Зеленокумск", region="Ставропольский край"),
                hint("ИК-7, Зеленокумск (Ставропольский край)"),
            ),
            (
                hint("Минусинская тюрьма", region="Красноярский край"),
                hint("Минусинская тюрьма (Красноярский край)"),
            ),
            (hint("Колония, пос. Сосновый Бор"), hint("колония в пос. Сосновый Бор (Псковская обл.)")),
            (
                hint("ФКУ Тюрьма № 2 УФСИН России по Владимирской области", index="600020"),
                hint("Тюрьма № 2 (Владимирский централ), Владимир", index="600020"),
            ),
            (hint("ИК-5, Тамбов"), hint("ИК-5 (Тамбовская обл.)")),
            (hint("ИК-9, Карелия"), hint("ИК-9 (Карельская республика)")),
            (hint("ИК-6, Красноярск"), hint("ИК-6 (Красноярский край)")),
        ],
    )
    def test_same_place_is_known_by_other_words(self, known, stated):
        assert known.agrees_with(stated) and stated.agrees_with(known)

    @pytest.mark.parametrize(
        ("known", "stated"),
        [
            (hint("СИЗО-3, Новочеркасск"), hint("СИЗО, Новочеркасск (Ростовская обл.)")),
            (hint("СИЗО-1, Симферополь"), hint("СИЗО-2, Симферополь")),
            (hint("Тюрьма № 2 (г. Елец)"), hint("Тюрьма № 2 (Владимирский централ), Владимир")),
            (hint("ИК-2, г. Керчь"), hint("ИК-2, пос. Явас (Мордовия)")),
            (hint("ИК-2, г. Керчь"), hint("СИЗО-2, г. Керчь")),
            (hint("ИК-7 (Краснодарский край)"), hint("ИК-7 (Красноярский край)")),
        ],
    )
    def test_place_is_never_guessed(self, known, stated):
        assert not known.agrees_with(stated)

    def test_words_about_health_leave_the_place(self):
        assert hint("ЛПУ-3 (туберкулёзная больница), Челябинская обл.").name == "ЛПУ-3, Челябинская обл."

    def test_blank_is_no_place(self):
        assert hint("") is None

    def test_region_is_found_in_the_words(self):
        assert place_hints.region_of("ИК-7, Зеленокумск (Ставропольский край)") == "Ставропольский край"
        assert place_hints.region_of("СИЗО, Новочеркасск (Ростовская обл.)") == "Ростовская область"
        assert place_hints.region_of("СИЗО-1, Симферополь") == ""
