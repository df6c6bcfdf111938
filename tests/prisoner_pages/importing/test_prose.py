import pytest

from prisoner_pages.importing import prose, prose_words


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("Коваль із Сак, батько трьох дітей.", ["family"]),
        ("Тесля, чоловік двоюрідної сестри адвоката.", ["family"]),
        ("Blacksmith and father of four.", ["family"]),
        ("Her son was born after the arrest.", ["family"]),
        ("Має інвалідність, потребує лікаря.", ["health"]),
        ("У СІЗО оголосив голодування.", ["health"]),
        ("Went on a hunger strike.", ["health"]),
        ("He is going blind.", ["health"]),
        ("Засуджений разом із Марком Вигадченком.", ["others"]),
        ("Лист йому написала Олена Вигадчук.", ["others"]),
        ("Оборону веде О. Вигадчук.", ["others"]),
        ("Свідчив проти Вигаданова.", ["others"]),
        ("The philosopher Jane Invented wrote him a letter.", ["others"]),
        ("Сестра хворого Марка Вигадченка.", ["family", "health", "others"]),
        ("Пишіть на olena@example.org.", ["contact"]),
        ("Телефон +380 67 123 45 67.", ["contact"]),
    ],
)
def test_text_on_family_health_or_others_is_held(text, reasons):
    assert prose.reasons_to_hold(text) == reasons


@pytest.mark.parametrize(
    "text",
    [
        "Тесля, активіст «Кримської солідарності».",
        "Carpenter and Crimean Solidarity activist.",
        "Засуджена у березні 2022 року.",
        "Художник з Євпаторії, малював синьою фарбою.",
        "Artist from Yevpatoriia who painted illegally in blue.",
        "Журналіст із Нової Каховки.",
        "Arrested on Wednesday, 14 March 2022; kidnapped a year before.",
        "Кримський татарин, учитель фізкультури з Октябрського.",
        "Привіз із неволі листи й закликає писати до вільного Криму.",
        "The UN General Assembly called for his release in 2018.",
        "First Jehovah's Witness jailed in Crimea.",
    ],
)
def test_text_on_work_home_and_case_is_not_held(text):
    assert prose.reasons_to_hold(text) == []


def test_own_name_is_no_other_person():
    text = "Марко Вигадченко вчив дітей."  # the children hold it, the name does not

    assert prose.reasons_to_hold(text, names=["Марко (Сафар) Вигадченко"]) == ["family"]


def test_every_way_of_writing_the_apostrophe_counts():
    assert [prose.reasons_to_hold(f"Має сім{mark}ю.") for mark in "'’ʼ"] == [["family"]] * 3


def test_every_reason_has_its_words_and_its_sentence():
    assert set(prose_words.STEMS) == set(prose_words.WHOLE) == set(prose.REASONS) - {"contact"}
    assert all({"uk", "en"} <= set(by_language) for by_language in prose_words.STEMS.values())


def test_no_beginning_is_hidden_behind_a_shorter_one():
    for reason, stems in prose.STEM_TABLE.items():
        assert len(stems) == len(set(stems)), reason
