"""Bad inputs on what is printed (surface pdf_render of the catalogue), each through a pack as it is made."""

import socket
from io import BytesIO

import pytest
from pypdf import PdfReader

from letters.choices.letters import LetterState as S
from letters.choices.paper import FileKind, PrintTrouble, RunState
from letters.paper.text import BREAK
from letters.printing.actions import sheets as sheets_of
from letters.printing.actions.build_pack import build_pack
from letters.printing.actions.pack_files import open_file
from tests.letters.pack_world import approve, make_dispatcher, make_person, pack_of, pages, row_of, state_of
from tests.security.hostile import bad_inputs
from tests.tiers import LONG, first_of

CASES = {case.id: case for case in bad_inputs.cases("pdf_render")}


@pytest.fixture
def person(db):
    return make_person(name_ru="Тест & <Тест> Иванович")


@pytest.fixture
def printed(person):
    """Return a function that prints the texts and gives {file: what stands on its pages}, as their desk."""
    dispatcher = make_dispatcher(person.partner)

    def print_texts(*texts, also=()):
        letters = [approve(person, text) for text in texts]
        pack = pack_of([*letters, *also], dispatcher)
        build_pack(pack.pk)
        pack.refresh_from_db()
        assert pack.state == RunState.READY
        return letters, {kind: open_file(pack=pack, kind=kind, by=dispatcher).content for kind in FileKind}

    return print_texts


def test_every_case_of_the_catalogue_has_its_test():
    assert set(CASES) == {"PD-03", "PD-06", "PD-07", "PD-09", "PD-10"}


@pytest.mark.parametrize("text", first_of(["გამარჯობა", "🙂", "漢字", "א", "\ue000"]))
def test_PD_03_what_no_font_has_is_flagged_and_never_a_box(printed, text):
    (good, bad), files = printed("Добрый день.", f"Привет {text}")

    assert (row_of(bad).fault, state_of(bad)) == (PrintTrouble.UNPRINTABLE, S.APPROVED)
    assert state_of(good) == S.PRINTED
    assert text not in "".join(pages(files[FileKind.LETTERS]))


def test_PD_06_signs_of_markup_in_a_name_stand_as_they_are(printed, person):
    _letters, files = printed("Текст & <b>слово</b> #read(1) *x*")

    assert "Текст & <b>слово</b> #read(1) *x*" in pages(files[FileKind.LETTERS])[2].replace("\n", " ")
    for kind in (FileKind.ENVELOPES, FileKind.MANIFEST):
        assert person.name_ru in "".join(pages(files[kind])).replace("\u00a0", " ").replace("\n", " ")


def test_PD_07_no_file_names_an_author_a_machine_or_a_writer(printed):
    _letters, files = printed("Добрый день.")

    for kind in (FileKind.LETTERS, FileKind.ENVELOPES, FileKind.MANIFEST):
        facts = PdfReader(BytesIO(files[kind])).metadata or {}
        told = " ".join(str(value) for name, value in facts.items())
        assert not {"/Author", "/Subject", "/Keywords"} & set(facts)
        assert "Анна" not in told and "dispatcher" not in told


def test_PD_09_each_letter_has_its_pages_its_envelope_and_its_line(printed):
    """The catalogue speaks of pairs of original and translation; only the translation is printed here."""
    letters, files = printed("Первое.", "Второе.\n" * 80, "Третье.")

    numbers = [row_of(letter).number for letter in letters]
    sheets = pages(files[FileKind.LETTERS])
    for number, letter in zip(numbers, letters, strict=True):
        assert sum(number in page for page in sheets) == row_of(letter).pages
        assert number in "".join(pages(files[FileKind.MANIFEST]))
    assert len(pages(files[FileKind.ENVELOPES])) == len(letters)
    assert "Guten Tag" not in "".join(sheets)


@pytest.mark.full(LONG)
def test_PD_10_a_text_or_drawing_that_points_to_the_net_makes_no_call(printed, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        there = f"http://127.0.0.1:{server.getsockname()[1]}/x.png"
        svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{there}"/></svg>'.encode()
        monkeypatch.setattr(sheets_of, "drawing_to_print", lambda letter: (svg, "PNG"))

        (plain,), files = printed(f'#import "{there}" #image("{there}") {there}')
        drawn = approve(plain.prisoner, "С рисунком.", has_drawing=True)
        printed("Без рисунка.", also=[drawn])

        with pytest.raises(BlockingIOError):
            server.accept()
    assert "".join(pages(files[FileKind.LETTERS])).replace("\n", "").replace(BREAK, "").count(there) == 3
    assert row_of(drawn).fault == PrintTrouble.BAD_DRAWING and state_of(plain) == S.PRINTED
