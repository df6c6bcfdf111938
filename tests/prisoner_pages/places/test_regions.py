"""What regions are called in the languages of the screens."""

import pytest

from home.languages.info import CYRILLIC, scripts_in
from prisoner_pages.places.regions import NAMES, region_in


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("Ростовская обл.", ("Ростовська область", "")),
        ("г. Москва", ("Москва", "")),
        ("Мордовия", ("Республіка Мордовія", "")),
        ("Ханты-Мансийский АО - Югра", ("Ханти-Мансійський автономний округ", "")),
        ("Выдуманный край", ("Выдуманный край", "ru")),
        ("", ("", "")),
    ],
)
def test_a_region_is_known_however_its_title_and_dashes_are_written(printed, said):
    assert region_in("uk", printed) == said


def test_where_a_language_has_no_name_the_nearest_one_is_told_and_marked():
    assert region_in("de", "Омская область") == ("Omsk region", "en")


def test_every_region_has_a_name_in_both_languages_and_no_two_are_taken_for_one():
    assert len(NAMES) == 94
    assert all(names.keys() == {"uk", "en"} for names in NAMES.values())
    assert not any(CYRILLIC in scripts_in(names["en"]) for names in NAMES.values())
    assert not any(set("ыэёъ") & set(names["uk"].lower()) for names in NAMES.values())
