"""Puts together what was set in pieces: pages in a new order, every piece on an odd page.

Reads and writes only the plain form of PDF that typst writes, and this module too: objects one after the
other, at the end a table of where they are. Each object is copied as it stands but for the numbers by which
it names others, so that a pack of a thousand letters costs hardly more time and memory than its bytes.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

CATALOG, TREE, OUTLINE = 1, 2, 3
# A text, or the name of another object; of a page, that of the tree it hangs in.
NAMED = re.compile(rb"\((?:[^()\\]|\\.)*\)|(/Parent )?\b(\d+) 0 R", re.DOTALL)
OBJECT = re.compile(rb"\s*\d+ 0 obj(.*?)((?:\bstream\b.*)?)endobj\s*", re.DOTALL)
TABLE_AT = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
ENTRY = re.compile(rb"(\d{10}) \d{5} [nf]")
ROOT = re.compile(rb"/Root (\d+) 0 R")
PAGES = re.compile(rb"/Pages (\d+) 0 R")
KIDS = re.compile(rb"/Kids\[([^]]*)\]")
KID = re.compile(rb"(\d+) 0 R")
COUNT = re.compile(rb"/Count (\d+)")
PAPER = re.compile(rb"/MediaBox\[[^]]*\]")


class PagesDiffer(Exception):
    """A PDF has not the pages that we counted: nothing may be printed from it."""


def _there(found: re.Match[bytes] | None) -> re.Match[bytes]:
    if found is None:
        raise ValueError("a PDF that neither typst nor a Stack has written")
    return found


class Source:
    """A PDF that was written by typst or by a Stack."""

    def __init__(self, pdf: bytes) -> None:
        table_at = int(_there(TABLE_AT.search(pdf))[1])
        table = pdf[table_at:]
        starts = [int(entry[1]) for entry in ENTRY.finditer(table)]
        ordered = sorted(starts)
        ends = dict(zip(ordered, [*ordered[1:], table_at], strict=True))
        self._pdf, self._spans = pdf, [slice(start, ends[start]) for start in starts]
        self._root = int(_there(ROOT.search(table))[1])

    def read(self, number: int) -> tuple[bytes, bytes]:
        """Return (what object `number` says, its stream with all that belongs to it or b"")."""
        said, stream = _there(OBJECT.fullmatch(self._pdf[self._spans[number]])).groups()
        return said, stream

    def page_numbers(self) -> list[int]:
        """Return the numbers of its pages, in their order. Raises PagesDiffer when it counts others."""
        catalog, _ = self.read(self._root)
        tree, _ = self.read(int(_there(PAGES.search(catalog))[1]))
        numbers = [int(kid[1]) for kid in KID.finditer(_there(KIDS.search(tree))[1])]
        if int(_there(COUNT.search(tree))[1]) != len(numbers):
            raise PagesDiffer("a PDF that does not know its own pages")
        return numbers


@dataclass(frozen=True)
class Page:
    source: Source
    number: int


class Stack:
    """Pages that become one PDF. Of what it is made of it holds what these pages need and nothing else."""

    def __init__(self) -> None:
        self._objects = [b""] * OUTLINE
        self._pages: list[int] = []
        self._bookmarks: list[tuple[str, int]] = []
        self._copies: defaultdict[Source, dict[int, int]] = defaultdict(dict)
        self._paper = b""

    @property
    def page_count(self) -> int:
        return len(self._pages)

    def add(self, pages: Iterable[Page]) -> None:
        for page in pages:
            self._paper = _there(PAPER.search(page.source.read(page.number)[0]))[0]
            self._pages.append(self._copied(page.source, page.number))

    def _copied(self, source: Source, number: int) -> int:
        copies = self._copies[source]
        if number not in copies:
            copies[number] = self._put(b"")
            said, stream = source.read(number)
            said = NAMED.sub(lambda named: self._renamed(source, named), said)
            self._objects[copies[number] - 1] = said + stream
        return copies[number]

    def _renamed(self, source: Source, named: re.Match[bytes]) -> bytes:
        text, parent, number = named[0], named[1], named[2]
        if number is None:
            return text
        return b"/Parent %d 0 R" % TREE if parent else b"%d 0 R" % self._copied(source, int(number))

    def _put(self, content: bytes) -> int:
        self._objects.append(content)
        return len(self._objects)

    def add_bookmark(self, title: str) -> None:
        """Name the page that is added next, so that it is found on the screen."""
        self._bookmarks.append((title, self.page_count))

    def fill_sheet(self) -> None:
        """Leave the back of a sheet blank, so that what comes next begins on a new one."""
        if self.page_count % 2:
            self._add_blank_page()

    def add_blank_sheets(self, count: int) -> None:
        for _page in range(2 * count):
            self._add_blank_page()

    def _add_blank_page(self) -> None:
        page = b"<</Type/Page/Parent %d 0 R/Resources<<>>%b>>" % (TREE, self._paper)
        self._pages.append(self._put(page))

    def pdf(self) -> bytes:
        """Return the PDF; b"" without pages. Raises PagesDiffer."""
        if not self.page_count:
            return b""
        kids = b" ".join(b"%d 0 R" % page for page in self._pages)
        ends = {
            CATALOG: b"<</Type/Catalog/Pages %d 0 R/Outlines %d 0 R>>" % (TREE, OUTLINE),
            TREE: b"<</Type/Pages/Count %d/Kids[%b]>>" % (self.page_count, kids),
            OUTLINE: b"<</Type/Outlines%b>>" % self._put_bookmarks(),
        }
        pdf = _written([ends[CATALOG], ends[TREE], ends[OUTLINE], *self._objects[OUTLINE:]])
        pages_of(pdf, expected=self.page_count)
        return pdf

    def _put_bookmarks(self) -> bytes:
        """Put each bookmark and return where the outline finds them."""
        if not self._bookmarks:
            return b""
        first = len(self._objects) + 1
        last = first + len(self._bookmarks) - 1
        for number, (title, page) in enumerate(self._bookmarks, first):
            before = b"/Prev %d 0 R" % (number - 1) if number > first else b""
            after = b"/Next %d 0 R" % (number + 1) if number < last else b""
            words = f"\ufeff{title}".encode("utf-16-be").hex().encode()
            where = b"/Parent %d 0 R/Dest[%d 0 R/Fit]" % (OUTLINE, self._pages[page])
            self._put(b"<</Title<%b>%b%b%b>>" % (words, where, before, after))
        return b"/First %d 0 R/Last %d 0 R/Count %d" % (first, last, len(self._bookmarks))


def _written(objects: Iterable[bytes]) -> bytes:
    """Return the PDF with these objects, numbered from 1; the first is its catalog."""
    pieces, table, at = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"], [b"0000000000 65535 f \n"], 0
    for number, content in enumerate(objects, 1):
        at += len(pieces[-1])
        table.append(b"%010d 00000 n \n" % at)
        pieces.append(b"%d 0 obj\n%b\nendobj\n" % (number, content.strip(b"\n")))
    size, table_at = len(table), at + len(pieces[-1])
    end = b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, CATALOG, table_at)
    return b"".join([*pieces, b"xref\n0 %d\n" % size, *table, end])


def pages_of(pdf: bytes, *, expected: int) -> list[Page]:
    """Return the pages of a PDF. Raises PagesDiffer when there are not `expected` of them."""
    source = Source(pdf)
    pages = [Page(source, number) for number in source.page_numbers()]
    if len(pages) != expected:
        raise PagesDiffer(f"{len(pages)} pages instead of {expected}")
    return pages


def joined(pdfs: Iterable[bytes]) -> bytes:
    """Return the PDFs one after the other, each on a new sheet: several runs as one day pack."""
    stack = Stack()
    for source in map(Source, filter(None, pdfs)):
        stack.add(Page(source, number) for number in source.page_numbers())
        stack.fill_sheet()
    return stack.pdf()
