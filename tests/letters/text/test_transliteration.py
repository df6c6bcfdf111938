"""A name in Russian letters, by the rule of its language."""

import pytest
from hypothesis import given, strategies as st

from home.languages.info import CONTENT_LANGUAGES
from letters.text.transliteration import in_russian, is_in_russian

NAMES = {
    "uk": {"Олена Їжакевич": "Олена Ижакевич", "Лук’ян": "Лукьян", "Євген Ґудзь": "Евген Гудзь"},
    "crh": {"Ediye": "Эдие", "Qurtiy Cemil": "Куртий Джемил", "Ümer": "Умер"},
    "en": {"Jane": "Джейн", "KATE": "КЕЙТ", "Sophia": "София", "O'Neil": "О'Неил", "X Æ A-12": "Кс Е А-12"},
    "de": {"Käthe": "Кете", "Hans-Jürgen": "Ханс-Юрген", "Ernst Schmidt": "Эрнст Шмидт", "Julia": "Юлия"},
    "pl": {"Piotr": "Пётр", "Katarzyna": "Катажина", "ŁUKASZ": "ЛУКАШ", "Kasia": "Кася"},
    "cs": {"Václav Dvořák": "Вацлав Дворжак"},
    "fr": {"Marie": "Мари", "François": "Франсуа"},
    "sv": {"Åsa Östergren": "Оса Эстергрен"},
    "bg": {"Ангел": "Ангел", "Щерион": "Штерион"},
    "ru": {"Анна, Ёлка № 5": "Анна, Ёлка № 5"},
    "tr": {"Ayşe": "Айше"},
    "vi": {"Tự Đức": "Ту Дук", "Søren": "Сёрен"},
}


@pytest.mark.parametrize("language", NAMES)
def test_name_is_spelt_by_the_rule_of_its_language(language):
    names = NAMES[language]

    assert {name: in_russian(name, language) for name in names} == names
    assert all(map(is_in_russian, names.values()))


@pytest.mark.parametrize("name", ["李娜", "Δήμητρα", "Мария 💙"])
def test_what_no_rule_knows_stays_and_is_told(name):
    assert in_russian(name, "en") == name
    assert not is_in_russian(name)


@given(st.text(max_size=60), st.sampled_from([code for code, _name in CONTENT_LANGUAGES]))
def test_nothing_that_is_typed_breaks_the_rule_or_adds_words(name, language):
    found = in_russian(name, language)

    assert len(found.split()) <= len(name.split())
    assert in_russian(found, "ru") == found or not is_in_russian(found)
