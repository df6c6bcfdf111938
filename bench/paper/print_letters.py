#!/usr/bin/env python3
"""N letters of two pages and N envelopes (default 1,000 each): seconds, and the peak memory of every process.

Limits of the issue: 8 s, 250 MB in any process. The parent's peak holds Django as well; children are watched through
/proc, so run it on Linux. Says nothing about a machine that does other work meanwhile: look at the seconds of processor, too.

  .venv/bin/python bench/paper/print_letters.py [--letters 1000] [--labels]
"""

import argparse
import os
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")

import django

django.setup()

from letters.paper.envelopes import print_addresses
from letters.paper.letters import print_letters
from letters.typesetting.sheets import Envelope, LetterSheet

SENTENCE = "Здравствуйте! Я живу у моря. Сегодня дождь, кот спит на подоконнике, а я читаю книгу о маяках. "
PLACES = ["Исправительная колония № 1", "Исправительная колония № 2", "Тюрьма № 3", "Следственный изолятор № 4"]


def made(count):
    letters, envelopes = [], []
    for number in range(count):
        mark, place, name = f"B{number:05d}", PLACES[number % 4], f"Иванов Иван Иванович {number % 97}"
        letters.append(LetterSheet(mark, place, name, "\n\n".join([SENTENCE * 6] * 6), "С теплом,\nАнна"))
        envelopes.append(
            Envelope(mark, name, 1985, place, ("ул. Садовая, 1", "г. Приморск"), "123456", "", ("а/с 1", "Київ"))
        )
    return letters, envelopes


class Watch(threading.Thread):
    """Reads the peak of every child while it lives."""

    def __init__(self):
        super().__init__(daemon=True)
        self.peaks, self.is_over = {}, False

    def run(self):
        while not self.is_over:
            for pid in children():
                self.peaks[pid] = max(self.peaks.get(pid, 0), peak_mb(pid))
            time.sleep(0.01)


def children():
    tasks = Path("/proc/self/task").glob("*/children")
    return [pid for task in tasks for pid in read(task).split()]


def peak_mb(pid):
    # Between fork and exec a child is a copy of its parent.
    if "typesetter" not in read(f"/proc/{pid}/cmdline"):
        return 0
    found = [line for line in read(f"/proc/{pid}/status").splitlines() if line.startswith("VmHWM")]
    return int(found[0].split()[1]) // 1024 if found else 0


def read(path):
    try:
        return Path(path).read_text()
    except OSError:
        return ""


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--letters", type=int, default=1000)
    options.add_argument("--labels", action="store_true")
    options = options.parse_args()
    letters, envelopes = made(options.letters)
    watch = Watch()
    watch.start()
    began, before = time.monotonic(), os.times()
    printed = print_letters(letters)
    between = time.monotonic()
    addressed = print_addresses(envelopes, "labels" if options.labels else "dl")
    ended, after = time.monotonic(), os.times()
    watch.is_over = True
    watch.join()
    own = next(line for line in read("/proc/self/status").splitlines() if line.startswith("VmHWM"))
    print(f"letters    {len(printed.page_counts)}: {sum(printed.page_counts.values())} pages, {len(printed.pdf) / 1e6:.1f} MB, {between - began:.1f} s")
    print(f"addresses  {len(addressed.page_counts)}: {len(addressed.pdf) / 1e6:.1f} MB, {ended - between:.1f} s")
    print(f"flagged    {len(printed.flags) + len(addressed.flags)}")
    print(f"seconds    {ended - began:.1f} by the clock, {after[0] + after[1] - before[0] - before[1]:.1f} processor of the parent, {after[2] + after[3] - before[2] - before[3]:.1f} of the children; load {os.getloadavg()[0]:.1f}")
    print(f"peak       parent {int(own.split()[1]) // 1024} MB, largest of {len(watch.peaks)} children {max(watch.peaks.values(), default=0)} MB")


if __name__ == "__main__":
    main()
