#!/usr/bin/env python3
"""A flood of letters with a few real ones in it: is each real one stored, do readers notice, does the flood stand apart?

Starts the whole site as `make run` does, on an empty database. For a while letters come at a calm rate, each from a
network of its own; then ten times as many, of which one in a hundred is real and the others come from a few networks.
All along somebody reads the list and a profile. Prints medians and their ratios, and what became of the letters.

  bench/writing/flood.py --seconds 600
  DATABASE_URL=postgres://... bench/writing/flood.py       # a database of its own, empty
"""

import argparse
import copy
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from types import SimpleNamespace

import letters
import together

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SECONDS = 1200
READS_A_SECOND = 2
KINDS = (
    "from letters.choices.letters import OF_A_FLOOD; from letters.models import Letter; import json;"
    "of_floods = list(Letter.objects.filter(flood_group__startswith=OF_A_FLOOD).values_list('flood_group', flat=True));"
    "print(json.dumps({'floods': len(set(of_floods)), 'letters_in_floods': len(of_floods)}))"
)
# A flood says one thing again and again; each who writes for real says something else.
TOLD = (
    "ранок яблука кіт дощ бабуся книга потяг море гори чай вікно сусід музика хліб стежка сніг лампа сад човен "
    "школа каштан вулиця ліхтар онука пес листопад гриби пісня годинник міст річка верба бджоли мед варення калина"
).split()


class Readers(threading.Thread):
    """Reads list and profile in turn, at a fixed rate whatever the answers take."""

    def __init__(self, run, pages):
        super().__init__(daemon=True)
        self.run_of, self.pages, self.over = run, pages, threading.Event()
        self.seconds = {name: [] for name in pages}

    def run(self):
        with ThreadPoolExecutor(20) as pool:
            while not self.over.wait(1 / READS_A_SECOND / len(self.pages)):
                name = min(self.seconds, key=lambda each: len(self.seconds[each]))
                self.seconds[name].append(None)  # begun: the turn of the other
                pool.submit(self.read, name, len(self.seconds[name]) - 1)

    def read(self, name, place):
        began = time.monotonic()
        status, _location, _text = self.run_of.ask("GET", self.pages[name])
        self.seconds[name][place] = time.monotonic() - began if status == 200 else None

    def medians(self):
        return {name: median(filter(None, seconds)) * 1000 for name, seconds in self.seconds.items()}


def write_one(run, address, number, **words):
    """Write one letter from this address, as a person does; what became of it is noted in the run."""
    writer = copy.copy(run)
    writer.headers = {**run.headers, letters.HEADER: address}
    steps = f"/{run.options.language}/letters/write/{run.options.slug}/"
    opened = writer.ask("GET", steps)[2]
    at = time.monotonic()
    fields = letters.fill(writer, steps, opened, f"[{run.marker}:{number}]", **words)
    time.sleep(max(0, at + 4.2 - time.monotonic()))
    letters.send(writer, steps, fields)


def phase(options, runs, *, rate, seconds, is_real):
    """Begin `rate` letters a second, whatever becomes of those before; return {page: median in ms}."""
    pages = {"list": "/uk/prisoners/", "profile": f"/uk/prisoners/{options.slug}/"}
    readers = Readers(runs["real"], pages)
    readers.start()
    began = time.monotonic()
    with ThreadPoolExecutor(200) as pool:
        for number in range(int(rate * seconds)):
            time.sleep(max(0, began + number / rate - time.monotonic()))
            if is_real(number):
                real = f"10.{number // 250 % 250}.{number % 250}.{options.phases}"
                words = " ".join(random.Random(f"{options.phases}-{number}").choices(TOLD, k=60))
                pool.submit(write_one, runs["real"], real, f"{options.phases}-{number}", words=words)
            else:
                pool.submit(write_one, runs["flood"], f"198.18.{number % options.networks}.7", number)
    readers.over.set()
    readers.join()
    options.phases += 1
    return readers.medians()


def told(run, env):
    command = [sys.executable, "manage.py", "count_letters", run.marker]
    counted = json.loads(subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=True).stdout)
    stored, distinct = counted["stored"], counted["distinct"]
    return {
        "by_status": run.statuses,
        "acknowledged": len(run.codes),
        "stored": stored,
        "lost": len(run.codes) - distinct,
        "doubled": stored - distinct,
    }


def measure(options, folder):
    env = {**together.environment(folder, options.port), "CLIENT_ADDRESS_HEADER": letters.HEADER}
    together.manage("letters_keys", "make", env=env, stdout=subprocess.DEVNULL).wait(timeout=120)
    site = together.manage("serve", env=env, stdout=subprocess.DEVNULL)
    try:
        together.wait_until_ready(site, options.port)
        shared = SimpleNamespace(
            base=f"http://127.0.0.1:{options.port}", host="localhost", language="uk", slug=options.slug, writers=1, proof=False
        )
        runs = {name: letters.Run(shared) for name in ("real", "flood")}
        calm = phase(options, runs, rate=options.rate, seconds=options.calm, is_real=lambda number: True)
        rate = options.rate * options.times
        flood = phase(options, runs, rate=rate, seconds=options.seconds, is_real=lambda n: n % options.real == 0)
        asked = [sys.executable, "manage.py", "shell", "-v0", "-c", KINDS]
        kinds = subprocess.run(asked, cwd=ROOT, env=env, capture_output=True, check=True).stdout
        return {
            "calm_ms": {name: round(ms, 1) for name, ms in calm.items()},
            "flood_ms": {name: round(ms, 1) for name, ms in flood.items()},
            "ratio": {name: round(flood[name] / calm[name], 2) for name in calm},
            **{name: told(run, env) for name, run in runs.items()},
            **json.loads(kinds.splitlines()[-1]),
        }
    finally:
        site.terminate()
        site.wait(timeout=60)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--calm", type=int, default=60, help="seconds before the flood")
    parser.add_argument("--rate", type=float, default=0.5, help="calm letters a second")
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--real", type=int, default=100, help="one in so many letters of the flood")
    parser.add_argument("--networks", type=int, default=40, help="from which the flood comes")
    parser.add_argument("--slug", default="ediie-karasubashly", help="a person of the demo who gets letters")
    parser.add_argument("--port", type=int, default=8178)
    options = parser.parse_args()
    if options.seconds > LONGEST_SECONDS:
        sys.exit("bounded")
    options.phases = 1
    with tempfile.TemporaryDirectory(prefix="flood-") as folder:
        print(json.dumps(measure(options, Path(folder)), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
