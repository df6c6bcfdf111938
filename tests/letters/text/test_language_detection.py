import pytest

from letters.text.language_detection import detect_language


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
