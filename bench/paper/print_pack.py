#!/usr/bin/env python3
"""A day pack of N letters (default 1,000) from the click to ready files: seconds and the peak memory of every process.

Makes a database of its own in a new folder and has another process fill it with invented people and letters of two pages,
sealed as always; then runs the action and the job as a worker does, with nothing else in memory, and opens the files.
Limits of the issue: 8 s, 250 MB in any process. Linux only. The press alone: bench/paper/print_letters.py.

  .venv/bin/python bench/paper/print_pack.py [--letters 1000] [--labels]
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")

from print_letters import SENTENCE, Watch, read  # sets Django up

from django.contrib.auth import get_user_model

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from home.jobs import queue as jobs
from letters.sealing import keys
from letters.printing.actions.build_pack import build_pack
from letters.printing.actions.pack_contents import BUILD_PACK
from letters.printing.actions.pack_files import open_file
from letters.printing.actions.packs import make_pack
from letters.choices.paper import FileKind
from letters.models import Letter, LetterDesk


def own_mb(name):
    line = next(line for line in read("/proc/self/status").splitlines() if line.startswith(name))
    return int(line.split()[1]) // 1024


def fill(count):
    from tests.letters.pack_world import approve, make_dispatcher, make_person

    keys.make_missing()
    call_command("migrate", verbosity=0)
    people = [make_person(number) for number in range(1, 18)]
    text = "\n\n".join([SENTENCE * 6] * 6)
    make_dispatcher(people[0].partner)
    LetterDesk.objects.update(prints_a_day=count)
    for number in range(count):
        approve(people[number % 17], text)


def measured(name, work):
    began, before = time.monotonic(), os.times()
    result = work()
    after = os.times()
    own, children = after[0] + after[1] - before[0] - before[1], after[2] + after[3] - before[2] - before[3]
    print(f"{name:10} {time.monotonic() - began:5.1f} s by the clock, {own:.1f} processor here, {children:.1f} of the children; peak here {own_mb('VmHWM')} MB")
    return result


def main(options):
    jobs.known_jobs()[BUILD_PACK] = jobs.Job(lambda pack_id: None)
    dispatcher = get_user_model().objects.get(username="dispatcher")
    how = {
        "uuid": uuid.uuid4(),
        "desk": LetterDesk.objects.get(),
        "letters": Letter.objects.all(),
        "by": dispatcher,
        "envelope_format": "labels" if options.labels else "dl",
        "has_blank_sheets": False,
    }
    watch = Watch()
    watch.start()
    pack = measured("choosing", lambda: make_pack(**how))
    measured("building", lambda: build_pack(pack.pk))
    pack.refresh_from_db()
    for kind in FileKind:
        opened = measured(f"  {kind}", lambda kind=kind: open_file(pack=pack, kind=kind, by=dispatcher))
        print(f"             {len(opened.content) / 1e6:.1f} MB")
    watch.is_over = True
    watch.join()
    print(f"pack       {pack.state}; largest of {len(watch.peaks)} children {max(watch.peaks.values(), default=0)} MB; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--letters", type=int, default=1000)
    options.add_argument("--labels", action="store_true")
    options.add_argument("--fill", help=argparse.SUPPRESS)
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as new:
        folder = Path(options.fill or new)
        settings.KEY_FILES = {name: folder / "keys" / name for name in settings.KEY_FILES}
        connection.settings_dict["NAME"] = str(folder / "bench.sqlite3")
        if options.fill:
            fill(options.letters)
        else:
            subprocess.run([sys.executable, __file__, *sys.argv[1:], "--fill", str(folder)], check=True)
            main(options)
        connection.close()
