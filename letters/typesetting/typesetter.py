"""The child process: reads a job from stdin, sets it with typst, writes the PDF to stdout.

Started by `home/sandbox/child.py`, so it imports nothing of ours and may not write any file, grow beyond its
memory, or leave a core. It says nothing about the text, not even when it fails.

Input: one line of JSON (template, root, fonts, data, standards, is_tagged, sizes of the drawings by name),
then the drawings.
Output: one line of JSON, `{"facts": [...]}` or `{"trouble": value of PrintTrouble}`, then the PDF. Any
exit code but 0 means that no job can be set.
"""

import json
import sys
from typing import Any, BinaryIO

import typst

MAY_OPEN_FILES = True  # typst opens the fonts when it needs them; no drawing is decoded here
NOWHERE = "/nonexistent"


class Trouble(Exception):
    """The job can't be set; the argument is a value of PrintTrouble."""


def read_job(stream: BinaryIO) -> dict[str, Any]:
    job: dict[str, Any] = json.loads(stream.readline())
    return job | {"drawings": {name: stream.read(size) for name, size in job["sizes"].items()}}


def files_of(job: dict[str, Any]) -> dict[str, bytes]:
    """Return what typst sees as files. None of them is one."""
    with open(f"{job['root']}/{job['template']}.typ", "rb") as template:
        files = {"main.typ": template.read(), "data.json": json.dumps(job["data"]).encode()}
    return {**files, **job["drawings"]}


def set_type(job: dict[str, Any]) -> tuple[list[Any], bytes]:
    """Return (facts, PDF). Facts are what the template notes under <fact>, in order."""
    files = files_of(job)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[job["fonts"]])
    world = {
        "root": job["root"],
        "font_paths": fonts,
        "package_path": NOWHERE,
        "package_cache_path": NOWHERE,
    }
    pdf, warnings = typst.compile_with_warnings(
        files,
        format="pdf",
        pdf_standards=job["standards"],
        pdf_tags=job["is_tagged"],
        timestamp=0,
        **world,
    )
    if any("font" in warning.message for warning in warnings):
        sys.exit("A template asks for a font that is not there.")
    if warnings:
        raise Trouble("failed")
    return json.loads(typst.query(files, "<fact>", field="value", **world)), pdf


def answer_to(stream: BinaryIO) -> tuple[dict[str, Any], bytes]:
    try:
        facts, pdf = set_type(read_job(stream))
    except Trouble as trouble:
        return {"trouble": trouble.args[0]}, b""
    except MemoryError:
        return {"trouble": "out_of_memory"}, b""
    except typst.TypstError:
        return {"trouble": "failed"}, b""
    return {"facts": facts}, pdf


def main() -> None:
    head, pdf = answer_to(sys.stdin.buffer)
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + pdf)
