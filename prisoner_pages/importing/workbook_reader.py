"""The child process: reads an XLSX file from stdin, writes the lines of its first visible sheet to stdout.

Started by `home.sandbox`, so it imports nothing of ours and may not open any file or connection, start
anything, or grow beyond its memory; it says nothing about what it read, not even when it fails.

Input: one line of JSON (max_rows, max_columns, max_parts, max_unpacked_bytes), then the file.
Output: for the first row and each that is not blank one line of JSON, `[number, [text, ...]]`; last a line
`{"sheet": title, "sheets": how many are visible}` or `{"trouble": word, "row": number or 0}`.
"""

import datetime
import encodings.cp437  # noqa: F401 -- in which a zip names its parts; nothing can be imported any more later
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
import openpyxl.utils

MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
SHEET = re.compile(rb"<(?:\w+:)?sheet [^>]*?\w+:id=[\"']([^\"']+)")
PART = re.compile(rb"<(?:\w+:)?Relationship [^>]*>")
TARGET = re.compile(rb"Target=[\"']([^\"']+)")
MOST_MERGED = 2_000


class Trouble(Exception):
    """The file can't be read; the arguments are the word for it, and the row where there is one."""


def read(data: bytes, job: dict[str, int]) -> Iterator[Any]:
    """Yield what is written, line by line."""
    check_archive(data, job)
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    merged: list[int] = []
    if sheets:
        merged = merged_rows(data, book.sheetnames.index(sheets[0].title))
        yield from lines_of(sheets[0], job["max_rows"], job["max_columns"])
    title = sheets[0].title if sheets else ""
    yield {"sheet": title, "sheets": len(sheets), "merged": merged}


def merged_rows(data: bytes, place: int) -> list[int]:
    """Return the rows in which cells are merged: all but the first of these are blank."""
    try:
        areas = _areas(data, place)
    except (IndexError, KeyError):  # a book that names its parts in another way
        return []
    rows: set[int] = set()
    for area in areas:
        _first_column, first, _last_column, last = openpyxl.utils.range_boundaries(area.decode())
        rows.update(range(first, min(last, first + MOST_MERGED) + 1))
        if len(rows) > MOST_MERGED:
            break
    return sorted(rows)[:MOST_MERGED]


def check_archive(data: bytes, job: dict[str, int]) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > job["max_parts"] or unpacked > job["max_unpacked_bytes"]:
            raise Trouble("too_large")
        for part in parts:
            check_part(archive, part)


def check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No office program writes a document type: it only opens other files or grows without end."""
    if part.filename.lower().endswith((".xml", ".rels")):
        text = archive.read(part).replace(b"\0", b"")  # UTF-16 looks like this without its zeros
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise Trouble("instructions")


def _areas(data: bytes, place: int) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return MERGED.findall(archive.read(part_of(archive, place)))


def part_of(archive: zipfile.ZipFile, place: int) -> str:
    """Return the name of the part that holds the sheet at this place of the book."""
    name = SHEET.findall(archive.read("xl/workbook.xml"))[place]
    parts = [
        each
        for each in PART.findall(archive.read("xl/_rels/workbook.xml.rels"))
        if re.search(rb"\bId=[\"']%s[\"']" % re.escape(name), each)
    ]
    target = TARGET.findall(parts[0])[0].decode()
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def lines_of(sheet: Any, max_rows: int, max_columns: int) -> Iterator[list[Any]]:
    sheet.reset_dimensions()  # the stated size may be a lie
    cells = sheet.iter_rows(max_row=max_rows + 2, max_col=max_columns + 1, values_only=True)
    for number, values in enumerate(cells, start=1):
        line = [as_text(value) for value in values]
        if number > 1 and not any(line):
            continue
        if number > max_rows + 1:
            raise Trouble("too_many_rows")
        if any(line[max_columns:]):
            raise Trouble("too_many_columns", number)
        yield [number, line]


def as_text(value: object) -> str:
    """Return a cell's value as a person would type it into a CSV file."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime.datetime():
            return value.date().isoformat()
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def answers(given: bytes) -> Iterator[Any]:
    head, _line_end, data = given.partition(b"\n")
    try:
        yield from read(data, json.loads(head))
        return
    except Trouble as trouble:
        word, row = (*trouble.args, 0)[:2]
    except MemoryError:
        word, row = "too_heavy", 0
    except Exception:  # zipfile and openpyxl raise whatever their parsers raise on a damaged file
        word, row = "damaged", 0
    yield {"trouble": word, "row": row}  # here, where what filled the memory is gone


def main() -> None:
    for answer in answers(sys.stdin.buffer.read()):
        sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode(errors="replace") + b"\n")
