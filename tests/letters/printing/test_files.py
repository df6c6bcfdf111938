"""What a day pack puts on paper: which letter under which number, in which order, and nothing of ours."""

import re

import pytest

from letters.choices.letters import LetterState as S
from letters.choices.paper import FileKind, RunState
from letters.models import Letter
from letters.printing.actions.pack_files import open_file
from tests.letters.pack_world import approve, in_order, make_person, numbers_in, pages, row_of, state_of
from tests.tiers import LONG

KINDS = [FileKind.LETTERS, FileKind.ENVELOPES, FileKind.MANIFEST]


@pytest.mark.full(LONG)
def test_forty_letters_to_seventeen_places_are_three_files_in_one_order(dispatcher, built, person):
    people = [person, *(make_person(number) for number in range(2, 18))]
    letters = [approve(people[number % 17], f"Письмо {number}.") for number in range(40)]

    pack = built(letters)

    rows = in_order(pack)
    numbers = [row.number for row in rows]
    opened = {kind: open_file(pack=pack, kind=kind, by=dispatcher) for kind in KINDS}
    sheets = pages(opened[FileKind.LETTERS].content)
    marked = [numbers_in(page, rows) for page in sheets]
    assert pack.state == RunState.READY and len(set(numbers)) == 40
    assert [number for page in marked for number in page] == numbers
    assert all(not page for page in marked[1::2]), "each letter begins on a front"
    assert len(sheets) == 2 * (40 + 17)
    assert len(pages(opened[FileKind.ENVELOPES].content)) == 40
    names = [row.letter.prisoner.name_ru for row in rows]
    assert [name in page for name, page in zip(names, pages(opened[FileKind.ENVELOPES].content), strict=True)]
    assert numbers_in("\n".join(pages(opened[FileKind.MANIFEST].content)), rows) == numbers
    assert {state_of(letter) for letter in letters} == {S.PRINTED}
    assert [opened[kind].name for kind in KINDS] == [pack.file_name(kind) for kind in KINDS]


def test_an_envelope_is_the_block_as_the_post_reads_it(dispatcher, built, person):
    dispatcher.desk.return_address_ru = "а/с 17\nКиев"
    dispatcher.desk.save()
    person.birth_date = "1985-03-02"
    person.save()
    pack = built([approve(person)])

    (page,) = pages(open_file(pack=pack, kind=FileKind.ENVELOPES, by=dispatcher).content)

    wanted = [f"{person.name_ru}, 1985 г. р.", person.facility.name_ru, "ул. Садовая, 1", "г. Приморск"]
    flat = page.replace("\u00a0", " ")
    assert all(line in flat for line in [*wanted, person.facility.postal_index, "а/с 17", "Киев"])
    assert row_of(Letter.objects.get()).number not in flat


def test_the_number_stands_on_envelopes_only_where_the_desk_wants_it(dispatcher, built, person):
    dispatcher.desk.marks_envelopes = True
    dispatcher.desk.save()
    letter = approve(person)

    (page,) = pages(open_file(pack=built([letter]), kind=FileKind.ENVELOPES, by=dispatcher).content)

    assert row_of(letter).number in page


def test_a_letter_is_printed_as_approved_and_as_signed_with_nothing_of_ours(dispatcher, built, person):
    letter = approve(person, "Привет от моря.")

    content = open_file(pack=built([letter]), kind=FileKind.LETTERS, by=dispatcher).content

    assert pages(content)[2].split() == ["Привет", "от", "моря.", "Анна", row_of(letter).number, "1"]


def test_texts_for_electronic_mail_keep_to_the_desks_length(dispatcher, built, person):
    dispatcher.desk.electronic_chars = 120
    dispatcher.desk.save()
    pack = built([approve(person, "Слово и дело. " * 40)])

    opened = open_file(pack=pack, kind=FileKind.ELECTRONIC, by=dispatcher)

    messages = re.split(r"=====.*=====\n\n", opened.content.decode())
    assert opened.is_text and len(messages) > 4
    assert all(len(message.strip()) <= 120 for message in messages)


def test_blank_sheets_for_the_answer_follow_each_letter_and_count(dispatcher, built, letters):
    pack = built(letters, has_blank_sheets=True)

    sheets = pages(open_file(pack=pack, kind=FileKind.LETTERS, by=dispatcher).content)

    assert len(sheets) == 2 * (1 + 3 * 2)
    assert [row.sheets for row in in_order(pack)] == [2, 2, 2]
    assert "6" in "".join(pages(open_file(pack=pack, kind=FileKind.MANIFEST, by=dispatcher).content))


@pytest.mark.full(LONG)
def test_labels_come_on_sheets(dispatcher, built, person):
    pack = built([approve(person) for _number in range(25)], envelope_format="labels")

    assert len(pages(open_file(pack=pack, kind=FileKind.ENVELOPES, by=dispatcher).content)) == 2
