"""The catalogue's surface csv_xlsx_import. An import is a command: its answer is the report, not a status.

Each case brings a file, how many people it may bring in, and which columns the report names as wrong.
"""

import io
import zipfile
from dataclasses import dataclass

import openpyxl
import pytest
from django.core.management import call_command
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from prisoner_pages.importing.read_models.person_rows import COLUMNS
from prisoner_pages.management.commands import import_prisoners
from prisoner_pages.models import Occupation, Prisoner
from tests.effort import seconds_so_far
from tests.prisoner_pages.importing.conftest import PERSON, list_of
from tests.security.hostile import bad_inputs
from tests.tiers import first_of

OTHER = {"full_name_uk": "Інша Людина", "full_name_en": "", "full_name_ru": ""}
MAX_SECONDS = 10


@dataclass(frozen=True)
class File:
    """A file as a case describes it: how many people enter, which columns the report names as wrong."""

    data: bytes
    enter: int = 0
    wrong: tuple = ()


def refused(data):
    return File(data, 0, ("",))


def cell(value, column, *, kept):
    """A list of two, the first with this cell; the second always enters."""
    wrong = () if kept else (column,)
    return File(list_of({column: value}, OTHER), 2 if kept else 1, wrong)


def with_column(name, value):
    header, line, *_rest = list_of({}).decode().split("\r\n")
    return f"{header},{name}\r\n{line},{value}\r\n".encode()


def workbook(*rows, change=lambda book: None):
    book = openpyxl.Workbook()
    book.active.append(list(COLUMNS))
    for row in rows:
        book.active.append([{**PERSON, **row}.get(column, "") for column in COLUMNS])
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(name, content):
    file = io.BytesIO(workbook({}))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def bomb():
    """A little over the limit, from a few KB; ten gigabytes would only take longer to write."""
    return with_part("xl/worksheets/sheet2.xml", b"0" * (101 * 1024 * 1024))


def merged_and_hidden(book):
    book.create_sheet("hidden", 0).sheet_state = "hidden"
    book["Sheet"].merge_cells("I2:J2")


def use_1904(book):
    book.epoch = CALENDAR_MAC_1904


def far_away(book):
    for column in range(1, 200):
        book.active.cell(1_048_576, column).value = " "
    book.active.cell(2, 16_384).value = " "


XXE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
LAUGHS = (
    "<!DOCTYPE x [" + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9)) + "]><x>&a8;</x>"
)
EXTERNAL = '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'

FILES = {
    "IM-01": lambda: refused(b""),
    "IM-02": lambda: File(",".join(COLUMNS).encode() + b"\r\n"),
    "IM-03": lambda: refused(b"full_name_uk,status\r\nx,y\r\n"),
    "IM-04": lambda: refused(with_column("private_note", "x")),
    "IM-05": lambda: refused(with_column("status", "detained")),
    "IM-06": lambda: File(b"\xef\xbb\xbf" + list_of({}, OTHER), 2),
    "IM-07": lambda: refused(list_of({}, OTHER).decode().encode("cp1251")),
    "IM-08": lambda: File(list_of({}, OTHER).replace(b",", b";"), 2),
    "IM-09": lambda: File(list_of({}, OTHER).replace(b",", b"\t"), 2),
    "IM-11": lambda: refused(list_of({}) + b'"open to the end'),
    "IM-15": lambda: cell('=HYPERLINK("http://evil","x")', "occupation_uk", kept=True),
    "IM-16": lambda: cell("+cmd|' /C calc'!A0", "occupation_uk", kept=True),
    "IM-17": lambda: cell("-2+3 (розряд)", "occupation_uk", kept=True),
    "IM-18": lambda: cell("<script>alert(1)</script>", "occupation_uk", kept=True),
    "IM-19": lambda: cell("31.02.2024", "birth_date", kept=False),
    "IM-20": lambda: cell("2024-13-01", "detention_date", kept=False),
    "IM-21": lambda: cell("01/02/2024", "source_date", kept=False),
    "IM-23": lambda: File(workbook({"birth_date": 45000}, OTHER, change=use_1904), 1, ("birth_date",)),
    "IM-24": lambda: File(
        list_of({"birth_date": "1800"}, {**OTHER, "birth_date": "2100"}), 0, ("birth_date",) * 2
    ),
    "IM-25": lambda: refused(with_column("organisation", "pen")),
    "IM-26": lambda: refused(with_column("id", "1")),
    "IM-27": lambda: File(list_of({}, {"full_name_uk": "Mарко Вигадченко"}), 1, ("full_name_uk",)),
    "IM-30": lambda: cell("коваль, тел. +380 67 123 45 67", "occupation_uk", kept=False),
    "IM-31": lambda: refused(bomb()),
    "IM-32": lambda: refused(with_part("xl/more.xml", XXE)),
    "IM-33": lambda: refused(with_part("xl/more.xml", LAUGHS)),
    "IM-34": lambda: File(with_part("xl/externalLinks/externalLink1.xml", EXTERNAL), 1),
    "IM-36": lambda: File(workbook({}, OTHER, change=far_away), 2),
    "IM-38": lambda: File(workbook({}, OTHER, change=merged_and_hidden), 2),
    "IM-39": lambda: refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"EncryptedPackage" * 40),
    "IM-41": lambda: refused(b"<html><table><tr><td>full_name_uk</td></tr></table></html>"),
    "IM-42": lambda: File(list_of({}, OTHER), 2),
    "IM-44": lambda: File(list_of({}, OTHER), 2),
}
CASES = bad_inputs.cases("csv_xlsx_import")


@pytest.mark.both_databases
@pytest.mark.parametrize("case", first_of(CASES), ids=str)
def test_bad_file_is_refused_or_its_good_rows_enter(case, take):
    file = FILES[case.id]()
    before = seconds_so_far()

    rehearsed = take(file.data, rehearse=True)
    assert not Prisoner.objects.exists()
    report = take(file.data)

    assert seconds_so_far() - before < 2 * MAX_SECONDS
    assert report.as_dict() == rehearsed.as_dict()
    assert Prisoner.objects.count() == report.created == file.enter
    assert tuple(remark.column for remark in report.errors) == file.wrong
    assert all(remark.message and (remark.row or not remark.column) for remark in report.errors)
    again = take(file.data)
    assert (again.created, again.updated, again.unchanged) == (0, 0, file.enter)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.id in ("IM-15", "IM-16", "IM-17", "IM-18")], ids=str
)
def test_formulas_and_tags_are_kept_as_the_text_they_are(case, take):
    take(FILES[case.id]().data)

    assert str(case.payload).removeprefix("cell ")[:2] == Occupation.objects.in_language("uk").get().name[:2]


def test_file_is_read_once_so_that_what_was_checked_is_what_enters(partner, tmp_path, monkeypatch):
    """IM-42: a file that changes under the command's hands changes nothing of what it reads."""
    path = tmp_path / "list.csv"
    path.write_bytes(list_of({}, OTHER))
    read = import_prisoners.contents

    def read_and_change(path):
        data = read(path)
        path.write_bytes(b"something else")
        return data

    monkeypatch.setattr(import_prisoners, "contents", read_and_change)
    call_command("import_prisoners", path, partner="zmina")

    assert Prisoner.objects.count() == 2


def test_every_case_of_the_catalogue_has_its_file():
    assert set(FILES) == {case.id for case in CASES}
