import csv
import datetime
import io
import json
import zipfile
from dataclasses import replace
from subprocess import CompletedProcess
from unittest import mock

import openpyxl
import pytest
from hypothesis import given, settings, strategies as st

from prisoner_pages.importing import reading, workbook, workbook_reader
from prisoner_pages.importing.refusal import FileRefused
from tests.tiers import LONG, first_of

COLUMNS = ("name", "born", "note")
SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STYLES = b"<styleSheet " + SPACE + b"><cellXfs>%b</cellXfs></styleSheet>"
SHEET = b"<worksheet " + SPACE + b'><sheetData><row r="1">%b</row></sheetData></worksheet>'
CELL = st.text(
    st.characters(blacklist_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs")) | st.just(" "),
    max_size=30,
)


def read(data):
    return reading.read_sheet(data, columns=COLUMNS, required=["name"])


def rows(data):
    return [tuple(row.cells.get(column, "") for column in COLUMNS) for row in read(data).rows]


def xlsx(lines, *, change=lambda book: None):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(data, name, content):
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def read_here(_script, given, **_limits):
    """Read in this process what a child would read: hundreds of examples need not start hundreds of those."""
    told = "".join(json.dumps(answer) + "\n" for answer in workbook_reader.answers(given))
    return CompletedProcess([], 0, told.encode())


def instead_of(data, name, content):
    """Return the workbook with another part of this name; bombs are small when packed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, content)
    return file.getvalue()


def refusal(data):
    with pytest.raises(FileRefused) as refused:
        read(data)
    return refused.value.remark


class TestCsv:
    @pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
    def test_every_common_way_of_saving_gives_the_same_rows(self, bom, delimiter, newline):
        lines = [COLUMNS, ("Олена", "1980", "тиша"), ("Celâl", "", "")]
        data = bom + newline.join(delimiter.join(line) for line in lines).encode()

        assert rows(data) == lines[1:]

    def test_quoted_newline_stays_in_its_cell(self):
        assert rows('name,born,note\nОлена,1980,"два\r\nрядки"\n'.encode()) == [
            ("Олена", "1980", "два\nрядки")
        ]

    def test_row_numbers_are_those_of_a_spreadsheet(self):
        sheet = read(b"name,born,note\n\nA,1,x\n,,\nB,2,y\n")

        assert [row.number for row in sheet.rows] == [3, 5]

    def test_windows_1251_is_refused_with_the_way_out(self):
        remark = refusal("name,born,note\nЇжак Їжаченко,1980,говорить тихо\n".encode("cp1251"))

        assert "1251" in remark.message and "UTF-8" in remark.message

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"\n\n",
            b"born,note\n1980,x\n",
            b"name,private_note\nA,x\n",
            b"name,name\nA,B\n",
            b'name,born,note\nA,"open to the end\n',
            "name\nA".encode("utf-16"),
            b"\xff\xfe\xfd",
            b"<table><tr><td>name</td></tr></table>",
            b"\xd0\xcf\x11\xe0locked",
            b"PK\x03\x04 not an archive",
            b"name\n" + b"A\n" * (reading.MAX_ROWS + 1),
            b"name" + b"," * 70 + b"\nA\n",
            b"name\n" + b"A" * reading.MAX_FILE_BYTES,
        ],
    )
    def test_file_that_is_no_list_is_refused_with_a_sentence(self, data):
        assert refusal(data).message.endswith(".")

    @pytest.mark.parametrize(
        ("header", "named"),
        [("born,note", "name"), ("name,private_note", "private_note"), ("name,born,born", "born")],
    )
    def test_wrong_columns_are_named(self, header, named):
        assert named in refusal(f"{header}\nA,B\n".encode()).message

    def test_row_with_too_many_cells_is_in_error_and_the_others_stay(self):
        first, second = read(b"name,born,note\nA,1,x,more\nB,2,y\n").rows

        assert first.errors and not second.errors

    def test_control_characters_are_left_out_with_a_warning(self):
        sheet = read("name,born,note\nОле\0на,1980,\u202eтихо\x1b\n".encode())

        assert sheet.rows[0].cells == {"name": "Олена", "born": "1980", "note": "тихо"}
        assert [(remark.row, remark.column) for remark in sheet.warnings] == [(2, "name"), (2, "note")]

    @pytest.mark.parametrize(
        "text", ['=HYPERLINK("http://evil","x")', "+cmd|' /C calc'!A0", "-2+3", "<script>"]
    )
    def test_formulas_and_html_stay_text(self, text):
        quoted = text.replace('"', '""')

        assert rows(f'name,born,note\nA,1,"{quoted}"\n'.encode())[0][2] == text

    def test_cell_without_end_is_an_error_of_its_row(self):
        first, second = read(b"name,born,note\nA,1," + b"x" * 6000 + b"\nB,2,y\n").rows

        assert [remark.column for remark in first.errors] == ["note"] and not second.errors

    @settings(max_examples=150)
    @given(st.lists(st.tuples(CELL, CELL, CELL), max_size=5), st.sampled_from(",;\t"))
    def test_what_a_spreadsheet_writes_is_read_back(self, lines, delimiter):
        file = io.StringIO()
        writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writerows([COLUMNS, *lines])
        expected = [tuple(reading.clean(cell) for cell in line) for line in lines]

        assert rows(file.getvalue().encode()) == [line for line in expected if any(line)]

    @mock.patch.object(workbook, "run_confined", read_here)
    @settings(max_examples=300)
    @given(st.binary(max_size=300))
    def test_no_file_breaks_the_reader(self, data):
        for head in (b"", b"name,born,note\n", b"PK\x03\x04"):
            try:
                read(head + data)
            except FileRefused as refused:
                assert refused.remark.message


class TestXlsx:
    def test_values_are_what_a_person_would_type(self):
        data = xlsx([COLUMNS, ["Олена", datetime.date(1980, 4, 27), 205.5], ["Марко", 1981, 18.0]])

        assert rows(data) == [("Олена", "1980-04-27", "205.5"), ("Марко", "1981", "18")]

    def test_dates_of_the_1904_system_are_the_same_days(self):
        def use_1904(book):
            book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

        data = xlsx([COLUMNS, ["Олена", datetime.date(1980, 4, 27), ""]], change=use_1904)

        assert rows(data)[0][1] == "1980-04-27"

    def test_formula_without_a_shown_value_is_blank(self):
        assert rows(xlsx([COLUMNS, ["Олена", "1980", "=1+1"]])) == [("Олена", "1980", "")]

    def test_only_the_first_visible_sheet_is_read_and_it_is_said(self):
        def add_sheets(book):
            book.create_sheet("hidden", 0).sheet_state = "hidden"
            book.create_sheet("second").append(["name"])

        sheet = read(xlsx([COLUMNS, ["Олена", "", ""]], change=add_sheets))

        assert [row.cells["name"] for row in sheet.rows] == ["Олена"]
        assert len(sheet.warnings) == 1

    def test_merged_cells_leave_the_rest_blank(self):
        data = xlsx(
            [COLUMNS, ["Олена", "1980", "x"], ["Марко", "1981", "y"]],
            change=lambda book: book.active.merge_cells("B2:B3"),
        )

        assert rows(data) == [("Олена", "1980", "x"), ("Марко", "", "y")]

    @pytest.mark.full(LONG)
    def test_bomb_is_refused_before_it_is_unpacked(self):
        bomb = with_part(xlsx([COLUMNS]), "xl/bomb.xml", b"0" * (workbook.MAX_UNPACKED_BYTES + 1))

        assert "100" in refusal(bomb).message

    @pytest.mark.parametrize(
        "content",
        [
            '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
            '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>'.encode("utf-16"),
        ],
    )
    def test_document_types_are_refused(self, content):
        assert "instructions" in refusal(with_part(xlsx([COLUMNS]), "xl/more.xml", content)).message

    @pytest.mark.parametrize(("row", "column"), [(reading.MAX_ROWS + 2, 1), (2, reading.MAX_COLUMNS + 1)])
    def test_one_row_or_column_too_many_is_refused(self, row, column):
        def add(book):
            book.active.cell(row, column).value = "x"

        assert refusal(xlsx([COLUMNS], change=add)).message

    def test_formatted_cells_far_away_cost_nothing(self):
        def far(book):
            book.active.cell(1_048_576, 16_384).value = " "

        assert rows(xlsx([COLUMNS, ["Олена", "", ""]], change=far)) == [("Олена", "", "")]

    def test_damaged_workbook_is_refused(self):
        data = xlsx([COLUMNS, ["Олена", "", ""]])

        assert "damaged" in refusal(data[: len(data) // 2]).message

    @pytest.mark.full(LONG)
    @pytest.mark.parametrize(
        ("part", "content", "limits"),
        first_of(
            [
                ("xl/styles.xml", STYLES % (b"<xf/>" * 500_000), {"cpu_seconds": 2}),
                ("xl/more.xml", b" " * 90 * 1024 * 1024, {"memory_bytes": 250 * 1024 * 1024}),
                ("xl/worksheets/sheet1.xml", SHEET % (b"<c/>" * 10_000_000), {"cpu_seconds": 2}),
                (
                    "xl/worksheets/sheet1.xml",
                    SHEET % (b'<c t="inlineStr"><is><t>%b</t></is></c>' % (b"a" * 10**6)),
                    {"answer_bytes": 10**6},
                ),
            ]
        ),
        ids=["time for styles", "memory", "cells", "a long cell"],
    )
    def test_a_file_that_takes_more_than_the_child_may_is_refused_with_the_limits(
        self, monkeypatch, part, content, limits
    ):
        limits = replace(workbook.LIMITS, **limits)
        monkeypatch.setattr(workbook.lines, "__kwdefaults__", {"limits": limits})

        message = refusal(instead_of(xlsx([COLUMNS]), part, content)).message

        assert f"{limits.cpu_seconds} " in message and f"{limits.memory_bytes // 1024**2} " in message

    def test_no_file_is_to_blame_where_no_child_can_be_started(self, monkeypatch, tmp_path, caplog):
        monkeypatch.setattr(workbook, "READER", tmp_path / "none.py")

        assert refusal(xlsx([COLUMNS])).message == str(workbook.NO_READER)
        assert [record.event for record in caplog.records] == ["workbook_reader_failed"]

    def test_a_blank_first_row_is_no_header(self):
        assert refusal(xlsx([[], COLUMNS, ["Олена", "", ""]])).message.endswith(".")

    def test_row_numbers_are_those_of_the_sheet(self):
        sheet = read(xlsx([COLUMNS, [], ["Олена", "", ""], [], ["Марко", "", ""]]))

        assert [row.number for row in sheet.rows] == [3, 5]
