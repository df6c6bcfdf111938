from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from letters.text import language_detection
from letters.text.language_detection import detect_language
from tests.tiers import LONG


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("crh", "Selâm, men sizge Qırımdan mektüp yazam. Havalar sıcaq, deñiz yahşı."),
        ("crh", "Мен сизге Къырымдан мектюп язам, деньиз яхшы, авалар сыджакъ"),
        ("uk", "Привіт, пишу вам листа з Києва. У нас уже весна."),
        ("en", "Hello my dear friend, I write from London."),
        ("de", "Liebe Freundin, ich schreibe dir aus Berlin."),
        ("pl", "Droga przyjaciółko, piszę do ciebie z Warszawy."),
        ("bg", "Здравейте, пиша ви от София, към вас с много обич и гълъби."),
        ("ru", "Дорогой друг, пишу тебе из Праги, у нас уже весна и поют птицы."),
        ("cs", "Milá přítelkyně, píšu ti z Prahy, venku kvetou třešně."),
        ("sv", "Kära vän, jag skriver till dig från Stockholm."),
        ("fr", "Chère amie, je t’écris de Paris où il pleut."),
    ],
)
def test_language_of_a_letter_is_told(language, text):
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "…", "李", "12 34 56", "Ok!"])
def test_too_little_text_has_no_language(text):
    assert detect_language(text) == ""


@pytest.mark.full(LONG)
def test_writers_who_come_together_to_a_new_process_load_the_model_once(monkeypatch):
    loaded = []
    load = language_detection.LanguageIdentifier.from_model_file

    def slowly(*asked):
        loaded.append(asked)
        sleep(0.1)
        return load(*asked)

    monkeypatch.setattr(language_detection.LanguageIdentifier, "from_model_file", slowly)
    language_detection._identifier.cache_clear()
    with ThreadPoolExecutor(4) as writers:
        told = list(writers.map(detect_language, ["Привіт, пишу вам листа з Києва."] * 4))

    assert told == ["uk"] * 4
    assert len(loaded) == 1
