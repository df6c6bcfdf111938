"""Which places of a letter a first reader is shown, and that the text itself stays as it is."""

from types import SimpleNamespace

import pytest

from home.languages.info import TEXT_LANGUAGES
from letters.choices.words import WatchKind
from letters.text.parts import merged, places_of, without_parts
from letters.text.watched_words import Mark, joined, marks_in, pieces
from letters.text.word_lists import advice, reasons, watched_words
from letters.writing.read_models.advice import shortest
from tests.effort import effort_of
from tests.letters.our_languages import OURS


def watched(word, kind=WatchKind.RISKY, reason="чому", *, is_clear=False):
    return SimpleNamespace(word=word, kind=kind, reason=reason, is_clear=is_clear)


def found(body, *words, name="", language="uk"):
    in_body, in_name = marks_in(body, name, words, language)
    return tuple(
        [text[mark.start : mark.end] for mark in marks] for text, marks in ((body, in_body), (name, in_name))
    )


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("війн*", "Про ВІЙНУ й війни, але не двійни.", ["ВІЙНУ", "війни"]),
        ("Азов", "Азов, азов, азову", ["Азов", "азов"]),
        ("слава україні", "Слава  Україні! Слава — і Україні", ["Слава  Україні"]),
        ("громадськ* організац*", "від громадської організації", ["громадської організації"]),
        ("droits de l'homme", "les droits de l’homme ici", ["droits de l’homme"]),
        ("azatlıq*", "AZATLIQNI", []),
    ],
)
def test_word_is_found_whatever_its_capitals_and_a_star_stands_for_any_ending(word, text, expected):
    assert found(text, watched(word))[0] == expected


def test_capitals_of_crimean_tatar_are_its_own():
    assert found("AZATLIQNI", watched("azatlıq*"), language="crh")[0] == ["AZATLIQNI"]


def test_signature_is_looked_for_in_the_name_and_at_the_ends_only():
    middle = "Ще про море.\n" * 8
    body = f"Посольство Вигаданії\n\nДоброго дня!\n{middle}\nУ посольстві був котик.\n" + "Ще рядок.\n" * 7

    assert found(f"{body}З повагою, посол", watched("посол*", WatchKind.SIGNATURE), name="Посол Олена") == (
        ["Посольство", "посол"],
        ["Посол"],
    )


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "I work at the French embassy as a consul, my party sends greetings to you, general reader",
            ["embassy", "consul"],
        ),
        ("uk", "Я посолила борщ, а консультація в посольстві буде завтра, майор кіт спить", ["посольстві"]),
        ("uk", "Від депутата Верховної Ради та від партії", ["депутата", "Верховної Ради"]),
        ("de", "Ich arbeite in der Botschaft und in der EU, Oberst Müller hilft", ["Botschaft", "Oberst"]),
        ("fr", "Je travaille au consulat, j’ai eu froid", ["consulat"]),
        ("ru", "В войсковой части на полке лежит книга, печатаю письмо", ["войсковой части"]),
    ],
)
def test_what_can_mean_nothing_else_is_found_in_the_middle_of_a_long_letter(language, text, expected):
    words = [word for word in watched_words() if (word.language, word.kind) == (language, "signature")]
    lines = ["…"] * 18
    lines[9] = text

    assert found("\n".join(lines), *words, language=language)[0] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("uk", "Ich schreibe aus der Botschaft, es war kalt", ["Botschaft"]),
        ("pl", "Je suis au consulat, j’ai eu froid ; ELÇİLİK", ["consulat", "ELÇİLİK"]),
        ("pl", "Slava Ukraini, the MEP, a Polish policy", ["Slava Ukraini", "MEP"]),
    ],
)
def test_what_means_nothing_else_is_found_whatever_the_language_and_other_words_in_their_own(
    language, text, expected
):
    words = [word for word in watched_words() if word.is_clear or word.language == language]

    assert found(text, *words, language=language)[0] == expected


def test_clear_words_that_a_shorter_one_finds_are_not_sent_to_a_browser():
    words = ["міністерств*", "Міністр*", "міністр*", "міністрів", "герб", "гербом", "слава україні"]

    assert shortest(words) == ["міністерств*", "міністр*", "герб", "гербом", "слава україні"]


def test_short_letter_is_all_ends_and_an_empty_one_has_none():
    assert found("Посол", watched("посол*", WatchKind.SIGNATURE))[0] == ["Посол"]
    assert found(" \n ", watched("посол*", WatchKind.SIGNATURE))[0] == []


@pytest.mark.parametrize(
    "text",
    [
        "olena.k+1@example.org",
        "https://example.org/a?b=1",
        "www.example.org",
        "t.me/olena",
        "+38 (044) 123-45-67",
        "0441234567",
        "вул. Хрещатик, 22",
        "Hauptstraße 5, Straße des 17. Juni 135",
        "🇺🇦",
        "🏴",
    ],
)
def test_contacts_addresses_and_flags_are_marked(text):
    assert found(f"Пишіть: {text} .")[0] != []


@pytest.mark.parametrize("text", ["10.12.2025", "2026", "3 книги й 14 котів", "о 12:30", "Сторінка 1 2"])
def test_dates_and_figures_are_no_telephone_numbers(text):
    marks, _name = found(text)

    assert [mark for mark in marks if sum(map(str.isdigit, mark)) < 7] == []


def test_pieces_put_together_are_the_text():
    body = "Війна 🇺🇦 і ще раз війна: olena@example.org.\r\nКінець"

    in_body, _in_name = marks_in(body, "", [watched("війн*")], "uk")
    cut = pieces(body, in_body)

    assert "".join(piece.text for piece in cut) == body
    assert [piece.number for piece in cut if piece.reasons] == [1, 2, 3, 4]


def test_marks_that_overlap_are_one_with_the_reasons_of_all():
    assert joined([Mark(0, 5, ("a",)), Mark(3, 9, ("b",)), Mark(9, 10, ("c",))]) == [
        Mark(0, 9, ("a", "b")),
        Mark(9, 10, ("c",)),
    ]


def test_long_letter_is_looked_through_quickly():
    words = [watched(word.word, word.kind, is_clear=word.is_clear) for word in watched_words()]

    in_body, _in_name = marks_in("у" * 3000 + " війна " * 400, "", words, "uk")

    assert len(in_body) == 400


def test_every_language_with_watched_words_has_both_kinds_with_a_reason_in_ukrainian():
    every = watched_words()
    languages = {word.language for word in every}

    assert languages == {code for code, _name in TEXT_LANGUAGES}
    for language in languages:
        kinds = {word.kind for word in every if word.language == language}
        assert kinds - {WatchKind.CLASS, WatchKind.FORBIDDEN} == {WatchKind.RISKY, WatchKind.SIGNATURE}, (
            language
        )
    for word in every:
        assert word.reason and any("а" <= letter <= "я" for letter in word.reason)


def test_every_word_has_advice_for_writers_in_our_languages():
    told = {row.slug: row for row in advice()}

    assert {word.advice for word in watched_words()} == set(told)
    for row in told.values():
        assert set(row.texts) == OURS and row.name, row.slug
        assert all(set(words) in (OURS, set()) for words in (row.grave, row.softer)), row.slug
    assert all(told[slug].grave and told[slug].softer for slug in ("office", "party", "rank", "letterhead"))


def test_every_reason_told_to_writers_is_there_in_our_languages():
    told = [reason for reason in reasons() if reason.kind != "send_back"]

    for reason in reasons():
        assert set(reason.texts) == (OURS if reason in told else {"uk", "en"}), reason.slug
        assert set(reason.labels) == {"uk", "en"}


def test_hidden_places_that_touch_are_cut_once():
    text = "Мама Оля з Ялти. Оля!"
    spans = [*places_of(text, "Оля"), *places_of(text, "Мама Оля"), *places_of(text, "ля з")]

    assert places_of(text, "") == []
    assert without_parts(text, merged(spans)) == "▒▒▒ Ялти. ▒▒▒!"


def test_one_endless_word_costs_next_to_nothing():
    """However long a text is that will be refused for its length, it is looked through first."""
    (marked, _name), seconds = effort_of(lambda: marks_in("а" * 60_000 + " a@example.org", "", [], "uk"))

    assert len(marked) == 1
    assert seconds < 1


@pytest.mark.parametrize("text", ["1" * 60 + "a", "1 " * 3000 + "1a", "(1" * 3000 + "a", "1." * 3000 + "x"])
def test_long_row_of_digits_costs_next_to_nothing(text):
    """A stranger may send it, and a first reader's page must open all the same."""
    _marks, seconds = effort_of(lambda: marks_in(text, "", [], "uk"))

    assert seconds < 1
