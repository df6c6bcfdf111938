"""The worst files of the permitted size: read in a child within limits, or refused with the limit."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from wagtail_localize.strings import StringValue

from home.translation.files import glossary_csv, reading
from home.translation.files.content import FileRefused
from home.translation.files.glossary_csv import MOST_SAID, terms_of
from home.translation.files.reading import LIMITS, MOST_STRINGS, arrival_of, told
from home.translation.matching.phrases import Matcher
from home.translation.text.links import ids_of
from home.translation.text.markup import words_of
from tests.home.translation.files.test_formats import PLAIN, strings_of
from tests.home.translation.files.test_reading import KEY, PO, UUID
from tests.tiers import LONG, first_of

HEAD = f"<html><body><p>{UUID}</p><table>"
ROW = "<tr><td>%s</td><td>x</td><td>%s</td></tr>"
STRINGS = b"".join(b'msgctxt "%d"\nmsgid ""\nmsgstr ""\n' % number for number in range(MOST_STRINGS + 1))


def refusal(read, *given, **more):
    with pytest.raises(FileRefused) as refused:
        read(*given, **more)
    return str(refused.value.sentence)


def test_more_strings_than_are_read_are_refused_with_both_numbers():
    sentence = refusal(arrival_of, PO + STRINGS)

    assert str(MOST_STRINGS + 2) in sentence and str(MOST_STRINGS) in sentence


@pytest.mark.full(LONG)
@pytest.mark.parametrize(
    ("kind", "text", "limits"),
    first_of(
        [
            (
                "table",
                HEAD + "<td " + "".join(f"a{number} " for number in range(120_000)) + ">",
                {"cpu_seconds": 1},
            ),
            ("po", (PO + STRINGS).decode(), {"memory_bytes": 35 * 1024 * 1024}),
            ("po", PO.decode(), {"answer_bytes": 10}),
            ("po", PO.decode(), {"wall_seconds": 0.001}),
        ]
    ),
)
def test_a_file_that_takes_more_than_the_child_may_is_refused_with_the_limits(kind, text, limits):
    limits = replace(LIMITS, **limits)

    sentence = refusal(told, kind, text, limits)

    assert f"{limits.cpu_seconds} " in sentence and f"{limits.memory_bytes // 1024**2} " in sentence


def test_no_file_is_to_blame_where_no_child_can_be_started(monkeypatch, tmp_path, caplog):
    monkeypatch.setattr(reading, "READER", tmp_path / "none.py")

    assert refusal(arrival_of, PO) == str(reading.NO_READER)
    assert [record.event for record in caplog.records] == ["file_reader_failed"]


@pytest.mark.parametrize("nothing", first_of(["\u00a0", "<br>", "<p>", "\ue000", "<b> </b>"]))
def test_each_run_of_nothing_in_a_cell_is_looked_at_once(nothing):
    """Looked at from each of its places, it would take the child beyond its limits."""
    [entry] = arrival_of((HEAD + ROW % (KEY, f"x{nothing * 100_000}x")).encode()).entries

    assert (entry.text[0], entry.text[-1]) == ("x", "x")


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("language,term" + ",a" * 63, glossary_csv.MOST_COLUMNS),
        ("language,term\n" + ",\n" * (glossary_csv.MOST_LINES + 1), glossary_csv.MOST_LINES),
        (
            "language,term,target_language,text\n"
            + "".join(f"uk,a,en,{number}\n" for number in range(MOST_SAID + 1)),
            MOST_SAID,
        ),
    ],
)
def test_a_glossary_beyond_a_limit_is_refused_with_its_number(body, number):
    assert str(number) in refusal(terms_of, body.encode())


def test_a_head_too_long_for_a_cell_is_refused():
    assert refusal(terms_of, b"language,term," + b"x" * 200_000).endswith(".")


def test_no_more_beginnings_of_a_word_are_looked_up_than_a_phrase_has():
    matcher, looked_up = Matcher([(1, "лист")], "uk"), []
    known = matcher._anchored
    matcher._anchored = type(
        "Known", (), {"get": lambda _self, *how: looked_up.append(1) or known.get(*how)}
    )()

    matcher.find("а" * 20_000)

    assert 0 < len(looked_up) <= 20


@given(strings_of(PLAIN))
def test_words_and_links_of_a_string_are_those_that_a_parser_finds(text):
    assert words_of(text) == StringValue(text).render_text()
    assert ids_of(text) == [link["id"] for link in BeautifulSoup(text, "html.parser").find_all("a")]
