"""Markdown as our guides are written: headings, paragraphs, lists, tables, pictures, links, bold, code. Pure.

What a guide holds beyond that is shown as it was typed, never as markup.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import escape

# From the target of a link or a picture to where it leads in the admin: "" for what the admin has not.
Address = Callable[[str], str]

HEADING = re.compile(r"(#{1,4}) (.+)")
BULLET, NUMBER = re.compile(r"- +(.+)"), re.compile(r"\d+\. +(.+)")
INLINE = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|!\[(?P<alt>[^\]]*)\]\((?P<picture>[^)\s]+)\)"
    r'|<img src="(?P<small>[^"]+)" alt="(?P<small_alt>[^"]*)" width="(?P<width>\d+)">'
    r"|\[(?P<words>[^\]]+)\]\((?P<link>[^)\s]+)\)"
    r"|\*\*(?P<bold>.+?)\*\*"
)
SEPARATOR = re.compile(r"\|[\s|:-]+\|")


@dataclass(frozen=True)
class Heading:
    level: int
    words: str
    anchor: str


@dataclass(frozen=True)
class Rendered:
    html: str
    headings: tuple[Heading, ...]


def headings_of(text: str) -> tuple[Heading, ...]:
    """Return the headings, with anchors as forges make them, so that links within a guide lead there, too."""
    found = (HEADING.fullmatch(line) for line in text.splitlines())
    return tuple(Heading(len(each[1]), each[2], anchor_of(each[2])) for each in found if each)


def anchor_of(words: str) -> str:
    return re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")


def render(text: str, address: Address) -> Rendered:
    """Return the guide as HTML; all that is not our own markup is escaped."""
    parts = [part for block in text.split("\n\n") for part in _parts(block.splitlines(), address)]
    return Rendered("\n".join(parts), headings_of(text))


def _parts(lines: list[str], address: Address) -> Iterator[str]:
    """Yield the HTML of the lines between two empty ones."""
    for kind, same in groupby(filter(None, lines), _kind):
        yield from WRITERS[kind](list(same), address)


def _kind(line: str) -> str:
    if HEADING.fullmatch(line):
        return "heading"
    if line.startswith("|"):
        return "table"
    if BULLET.fullmatch(line):
        return "bullets"
    return "numbers" if NUMBER.fullmatch(line) else "words"


def _headings(lines: list[str], address: Address) -> Iterator[str]:
    for heading in headings_of("\n".join(lines)):
        tag = f"h{heading.level}"
        yield f'<{tag} id="{escape(heading.anchor)}">{inline(heading.words, address)}</{tag}>'


def _words(lines: list[str], address: Address) -> Iterator[str]:
    yield f"<p>{inline(' '.join(lines), address)}</p>"


def _bullets(lines: list[str], address: Address) -> Iterator[str]:
    yield f"<ul>{''.join(_items(lines, BULLET, address))}</ul>"


def _numbers(lines: list[str], address: Address) -> Iterator[str]:
    yield f"<ol>{''.join(_items(lines, NUMBER, address))}</ol>"


def _items(lines: list[str], pattern: re.Pattern[str], address: Address) -> Iterator[str]:
    for line in lines:
        yield f"<li>{inline(pattern.sub(lambda found: found[1], line), address)}</li>"


def _table(lines: list[str], address: Address) -> Iterator[str]:
    """Yield a table whose first row heads the columns."""
    head, *rows = [_cells(line) for line in lines if not SEPARATOR.fullmatch(line)]
    columns = "".join(f'<th scope="col">{inline(cell, address)}</th>' for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{inline(cell, address)}</td>' for cell in row)}</tr>" for row in rows)
    yield f"<table><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table>"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


WRITERS: dict[str, Callable[[list[str], Address], Iterator[str]]] = {
    "heading": _headings,
    "table": _table,
    "bullets": _bullets,
    "numbers": _numbers,
    "words": _words,
}


def inline(text: str, address: Address) -> str:
    """Return one line of a guide as HTML."""
    done, parts = 0, []
    for found in INLINE.finditer(text):
        parts += [escape(text[done : found.start()]), _marked(found, address)]
        done = found.end()
    return "".join([*parts, escape(text[done:])])


def _marked(found: re.Match[str], address: Address) -> str:
    if found["code"]:
        return f"<code>{escape(found['code'])}</code>"
    if found["bold"]:
        return f"<b>{inline(found['bold'], address)}</b>"
    if found["link"]:
        words, leads_to = inline(found["words"], address), address(found["link"])
        return f'<a href="{escape(leads_to)}">{words}</a>' if leads_to else words
    return _picture(found, address)


def _picture(found: re.Match[str], address: Address) -> str:
    source, alt = found["picture"] or found["small"], found["alt"] or found["small_alt"]
    width = f' width="{found["width"]}"' if found["width"] else ""
    return f'<img src="{escape(address(source))}" alt="{escape(alt)}"{width}>'
