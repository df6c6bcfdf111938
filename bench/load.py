#!/usr/bin/env python3
"""A day in the news: 200 readers (40 pages a second in all) and 20 writers, beside an import and a translation batch.

Starts the whole site as `make run` does, on an empty database. Readers come by the clock and not by answers: who must
wait delays nobody else, and the time counts from the moment when the page was due. Writers take the real four steps,
each from a network of its own. Once a new site has come to rest, a calm minute (readers alone); then, for `--seconds`,
everything at once: a list is imported with --publish, and every profile of the demo is opened for translation. Prints
errors, medians and 99ths of reading and sending, their ratio to the calm minute, and letters lost or doubled; asserts
nothing.

  bench/load.py --seconds 300
  DATABASE_URL=postgres://... bench/load.py       # a database of its own, empty
"""

import argparse
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "bench/writing"))

import letters
import together

LONGEST_SECONDS = 1_200
PATIENCE_SECONDS = 60
REST_WITHIN_SECONDS = 300
# What people who heard the news look at, and how often of a hundred times.
PAGES = {
    "/uk/": 25,
    "/uk/prisoners/": 15,
    "/uk/prisoners/{slug}/": 30,
    "/en/": 8,
    "/en/prisoners/{slug}/": 7,
    "/uk/prisoners/?status=sentenced": 5,
    "/uk/prisoners/?q=вчителька": 3,
    "/api/v1/prisoners?locale=en&limit=100&fields=*": 4,
    "/api/v1/prisoners/{slug}?locale=uk": 3,
}
MARKS = ("", "", "fbclid=IwAR0{number}", "utm_source=news&utm_medium={number}")  # on links that are clicked
ASK_FOR_ALL = (
    "from wagtail.models import Locale; from home.models import HomePage;"
    "from home.translation.publication.actions.bulk_opening import ask_for_bulk;"
    "section = HomePage.objects.get(locale__language_code='uk');"
    "ask_for_bulk(section=section, locales=list(Locale.objects.exclude(language_code='uk')), by=None)"
)

MAKE_PICTURES = (
    "from home.jobs.actions.picture_sizes import make_picture_sizes, some_lack_sizes\n"
    "while some_lack_sizes(): make_picture_sizes()"
)


class Readers(threading.Thread):
    """Ask for a page whenever one is due; `took` are seconds since then."""

    def __init__(self, options, seconds):
        super().__init__()
        self.options, self.ends = options, time.monotonic() + seconds
        self.chance = random.Random(options.seed)
        self.took, self.wrong = [], {}

    def run(self):
        due = time.monotonic()
        with ThreadPoolExecutor(self.options.readers) as pool:
            while due < self.ends:
                time.sleep(max(0, due - time.monotonic()))
                pool.submit(self.read, due, self.path())
                due += self.chance.expovariate(self.options.pages)

    def path(self):
        page = self.chance.choices(list(PAGES), PAGES.values())[0].format(slug=self.options.slug)
        mark = "" if page.startswith("/api/") else self.chance.choice(MARKS).format(number=self.chance.random())
        return page + (f"{'&' if '?' in page else '?'}{mark}" if mark else "")

    def read(self, due, path):
        try:
            status = self.ask(path)
        except (OSError, http.client.HTTPException) as fault:
            status = type(fault).__name__
        self.took.append(time.monotonic() - due)
        if status != 200:
            self.wrong[status] = self.wrong.get(status, 0) + 1

    def ask(self, path):
        network = f"10.{self.chance.randrange(200)}.{self.chance.randrange(200)}.1"
        headers = {"Host": "localhost", "Accept-Encoding": "br, gzip", letters.HEADER: network}
        talk = http.client.HTTPConnection("127.0.0.1", self.options.port, timeout=PATIENCE_SECONDS)
        try:
            talk.request("GET", quoted(path), headers=headers)
            answer = talk.getresponse()
            answer.read()
            return answer.status
        finally:
            talk.close()

    def told(self):
        self.join()
        return {"pages": len(self.took), "wrong": self.wrong, **places(self.took)}


def quoted(path):
    return "".join(each if each.isascii() else "".join(f"%{byte:02X}" for byte in each.encode()) for each in path)


def places(took):
    """Return median and 99th of a hundred, in milliseconds."""
    took = sorted(took) or [float("nan")]
    at = lambda share: round(took[int((len(took) - 1) * share)] * 1000, 1)
    return {"p50_ms": at(0.5), "p99_ms": at(0.99)}


class Writers:
    """Letters by bench/writing/letters.py: each writer one after another, until the time is over."""

    def __init__(self, options, seconds):
        named = {"base": f"http://127.0.0.1:{options.port}", "host": "localhost", "language": "uk"}
        named |= {"slug": options.slug, "writers": options.writers, "each": 10_000, "proof": False}
        self.run, self.ends = letters.Run(SimpleNamespace(**named)), time.monotonic() + seconds
        self.sent, self.faults = 0, {}
        self.threads = [threading.Thread(target=self.write, args=(number,)) for number in range(options.writers)]
        for each in self.threads:
            each.start()

    def write(self, writer):
        steps = f"/uk/letters/write/{self.run.options.slug}/"
        number = 0
        while time.monotonic() < self.ends:
            number += 1
            one = letters.visitor(self.run, writer * 1_000 + number)
            try:
                self.write_one(one, steps, f"[{self.run.marker}:{writer}:{number}]")
            except Exception as fault:
                with self.run.lock:
                    name = type(fault).__name__
                    self.faults[name] = self.faults.get(name, 0) + 1

    def write_one(self, one, steps, marker):
        text, opened = one.ask("GET", steps)[2], time.monotonic()
        fields = letters.fill(one, steps, text, marker)
        time.sleep(max(0, opened + 4.2 - time.monotonic()))
        with self.run.lock:
            self.sent += 1
        letters.send(one, steps, fields)

    def told(self, env):
        for each in self.threads:
            each.join()
        counting = [sys.executable, "manage.py", "count_letters", self.run.marker]
        printed = subprocess.run(counting, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout
        counted, acknowledged = json.loads(printed.strip().splitlines()[-1]), len(self.run.codes)
        return {
            "sent": self.sent,
            "acknowledged": acknowledged,
            "by_status": self.run.statuses,
            "faults": self.faults,
            "connections_cut": len(self.run.cuts),
            "stored": counted["stored"],
            "lost": acknowledged - counted["distinct"],
            "doubled": counted["stored"] - counted["distinct"],
            **places(self.run.seconds),
        }


def options_asked():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--calm", type=int, default=60, help="seconds of readers alone")
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--pages", type=float, default=40, help="a second, of all readers")
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--rows", type=int, default=2_000, help="of the import")
    parser.add_argument("--slug", default="ediie-karasubashly", help="a person of the demo who gets letters")
    parser.add_argument("--partner", default="zmina")
    parser.add_argument("--port", type=int, default=8177)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if max(options.seconds, options.calm) > LONGEST_SECONDS or options.pages > 500 or options.readers > 500:
        parser.error(f"at most {LONGEST_SECONDS} seconds, 500 readers and 500 pages a second")
    return options


def main():
    options = options_asked()
    signal.signal(signal.SIGTERM, lambda *_what: sys.exit("ended from outside"))  # so that the site ends, too
    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        folder = Path(folder)
        env = {**together.environment(folder, options.port), "CLIENT_ADDRESS_HEADER": letters.HEADER}
        together.manage("letters_keys", "make", env=env, stdout=subprocess.DEVNULL).wait(timeout=120)
        path = together.write_list(folder, options.rows)
        site = together.manage("serve", env=env, stdout=subprocess.DEVNULL)
        try:
            together.wait_until_ready(site, options.port)
            print(json.dumps(day(options, path, env), ensure_ascii=False, indent=1))
        finally:
            site.terminate()
            site.wait(timeout=60)


def day(options, path, env):
    come_to_rest(options, env)
    calm_told = read(options, options.calm).told()
    importing = together.manage("import_prisoners", path, "--partner", options.partner, "--publish", env=env, stdout=subprocess.DEVNULL)
    asking = together.manage("shell", "-c", ASK_FOR_ALL, env=env, stdout=subprocess.DEVNULL)
    try:
        busy, writers = read(options, options.seconds), Writers(options, options.seconds)
        busy_told = busy.told()
        written = writers.told(env)
        is_done = {"import_still_going": importing.poll() is None, "translation_asked": asking.wait(timeout=60) == 0}
    finally:
        for each in (importing, asking):
            each.kill()
            each.wait()
    ratios = {name: round(busy_told[name] / calm_told[name], 2) for name in ("p50_ms", "p99_ms")}
    load = round(os.getloadavg()[0], 1)
    return {"calm": calm_told, "news": busy_told, "news_to_calm": ratios, "letters": written, **is_done, "load": load}


def come_to_rest(options, env):
    """Wait for the pictures of the demo, which a site that runs has made, and read each page some times."""
    if together.manage("shell", "-c", MAKE_PICTURES, env=env, stdout=subprocess.DEVNULL).wait(timeout=REST_WITHIN_SECONDS):
        sys.exit("the pictures could not be made")
    first = Readers(options, 0)
    for page in list(PAGES) * 6:
        first.ask(page.format(slug=options.slug))


def read(options, seconds):
    readers = Readers(options, seconds)
    readers.start()
    return readers


if __name__ == "__main__":
    main()
