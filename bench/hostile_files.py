#!/usr/bin/env python3
"""What the worst files of at most the permitted size cost: seconds of processor and MiB by which memory grows.

Of each file: reading it, looking at it (the page with what would change) and taking all of it over, each in a
process of its own; what a confined child takes is told apart. On a fresh SQLite file, or DATABASE_URL's.

  bench/hostile_files.py [--only po] [--seconds 60]
"""

import argparse
import ctypes
import gc
import itertools
import json
import os
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
FOLDER = tempfile.TemporaryDirectory(prefix="hostile-")
DATABASE = Path(FOLDER.name) / "db.sqlite3"
os.environ["DATABASE_URL"] = f"sqlite:///{DATABASE}"
os.environ["VAR_DIR"] = FOLDER.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")

import django

django.setup()

import logging

logging.disable(logging.CRITICAL)

from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from home.translation.core.actions.units import save_draft
from home.translation.choices import Right
from home.translation.files.formats import FORMATS
from home.translation.files.glossary_csv import terms_of
from home.translation.files.reading import arrival_of
from home.translation.files.content import FileRefused, key_of
from home.translation.exchange.read_models.outgoing import sheet_of
from tests.factories.desk import block, desk_person, open_for, open_site, source_page, units_of

TICK, TOKEN = re.compile(rb'name="take" value="(\w+)"'), re.compile(rb'name="token" value="([^"]+)"')
ROOM = 1_040_000  # a little below the permitted size


# --- The world -------------------------------------------------------------------------------------
def paragraphs(count, words):
    return "".join(f"<p>{number} {words}</p>" for number in range(count))


def make_world(blocks):
    """Return (translation of an ordinary long page, of a page with the longest drafts, who works on both)."""
    call_command("migrate", verbosity=0)
    open_site("en", "crh")
    words = "Затриманий у Сімферополі, засуджений на 5 років, «Хізб ут-Тахрір». " * 3
    many = source_page([block("paragraph", paragraphs(60, words)) for _ in range(blocks)], slug="many")
    long = source_page(
        [block("paragraph", f"<p>{number} {'а б ' * 4_000}</p>") for number in range(100)], slug="long"
    )
    many, long = open_for(many, "en", "crh")[0], open_for(long, "en", "crh")[0]
    for unit in units_of(long):
        if len(unit.string.data) > 10_000:
            save_draft(unit, "a b " * 4_990, by=None, version=unit.version)
    user = desk_person("translator", Right.TRANSLATE)
    names = ["access_admin", "add_glossaryterm", "change_glossaryterm"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    return many, long, user


# --- Files -----------------------------------------------------------------------------------------
def repeated(part, room):
    return part * (room // len(part.encode()))


def numbered(form, room):
    """Repeat a text with %d in it until the room is filled."""
    parts, used = [], 0
    while used < room:
        parts.append(form.replace("%d", str(len(parts))))
        used += len(parts[-1].encode())
    return "".join(parts[:-1])


def head_of(translation):
    return f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"X-Translation: {translation.uuid}\\n"\n\n'


def keyed(translation, text, *, least=0):
    """Return [(key, original, text)] of a translation's strings of at least so many characters."""
    rows = [unit for unit in units_of(translation) if len(unit.string.data) >= least]
    return [(key_of(unit.pk, unit.string.data), unit.string.data, text) for unit in rows]


def quoted(text):
    return text.replace("\\", "\\\\").replace('"', '\\"')


def po_files(many, long):
    head = head_of(many)
    units = keyed(many, "x")
    first = units[0]
    entry = f'msgctxt "{first[0]}"\nmsgid "{quoted(first[1])}"\n'
    yield "tiny entries", head + numbered('msgid "%d"\nmsgstr ""\n', ROOM)
    yield "tiny entries with context", head + numbered('msgctxt "%d"\nmsgid ""\nmsgstr ""\n', ROOM)
    yield "empty lines of a text", head + entry + 'msgstr ""\n' + repeated('""\n', ROOM)
    yield "short lines of a text", head + entry + 'msgstr ""\n' + repeated('"ab"\n', ROOM)
    yield (
        "half a text of short lines",
        head + entry + f'msgstr "{"x" * 500_000}"\n' + repeated('"a"\n', ROOM // 2),
    )
    yield "comments", head + repeated("# \n", ROOM) + entry + 'msgstr "x"\n'
    yield "comments of a program", head + repeated("#. a\n", ROOM) + entry + 'msgstr "x"\n'
    yield "references", head + "#: " + repeated("a:1 ", ROOM) + "\n" + entry + 'msgstr "x"\n'
    yield "lines of references", head + repeated("#: a:1\n", ROOM) + entry + 'msgstr "x"\n'
    yield "flags", head + "#, " + repeated("a,", ROOM) + "\n" + entry + 'msgstr "x"\n'
    yield "plural forms", head + entry + 'msgid_plural "x"\n' + numbered('msgstr[%d] ""\n', ROOM)
    yield "digits of a plural form", head + entry + f'msgid_plural "x"\nmsgstr[{"9" * ROOM}] ""\n'
    yield "metadata", head.rstrip() + "\n" + numbered('"A%d: b\\n"\n', ROOM) + "\n"
    yield "backslashes", head + entry + 'msgstr "' + repeated("\\\\", ROOM) + '"\n'
    yield "obsolete", head + numbered('#~ msgid "%d"\n#~ msgstr ""\n', ROOM)
    yield "one key often", head + repeated(f'msgctxt "{first[0]}"\nmsgid ""\nmsgstr ""\n', ROOM)
    yield "one key, many texts", head + numbered(f'msgctxt "{first[0]}"\nmsgid ""\nmsgstr "%d"\n', ROOM)
    size = ROOM // len(units) // 4
    for name, text in {
        "numbers": "1 000.",
        "brackets": "<",
        "marks": "<b>a</b>",
        "entities": "&#1;",
        "addresses": "a@b",
        "quotes": "«a",
        "quoted titles": "«a b»",
        "long letters": "a",
        "apostrophes": "a’",
        "foreign words": "ж ",
        "placeholders": "{a}",
        "percents": "%(a",
        "dots": "1.1,",
        "combining": "a\u0301\u0323",
        "spaces": "a  \n",
    }.items():
        body = "".join(
            f'msgctxt "{key}"\nmsgid "{quoted(source)}"\nmsgstr "{quoted(repeated(text, size)).replace(chr(10), chr(92) + "n")}"\n\n'
            for key, source, _text in units
        )
        yield (
            f"texts of {name}",
            (head + body).encode()[:ROOM].decode(errors="ignore").rpartition("\n\n")[0] + "\n",
        )
    head = head_of(long)
    for name, text in {
        "near-equal": "a c " * 4_900,
        "alternating": "a x b y " * 2_400,
        "quote after quote": "«a " * 6_000,
        "tags": "<b>a</b>" * 2_400,
        "numbers": "1,1 " * 4_900,
        "foreign": "ж " * 9_000,
        "addresses": "a@b.c " * 3_200,
        "one address": "a@b" + ".c" * 9_000 + "@",
        "at": "a" * 19_000,
        "breaks": "<br/>" * 3_900 + "a",
    }.items():
        rows = keyed(long, text, least=10_000)
        parts = [head]
        for key, source, text in rows:
            part = f'msgctxt "{key}"\nmsgid "{quoted(source)}"\nmsgstr "{quoted(text)}"\n\n'
            if sum(len(each.encode()) for each in parts) + len(part.encode()) > ROOM:
                break
            parts.append(part)
        yield f"long texts of {name}", "".join(parts), "long"


def xliff_files(many, long):
    space, end = "urn:oasis:names:tc:xliff:document:1.2", "</file></xliff>"
    head = f'<xliff version="1.2" xmlns="{space}"><file original="{many.uuid}">'
    key, source, _text = keyed(many, "x")[0]

    def one(target):
        return f'<trans-unit id="{key}"><source>{source}</source><target>{target}</target></trans-unit>'

    yield "tiny units", head + numbered('<trans-unit id="%d"/>', ROOM) + end
    yield "empty units", head + repeated("<trans-unit/>", ROOM) + end
    yield "inline tags", head + one(repeated('<g id="b-1"/>', ROOM)) + end
    yield "tiny elements", head + repeated("<a/>", ROOM) + end
    yield "tiny elements and texts", head + repeated("<a/>b", ROOM) + end
    yield "attributes", head + "<a " + numbered('a%d="" ', ROOM) + "/>" + end
    yield "namespaces", head + "<a " + numbered('xmlns:a%d="a" ', ROOM) + "/>" + end
    yield "namespaces of children", head + repeated('<a xmlns="b"/>', ROOM) + end
    yield "files", f'<xliff version="1.2" xmlns="{space}">' + numbered('<file original="%d"/>', ROOM) + end[7:]
    deep, ends = f'<trans-unit id="{key}"><target>' * 80, "</target></trans-unit>" * 80
    yield "nested units", head + deep + "&lt;" * ((ROOM - 30_000) // 4) + ends + end
    yield "nested tags", head + one("<mrk>" * 240 + "&lt;" * 250_000 + "</mrk>" * 240) + end
    yield "entities", head + one("&#1055;" * (ROOM // 7)) + end
    yield "UTF-16", (head + one("ᄀ" * 500_000) + end).encode("utf-16")
    yield "UTF-16 tiny", (head + repeated("<a/>", ROOM // 2) + end).encode("utf-16")
    yield "comments", head + repeated("<!---->", ROOM) + one("x") + end
    yield "instructions", head + repeated("<?a?>", ROOM) + one("x") + end


def table_files(many, long):
    head = f"<html><body><p>{many.uuid}</p><table>"
    key = keyed(many, "x")[0][0]
    row = "<tr><td>%s</td><td>x</td><td>%s</td></tr>"
    yield "tiny rows", head + repeated("<tr>", ROOM)
    yield "tiny cells", head + repeated("<td>", ROOM)
    yield "rows of ours", head + numbered("<tr><td>u%d:0123456789abcdef<td><td>a", ROOM)
    yield "hard spaces", head + row % (key, "x" + "\u00a0" * 100_000 + "x")
    yield "breaks", head + row % (key, "x" + "<br>" * 100_000 + "x")
    yield "paragraphs", head + row % (key, "x" + "<p>" * 100_000 + "x")
    yield "edges", head + row % (key, "x" + "\ue000" * 100_000 + "x")
    yield "nested tables", head + (f"<tr><td>{key}<td><td><table>") * 60 + "<tr><td>" + "&lt;" * 240_000
    yield "nested tables in front", head + ("<tr><td><table>") * 80 + "x" * 900_000
    yield "nested bold", head + row % (key, "<b>" * 240 + "&lt;" * 240_000)
    yield "bold", head + row % (key, "<b>" * 300_000)
    yield "bold anew", head + row % (key, "<b>a</b>" * 120_000)
    yield "font and bold", head + row % (key, "<font><b>a" * 100_000)
    yield "attributes", head + "<td " + numbered("a%d ", ROOM) + ">"
    yield "attributes at the end", head + "<a " + repeated("a ", ROOM)
    yield "entities", head + row % (key, "&#1;" * 250_000)
    yield "comments", head + repeated("<!---->", ROOM)
    yield "unclosed comments", head + repeated("<!--", ROOM)
    yield "forms", head + repeated("<form>", ROOM)
    yield "end tags", head + repeated("</a>", ROOM)
    yield "lists", head + repeated("<li><a>", ROOM)
    yield "links", head + row % (key, "<a href=#a1>x</a>" * 60_000)
    yield "UTF-16 hard spaces", (head + row % (key, "x" + "\u00a0" * 400_000 + "x")).encode("utf-16")


def glossary_files():
    head = "language,term,target_language,verdict,text\n"
    yield "csv columns and rows", "language,term," + "," * 500_000 + "\n" + ",\n" * 250_000
    yield "csv wide header", "language,term," + "x" * 1_000_000 + "\n"
    yield "csv tiny rows", head + ",x\n" * 340_000
    yield "csv terms", head + numbered("uk,%d\n", ROOM)
    yield "csv one term", head + numbered("uk,a,en,preferred,%d\n", ROOM)
    yield "csv one term differs", "language,term,source\n" + numbered("uk,a,%d\n", ROOM)
    yield (
        "csv 2,900 terms",
        head + "".join(f"uk,термін {n},en,preferred,{'term ' * 40}{n}\n" for n in range(2_900)),
    )
    yield (
        "csv many texts",
        head
        + numbered("uk,t%d,en,preferred,a%d\n", 60_000)
        + numbered("uk,a,en,preferred,%d\n", ROOM - 70_000),
    )
    yield "csv cells", head + "uk,a" + "," * 1_000_000
    yield "csv quotes", head + '"' + '""' * 500_000
    yield "csv explanations", "language,term,explanation\n" + numbered("uk,%d," + "a b " * 1_200 + "\n", ROOM)


# --- Measuring -------------------------------------------------------------------------------------
def resident():
    lines = Path("/proc/self/status").read_text().splitlines()
    return {
        line.split(":")[0]: int(line.split()[1]) / 1024
        for line in lines
        if line.startswith(("VmHWM", "VmRSS"))
    }


def child_seconds():
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def in_a_process(work, seconds):
    """Run `work` in a forked process on a copy of the database; return what it cost and what it answered."""
    connections.close_all()
    copy = DATABASE.with_name(f"copy-{os.getpid()}.sqlite3")
    shutil.copy(DATABASE, copy)
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reader)
        connection.settings_dict["NAME"] = str(copy)
        signal.alarm(seconds)
        gc.collect()
        ctypes.CDLL(None).malloc_trim(0)
        Path("/proc/self/clear_refs").write_text("5")
        began, size, children = time.process_time(), resident()["VmRSS"], child_seconds()
        try:
            answer = work()
        except MemoryError:
            answer = "MemoryError"
        except Exception as error:
            answer = f"{type(error).__name__}: {error}"[:80]
        cost = {
            "cpu_s": round(time.process_time() - began, 2),
            "mib": round(resident()["VmHWM"] - size),
            "child_s": round(child_seconds() - children, 2),
            "answer": answer,
        }
        os.write(writer, json.dumps(cost).encode())
        os._exit(0)
    os.close(writer)
    said = b"".join(iter(lambda: os.read(reader, 65_536), b""))
    os.close(reader)
    os.waitpid(pid, 0)
    for path in copy.parent.glob(f"{copy.name}*"):
        path.unlink()
    return json.loads(said) if said else {"cpu_s": float(seconds), "mib": 0, "child_s": 0, "answer": "KILLED"}


def staged(body, read, address, user):
    """Yield (stage, what works it)."""
    client = Client()
    client.force_login(user)
    client.get(address)

    def reading():
        try:
            return len(read(body))
        except FileRefused as fault:
            return f"refused: {fault}"

    def looked():
        return client.post(address, {"file": SimpleUploadedFile("file", body)})

    def looking():
        answer = looked()
        return (
            f"{answer.status_code} {len(answer.content)} bytes, {len(TICK.findall(answer.content))} to take"
        )

    yield "read", reading
    yield "look", looking
    page = looked().content
    if ticks := [tick.decode() for tick in TICK.findall(page)]:
        form = {"token": TOKEN.search(page)[1].decode(), "take": ticks}
        yield "take", lambda: client.post(f"{address}take/", form).status_code


def english(row):
    number = row.source.partition(" ")[0]
    return f"{number} Detained in Simferopol, sentenced to 5 years, “Hizb ut-Tahrir”. " * 3


def cases(options, many, long):
    def entries(body):
        return arrival_of(body).entries

    for name, make in {"po": po_files, "xliff": xliff_files, "table": table_files}.items():
        for what, text, *which in make(many, long):
            of = long if which else many
            yield f"{name}: {what}", text, entries, f"/admin/desk/{of.pk}/files/"
    sheet = sheet_of(many)
    done = replace(sheet, rows=tuple(replace(row, text=english(row)) for row in sheet.rows))
    for name, form in FORMATS.items():
        for what, of in (("empty", sheet), ("translated", done)):
            yield f"genuine {name}: {what}", form.write(of), entries, f"/admin/desk/{many.pk}/files/"
    for what, text in glossary_files():
        yield f"glossary: {what}", text, terms_of, options.glossary


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--stages", type=int, default=3, help="1: read, 2: look as well, 3: take as well")
    parser.add_argument(
        "--blocks", type=int, default=10, help="of 60 strings each, on the ordinary long page"
    )
    options = parser.parse_args()
    options.glossary = reverse("glossary:files")
    many, long, user = make_world(options.blocks)
    worst = {}
    for name, text, read, address in cases(options, many, long):
        if options.only not in name:
            continue
        body = text if isinstance(text, bytes) else text.encode()
        said = [f"{name:45} {len(body):8}"]
        steps = staged(body, read, address, user)
        for stage, cost in costs(itertools.islice(steps, options.stages), options.seconds):
            worst[stage] = max(worst.get(stage, (0,)), (cost["cpu_s"], name))
            said.append(
                f"{stage} {cost['cpu_s']:6.2f}s {cost['mib']:4}MiB (child {cost['child_s']}s) {cost['answer']}"
            )
        print(" | ".join(said), flush=True)
    print(json.dumps(worst, indent=1))


def costs(steps, seconds):
    """Yield (stage, what it cost); end with the first that hangs, since the later ones contain it."""
    for stage, work in steps:
        cost = in_a_process(work, seconds)
        yield stage, cost
        if cost["cpu_s"] > seconds / 2:
            return


if __name__ == "__main__":
    main()
