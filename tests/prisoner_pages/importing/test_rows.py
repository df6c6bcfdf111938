import datetime

import pytest
from hypothesis import given, strategies as st

from prisoner_pages.importing import facilities
from prisoner_pages.importing.read_models import person_rows
from prisoner_pages.importing.reading import ListRow

TODAY = datetime.date(2026, 11, 24)
WHOLE = {
    "full_name_uk": "Марко Вигадченко",
    "full_name_en": "Marko Vyhadchenko",
    "full_name_ru": "Вигадченко Марк Ильич",
    "status": "sentenced",
    "source_url": "https://a.example/1",
    "source_date": "2024-05",
}


def read(**change):
    return person_rows.person_row(ListRow(2, {**WHOLE, **change}))


def columns(remarks):
    return [remark.column for remark in remarks]


def test_blanks_stay_blank():
    person, errors, warnings = read()

    assert not errors and not warnings
    assert set(person.said) == {"name_uk", "name_en", "name_ru", "status"}
    assert person.stories == {}


def test_every_wrong_cell_of_a_row_is_named():
    person, errors, _warnings = read(birth_date="31.02.2024", status="free", sentence_years="many")

    assert person is None
    assert columns(errors) == ["birth_date", "sentence_years", "status"]
    assert {remark.row for remark in errors} == {2}


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"source_url": ""}, "source_url"),
        ({"source_url": "javascript:x"}, "source_url"),
        ({"full_name_uk": "", "full_name_en": ""}, "full_name_uk"),
        ({"occupation_uk": "коваль, +380671234567"}, "occupation_uk"),
        ({"full_name_uk": "Mарко Вигадченко"}, "full_name_uk"),
    ],
)
def test_row_without_name_or_source_or_with_private_data_is_in_error(change, column):
    person, errors, _warnings = read(**change)

    assert person is None and column in columns(errors)


def test_text_is_held_in_both_languages_when_one_gives_a_reason():
    person, _errors, _warnings = read(
        short_bio_uk="Коваль, батько двох дітей.", short_bio_en="Blacksmith from Saky."
    )

    assert person.held_because == ("family",)


def test_leftover_of_a_source_cell_is_told():
    _person, _errors, warnings = read(source_url="https://a.example/1 ; газета")

    assert columns(warnings) == ["source_url"]


@given(st.dictionaries(st.sampled_from(person_rows.COLUMNS), st.text(max_size=40)))
def test_any_row_is_read_or_explained(cells):
    person, errors, _warnings = person_rows.person_row(ListRow(7, cells))

    assert (person is None) == bool(errors)


def test_address_with_a_remark_is_not_printed():
    row = ListRow(
        2, {"facility_name_ru": "ИК-1", "type": "colony", "address": "ул. Мира (house number not in source)"}
    )

    assert facilities.facility_row(row, today=TODAY)[0].address == ""


def test_facility_without_a_name_is_in_error():
    assert columns(facilities.facility_row(ListRow(2, {"type": "colony"}), today=TODAY)[1]) == [
        "facility_name_ru"
    ]


def test_facility_named_by_words_about_health_alone_keeps_its_name():
    row = ListRow(2, {"facility_name_ru": "(туберкулезная больница)", "type": "hospital"})

    assert facilities.facility_row(row, today=TODAY)[0].hint.name == "(туберкулезная больница)"
